import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { CopyObject } from "../../../../src/core/release/copy.ts";
import { makeCopy } from "../../../../src/formats/copy/make-copy.ts";
import { requireClosed } from "../../../../src/formats/copy/stix/require-closed.ts";
import { DEFAULT_LIMITS } from "../../../../src/formats/limits.ts";

const ITEMS = new URL("../../../../../scenarios/lowland/items/", import.meta.url);
const TLP_AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
const TLP2_GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
const PAP_GREEN = "marking-definition--c43594d1-4b11-4c59-93ab-1c9b14d53ce9";
const MARKING = "marking-definition--11111111-0000-4000-8000-000000000001";
const MAKER = "identity--11111111-0000-4000-8000-000000000002";

function object(id: string, more: object): CopyObject {
  const type = id.split("--")[0] ?? "";
  const bytes = Buffer.from(JSON.stringify({ type, id, ...more }));
  return { id, type, specVersion: "2.1", bytes, refersTo: [] };
}

function tool(more: object): CopyObject {
  return object("tool--11111111-0000-4000-8000-000000000003", more);
}

describe("a copy for TAXII", () => {
  test.each([
    ["created_by_ref", { created_by_ref: MAKER }, MAKER],
    ["object_marking_refs", { object_marking_refs: [TLP_AMBER, MARKING] }, MARKING],
    ["object_marking_refs", { object_marking_refs: [PAP_GREEN] }, PAP_GREEN],
    [
      "granular_markings",
      { granular_markings: [{ selectors: ["name"], marking_ref: MARKING }] },
      MARKING,
    ],
  ])("is refused where %s leads to nothing in it", (key, more, missing) => {
    expect(() => requireClosed({ objects: [tool(more)] })).toThrow(
      expect.objectContaining({
        code: "contradiction",
        message: expect.stringMatching(new RegExp(`^${key} of tool--.*${missing}, which is not`)),
      }),
    );
  });

  test("may be marked by what is in it, and by the TLP of the standard", () => {
    const marks = { object_marking_refs: [TLP_AMBER, TLP2_GREEN, MARKING], created_by_ref: MAKER };
    const objects = [object(MAKER, {}), object(MARKING, { created_by_ref: MAKER }), tool(marks)];
    expect(requireClosed({ objects })).toBeUndefined();
    expect(() => requireClosed({ objects: objects.slice(1) })).toThrow(/created_by_ref of marking/);
  });

  test("is closed, of every whole STIX file of the scenario", async () => {
    const names = (await readdir(ITEMS)).filter((name) => /stix(?:20|21|-array)/.test(name));
    const to = {
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
      uuidFor: (part: string) =>
        `00000000-0000-4000-8000-${Buffer.from(part).toString("hex").slice(-12).padStart(12, "0")}`,
    };
    for (const name of names) {
      const bytes = await readFile(new URL(name, ITEMS));
      const step = { step: "generalise-time" as const, to: "day" as const };
      const plan = { name: "", steps: [step] };
      const copy = await makeCopy(bytes, name, plan, to, "taxii", { limits: DEFAULT_LIMITS });
      expect(copy.objects.length).toBeGreaterThan(0);
    }
    expect(names.length).toBeGreaterThan(3);
  });
});
