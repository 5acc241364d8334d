import { describe, expect, test } from "vitest";
import type { Copy, CopyFor } from "../../../src/core/release/copy.ts";
import { insteadOf } from "../../../src/formats/copy/instead-of.ts";
import { makeCopy } from "../../../src/formats/copy/make-copy.ts";
import { isRecallEvent } from "../../../src/formats/copy/misp-recall.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";

const LATER = "2026-12-01T08:00:00.000Z";

function about(at: string): CopyFor {
  return {
    partner: "linde",
    own: {
      stixIdentity: "identity--10a10000-0000-4000-8000-0000000000aa",
      organisation: "10a10000-0000-4000-8000-0000000000ab",
      name: "Lowland Service",
      aliases: [],
      country: "NL",
    },
    at,
    caveats: [{ id: "onward-ban", says: "Do not pass this on." }],
    uuidFor: (part) =>
      `00000000-0000-4000-8000-${Buffer.from(part).toString("hex").slice(-12).padStart(12, "0")}`,
  };
}

function eventOf(number: number, value: string): object {
  const uuid = (part: number): string => `5a0e000${number}-0000-4000-8000-00000000000${part}`;
  const attribute = { uuid: uuid(number), type: "domain", category: "Network activity", value };
  const Orgc = { uuid: "10a10000-0000-4000-8000-0000000000cc", name: "Harbour" };
  const levels = { date: "2026-11-19", threat_level_id: "2", analysis: "2", published: true };
  const info = `Event ${number}`;
  return { Event: { uuid: uuid(number + 4), info, ...levels, Orgc, Attribute: [attribute] } };
}

async function copied(events: readonly object[], at: string): Promise<Copy> {
  const bytes = new TextEncoder().encode(JSON.stringify({ response: events }));
  const plan = { name: "", steps: [] };
  return makeCopy(bytes, "events.json", plan, about(at), "misp-feed", { limits: DEFAULT_LIMITS });
}

describe("a copy of several events", () => {
  test("is called back event by event", async () => {
    const events = [eventOf(1, "a.example"), eventOf(2, "b.example")];
    const copy = await copied(events, "2026-11-26T08:00:00.000Z");
    const instead = insteadOf(copy, "misp-feed", LATER);
    expect(instead?.objects.map(({ id }) => id)).toEqual(copy.objects.map(({ id }) => id));
    for (const { bytes, version } of instead?.objects ?? []) {
      expect([isRecallEvent(bytes), version]).toEqual([true, LATER]);
    }
    const whole = JSON.parse(new TextDecoder().decode(instead?.bytes)) as {
      readonly response: readonly unknown[];
    };
    expect(whole.response).toHaveLength(2);
  });

  test("is corrected where the newer one holds the event, and called back where it does not", async () => {
    const events = [eventOf(1, "a.example"), eventOf(2, "b.example")];
    const copy = await copied(events, "2026-11-26T08:00:00.000Z");
    const newer = await copied([eventOf(2, "c.example")], "2026-11-27T08:00:00.000Z");
    const instead = insteadOf(copy, "misp-feed", LATER, newer);
    const served = instead?.objects.map(({ bytes }) => isRecallEvent(bytes));
    expect(served).toEqual([true, false]);
    expect(new TextDecoder().decode(instead?.objects[1]?.bytes)).toContain("c.example");
  });
});
