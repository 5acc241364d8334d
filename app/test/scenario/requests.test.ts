import { beforeAll, describe, expect, test } from "vitest";
import { decideCase } from "../../src/usecases/decide.ts";
import { decideScenario, type DecidedRequest } from "../../src/usecases/demo-matrix.ts";
import type { VerdictRecord } from "../../src/usecases/record.ts";
import { LOWLAND, lowlandPorts, PATIENCE, paths, standing } from "./lowland.ts";

let requests: readonly DecidedRequest[];

beforeAll(async () => {
  ({ requests } = await decideScenario(`${LOWLAND}/requests.yaml`, lowlandPorts()));
}, PATIENCE);

function verdict(id: string): VerdictRecord {
  const found = requests.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no request ${id}`);
  return found.record;
}

/** Why a measure that was performed does not count; "counts" when it does. */
function judged(id: string, measure: string): string {
  const found = verdict(id).performed.find((one) => one.measure === measure);
  return found?.counts === true ? "counts" : (found?.why ?? "not performed");
}

test("every request is told in one sentence and decided without an alarm", () => {
  expect(requests.length).toBeGreaterThanOrEqual(10);
  for (const { id, story, record } of requests) {
    expect(story, id).toMatch(/^[A-Z].{20,}[^.]$/);
    expect(record.alarm, id).toBeUndefined();
  }
});

describe("signatures", () => {
  test("of the head and a second assessor let the one report go to Alder", () => {
    expect(verdict("alder-signed").outcome).toBe("release-with-caveats");
  });

  test("of the one who asked do not count, the head included", () => {
    expect(judged("asker-signs", "approve:head")).toContain("made the request");
    expect(judged("asker-signs", "approve:second-assessor")).toBe("counts");
    expect(verdict("asker-signs").outcome).toBe("refer");
    expect(paths(verdict("asker-signs"))).toEqual(["approve:head + attach:onward-ban"]);
  });

  test("of somebody whose role has ended do not count", () => {
    expect(judged("former-head-signs", "approve:head")).toContain("did not hold the role head");
    expect(verdict("former-head-signs").outcome).toBe("refer");
  });
});

describe("an urgent and weighty reason", () => {
  test("opens the way to Rowan with head and minister, and the note is still to be renewed", () => {
    expect(verdict("warning-to-rowan").outcome).toBe("release-with-caveats");
    expect(verdict("warning-to-rowan").tasks.map((one) => one.rule)).toContain("NL-04b");
  });

  test("cannot be replaced by signatures", () => {
    expect(judged("no-urgency", "approve:minister")).toBe("counts");
    expect(verdict("no-urgency").outcome).toBe("withhold");
    expect(standing(verdict("no-urgency"))).toContain("NL-04b!");
  });
});

describe("a risk of torture", () => {
  test("that is real is answered by head, minister, use limit and written assurance", () => {
    expect(verdict("kestrel-assured").outcome).toBe("release-with-caveats");
    expect(paths(verdict("kestrel-assured"))[0]).toBe("attach:onward-ban + attach:use-limit");
  });

  test("that is believed is not bought off: every signature counts and nothing goes", () => {
    const { outcome, performed, grounds } = verdict("kestrel-torture");
    const signed = performed.filter((one) => /^(?:approve|assure):/.test(one.measure));
    expect(signed.map((one) => one.counts)).toEqual([true, true, true, true, true]);
    expect(grounds.request.urgentWeighty).toBeDefined();
    expect(outcome).toBe("withhold");
    expect(paths(verdict("kestrel-torture"))).toEqual([]);
    expect(standing(verdict("kestrel-torture"))).toContain("NL-13!");
  });
});

describe("consent", () => {
  const consent = "consent:11de0000-0000-4000-8000-000000000003";

  test("for this partner and purpose opens the way", () => {
    expect(verdict("consent-given").outcome).toBe("release-with-caveats");
  });

  test.each([
    ["consent-expired", "expired on 2026-11-25"],
    ["consent-other-purpose", "for the purpose"],
  ])("that does not hold is shown with the reason: %s", (id, why) => {
    expect(judged(id, consent)).toContain(why);
    expect(verdict(id).outcome).toBe("hold");
    expect(paths(verdict(id))).toContain(`attach:onward-ban + ${consent}`);
  });
});

test("unevaluated data go by the minister's permission, and the oversight body is told", () => {
  expect(verdict("cable-permitted").outcome).toBe("release-with-caveats");
  expect(
    verdict("cable-permitted")
      .tasks.map((one) => one.task)
      .join(),
  ).toContain("CTIVD");
});

test("a question to a partner needs whoever may order the same at home", () => {
  expect(verdict("ask-linde").mode).toBe("ask");
  expect(verdict("ask-linde").outcome).toBe("release-with-caveats");
  expect(judged("ask-linde", "approve:power-holder")).toBe("counts");
});

describe("the case files", { timeout: PATIENCE }, () => {
  test("case.yaml comes out as the same item does in the matrix", async () => {
    const [alder, linde] = await decideCase(`${LOWLAND}/case.yaml`, {}, lowlandPorts());
    expect([alder?.partner, alder?.outcome]).toEqual(["alder", "refer"]);
    expect([linde?.partner, linde?.outcome]).toEqual(["linde", "release-with-caveats"]);
  });

  test("minimal-case.yaml stands alone", async () => {
    const verdicts = await decideCase(`${LOWLAND}/minimal-case.yaml`, {}, lowlandPorts());
    expect(verdicts.map((one) => [one.partner, one.outcome])).toEqual([
      ["harbour", "release-with-caveats"],
    ]);
  });
});
