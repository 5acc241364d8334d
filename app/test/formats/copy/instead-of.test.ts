import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Copy, CopyFor, Medium } from "../../../src/core/release/copy.ts";
import { insteadOf } from "../../../src/formats/copy/instead-of.ts";
import { makeCopy } from "../../../src/formats/copy/make-copy.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";

const REPORT = new URL(
  "../../../../scenarios/lowland/items/snow-tide.stix21.json",
  import.meta.url,
);
const LATER = "2026-12-01T08:00:00.000Z";

const ABOUT: CopyFor = {
  partner: "linde",
  own: {
    stixIdentity: "identity--10a10000-0000-4000-8000-0000000000aa",
    organisation: "10a10000-0000-4000-8000-0000000000ab",
    name: "Lowland Service",
    aliases: [],
    country: "NL",
  },
  at: "2026-11-26T08:00:00.000Z",
  caveats: [{ id: "onward-ban", says: "Do not pass this on." }],
  uuidFor: (part) =>
    `00000000-0000-4000-8000-${Buffer.from(part).toString("hex").slice(-12).padStart(12, "0")}`,
};

async function copied(medium: Medium): Promise<Copy> {
  const plan = { name: "", steps: [{ step: "generalise-time" as const, to: "day" as const }] };
  const bytes = await readFile(REPORT);
  return makeCopy(bytes, "report.json", plan, ABOUT, medium, { limits: DEFAULT_LIMITS });
}

describe("what is served in the place of a copy that is called back", () => {
  test("is, over TAXII, each object of our own as its next version, revoked, and nothing shared", async () => {
    const copy = await copied("taxii");
    const instead = insteadOf(copy, "taxii", LATER);
    const own = new Set(copy.ids.map(({ to }) => to));
    const shown = (instead?.objects ?? []).map(
      ({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>,
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const object of shown) {
      expect(own.has(String(object["id"]))).toBe(true);
      expect(object).toMatchObject({ revoked: true, modified: LATER });
      expect(["identity", "marking-definition"]).not.toContain(object["type"]);
    }
    const versions = (instead?.objects ?? []).map(({ version }) => version);
    expect(new Set(versions)).toEqual(new Set([LATER]));
    const bundle = JSON.parse(new TextDecoder().decode(instead?.bytes)) as {
      readonly type: string;
      readonly objects: readonly unknown[];
    };
    expect([bundle.type, bundle.objects.length]).toEqual(["bundle", copy.objects.length]);
  });

  test.each(["package", "export"] as const)(
    "is nothing for a %s, which nobody fetches",
    async (medium) => {
      expect(insteadOf(await copied(medium), medium, LATER)).toBeUndefined();
    },
  );
});
