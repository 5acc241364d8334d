import { describe, expect, test } from "vitest";
import type { Pack } from "../../src/core/pack.ts";
import type { Ports } from "../../src/usecases/ports.ts";
import { approval, everyHarm, NOW, PARTNER, SETTING, STATED } from "../support/plain.ts";
import { caseOf, caveat, type Circumstances, type Ran } from "../support/cli.ts";

const BAN = { measure: "attach:onward-ban", by: "officer", on: "2026-04-01" };
const WATCH = { ...PARTNER, watch: [{ topic: "terrorism", because: "quoted in public" }] };
const OTHER = { ...PARTNER, id: "other", name: "Other", ids: ["other"] };

describe("caveat decide ends with 0 whatever the verdict is", () => {
  test.each<[string, object]>([
    ["release", { measures: [...STATED, BAN] }],
    ["release-with-caveats", {}],
    ["hold", { measures: [] }],
    ["refer", { partners: [WATCH] }],
    ["withhold", { request: { ...SETTING.request, risk: everyHarm("known-or-believed") } }],
  ])("%s", async (outcome, change) => {
    const file = await caseOf(change);
    const [text, json] = [await caveat(["decide", file]), await caveat(["decide", file, "--json"])];
    expect([text.code, json.code, text.err, json.err]).toEqual([0, 0, "", ""]);
    expect(text.out).toContain(`report → partner: ${outcome}\n`);
    expect(parsed(json)).toMatchObject({ outcome, partner: "partner", item: "report", now: NOW });
  });
});

describe("what a program reads", () => {
  test("has every field that other people's scripts rely on", async () => {
    const verdict = parsed(await caveat(["decide", await caseOf(), "--json"]));
    expect(verdict).toMatchObject({
      outcome: "release-with-caveats",
      purpose: "warn",
      packs: [{ id: "nl-wiv", version: expect.any(String), hash: expect.stringMatching(HEX) }],
      paths: [{ measures: ["attach:onward-ban"], needs: [expect.any(String)], cost: 1 }],
      performed: [{ measure: "state:necessity", counts: true, why: "officer, 2026-04-01" }, {}],
      tasks: [],
      notes: [],
      hashes: Object.fromEntries(
        ["facts", "standing", "request", "packs", "engine"].map((name) => [
          name,
          expect.stringMatching(HEX),
        ]),
      ),
    });
    expect(verdict["reasons"]).toContainEqual({
      pack: "nl-wiv",
      rule: "NL-09",
      effect: "forbid",
      met: false,
      open: true,
      says: expect.any(String),
      clause: expect.any(String),
      basis: "law",
      because: expect.any(Array),
    });
  });

  test("is one object for one recipient and a list for several, in the order asked for", async () => {
    const file = await caseOf({ partners: [PARTNER, OTHER] });
    const ids = async (...args: readonly string[]): Promise<unknown> => {
      const json: unknown = JSON.parse((await caveat(["decide", file, "--json", ...args])).out);
      return Array.isArray(json) ? json.map((one: { partner: string }) => one.partner) : json;
    };
    expect(await ids()).toEqual(["partner", "other"]);
    expect(await ids("--partner", "other", "partner")).toEqual(["other", "partner"]);
    expect(await ids("--partner", "other")).toMatchObject({ partner: "other" });
  });

  test("is the same bytes every time", async () => {
    const file = await caseOf({
      partners: [PARTNER, WATCH].map((p, i) => ({ ...p, id: `p${i}` })),
    });
    const [one, two] = [
      await caveat(["decide", file, "--json"]),
      await caveat(["decide", file, "--json"]),
    ];
    expect(two.out).toBe(one.out);
  });

  test("of a group has a reason for each member", async () => {
    const groups = [{ id: "both", name: "Both", members: ["partner", "other"] }];
    const file = await caseOf({ partners: [WATCH, OTHER], groups });
    const verdict = parsed(await caveat(["decide", file, "--partner", "both", "--json"]));
    const members = (verdict["reasons"] as { member?: string }[]).map((one) => one.member);
    expect([verdict["outcome"], new Set(members)]).toEqual([
      "refer",
      new Set(["partner", "other"]),
    ]);
  });
});

describe("options beside the case file", () => {
  test("--now decides as on that day", async () => {
    const file = await caseOf();
    const overdue = parsed(await caveat(["decide", file, "--json", "--now", "2027-01-16"]));
    expect(overdue).toMatchObject({ outcome: "withhold", now: "2027-01-16" });
  });

  test("--pack decides under other packs, and a pack named twice counts once", async () => {
    const file = await caseOf();
    const args = ["decide", file, "--json", "--pack", "nl-wiv", "cti-community", "nl-wiv"];
    const verdict = parsed(await caveat(args));
    expect(verdict["packs"]).toMatchObject([{ id: "nl-wiv" }, { id: "cti-community" }]);
  });

  test("--all also shows what is settled", async () => {
    const file = await caseOf({ measures: [...STATED, BAN] });
    const [short, long] = [await caveat(["decide", file]), await caveat(["decide", file, "--all"])];
    expect([short.out.includes("NL-06"), long.out.includes("NL-06 is satisfied")]).toEqual([
      false,
      true,
    ]);
  });

  test("a measure that does not count is shown with the reason, never dropped", async () => {
    const file = await caseOf({
      partners: [WATCH],
      measures: [...STATED, approval("head", { by: "officer" })],
    });
    const { out } = await caveat(["decide", file]);
    expect(out).toContain(
      "approve:head: does NOT count (officer made the request and cannot approve it)",
    );
  });
});

describe("an engine that fails", () => {
  const broken = (): never => {
    throw new Error("memory access out of bounds");
  };

  test.each<[string, Partial<Pack>]>([
    ["the answer on the whole", { authorize: broken }],
    ["the answers rule by rule", { ruleByRule: broken }],
    ["the search", { remainders: broken }],
    ["an answer with an error", { authorize: () => ({ allow: true, errors: ["out of bounds"] }) }],
  ])("in %s gives 3, withhold and an alarm", async (_, change) => {
    const file = await caseOf();
    const json = await caveat(
      ["decide", file, "--json"],
      withPack(() => change),
    );
    expect([json.code, parsed(json)]).toMatchObject([
      3,
      { outcome: "withhold", paths: [], alarm: expect.stringContaining("out of bounds") },
    ]);
    const text = await caveat(
      ["decide", file],
      withPack(() => change),
    );
    expect([text.code, text.out]).toEqual([3, expect.stringContaining("ALARM:")]);
  });

  test("for one recipient of several gives 3, and the others still have their verdicts", async () => {
    const file = await caseOf({ partners: [PARTNER, { ...OTHER, lawEnforcement: true }] });
    const circumstances = withPack((pack) => ({
      authorize: (question, measures) =>
        question.principal.lawEnforcement ? broken() : pack.authorize(question, measures),
    }));
    const { code, out } = await caveat(["decide", file, "--json"], circumstances);
    const verdicts = JSON.parse(out) as Record<string, unknown>[];
    expect([code, verdicts.map((one) => one["outcome"])]).toEqual([
      3,
      ["release-with-caveats", "withhold"],
    ]);
    expect(verdicts.map((one) => "alarm" in one)).toEqual([false, true]);
  });
});

/** The real packs with a part of each replaced. */
function withPack(change: (pack: Pack) => Partial<Pack>): Circumstances {
  const replace = async (ports: Ports, id: string): Promise<Pack> => {
    const pack = await ports.packs.pack(id);
    return { ...pack, ...change(pack) };
  };
  return {
    ports: (ports) => ({ ...ports, packs: { ...ports.packs, pack: (id) => replace(ports, id) } }),
  };
}

const HEX = /^[0-9a-f]{64}$/;

function parsed(ran: Ran): Record<string, unknown> {
  return JSON.parse(ran.out) as Record<string, unknown>;
}
