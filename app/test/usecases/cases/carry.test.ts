import { describe, expect, test } from "vitest";
import { ledgerMemory } from "../../../src/site/ledger-memory.ts";
import { verdictMemory } from "../../../src/site/verdict-memory.ts";
import { decideCase } from "../../../src/usecases/cases/deciding/decide-case.ts";
import { decideNow } from "../../../src/usecases/cases/deciding/decide-now.ts";
import { replaysOfKept } from "../../../src/usecases/replay-kept.ts";
import { connectToScenario } from "../../support/site.ts";
import {
  approve,
  openReport,
  REQUEST,
  SAYS,
  state,
  stateNeed,
  step,
  submitReport,
  view,
} from "./support/drive.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

describe("an ordinary case", () => {
  test("needs the desk's reasons and nobody's approval, with one entry for each thing that happened", async () => {
    const opened = await openReport(world(), ["linde"]);
    expect(opened).toMatchObject({ status: "open", outcome: "hold", objection: "linde: hold" });
    expect(opened.clearance).toBeUndefined();
    const { officer } = world().civil;
    await step(world(), opened.case, officer, state("state:necessity"));
    world().now = world().now.replace(".000Z", ".500Z");
    const cleared = await step(world(), opened.case, officer, state("state:proportionality"));
    expect(cleared).toMatchObject({ outcome: "release-with-caveats" });
    expect(cleared.objection).toBeUndefined();
    expect(cleared.clearance).toBeDefined();
    const about = (await world().entries()).filter(({ body }) => body["case"] === opened.case);
    const last = about.slice(-3).map(({ kind }) => kind);
    expect(last).toEqual(["case-state", "verdict", "clearance"]);
    expect(await world().kinds(opened.case)).toEqual({
      "case-open": 1,
      "case-state": 2,
      verdict: 2,
      clearance: 1,
    });
    const { clearance } = await view(world(), opened.case, world().civil.head);
    expect(clearance?.signatures).toEqual([]);
  });

  test("is decided for each recipient, and goes only when all may have it", async () => {
    const opened = await openReport(world(), ["linde", "alder"]);
    const stated = await stateNeed(world(), opened.case);
    expect(stated.recipients.map(({ partner, outcome }) => [partner, outcome])).toEqual([
      ["linde", "release-with-caveats"],
      ["alder", "refer"],
    ]);
    expect(stated).toMatchObject({ outcome: "refer", objection: "alder: refer" });
    expect(stated.clearance).toBeUndefined();
    // Two at the opening, and the one that came out otherwise.
    expect(await world().kinds(opened.case)).toMatchObject({ "case-open": 1, verdict: 3 });
  });

  test("decided again without a change writes nothing", async () => {
    const opened = await openReport(world(), ["linde"]);
    const before = await world().entries();
    await decideCase(opened.case, world().ports);
    await decideCase(opened.case, world().ports);
    expect(await world().entries()).toHaveLength(before.length);
  });

  test("sent again under the same id is one case and one step", async () => {
    const { officer } = world().civil;
    const id = world().ports.newId();
    const first = await openReport(world(), ["linde"], { id });
    const again = await openReport(world(), ["linde"], { id });
    expect(again.case).toBe(first.case);
    const stepId = world().ports.newId();
    await step(world(), first.case, officer, state("state:necessity"), { id: stepId });
    await step(world(), first.case, officer, state("state:necessity"), { id: stepId });
    expect(await world().kinds(first.case)).toMatchObject({ "case-open": 1, "case-state": 1 });
    await expect(
      step(world(), first.case, world().civil.head, state("state:necessity"), { id: stepId }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a case with a head and an independent assessor", () => {
  test("is cleared on exactly their two signatures, and the clearance names them", async () => {
    const { head, assessor } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    expect(await approve(world(), id, head, "head")).toMatchObject({ outcome: "refer" });
    const cleared = await approve(world(), id, assessor, "second-assessor");
    expect(cleared).toMatchObject({ outcome: "release-with-caveats" });
    const { clearance } = await view(world(), id, head);
    expect(
      Object.fromEntries(clearance?.signatures.map(({ role, by }) => [role, by]) ?? []),
    ).toEqual({ head, "second-assessor": assessor });
    expect(clearance?.signatures).toHaveLength(2);
    expect(await world().kinds(id)).toEqual({
      "case-open": 1,
      "case-state": 2,
      "case-approve": 2,
      verdict: 2,
      clearance: 1,
    });
  });

  test("does not count whoever asked, whoever assessed, or one person twice, and says why", async () => {
    const { officer, head, assessor, deputy } = world().civil;
    await world().grant(officer, "head");
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    await expect(approve(world(), id, officer, "head")).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining("decides nothing in this case") as string,
    });
    await step(world(), id, assessor, {
      kind: "assess",
      stage: "before",
      risk: { torture: "below-real" },
      mitigations: [],
      says: SAYS,
    });
    await expect(approve(world(), id, assessor, "second-assessor")).rejects.toMatchObject({
      code: "not-allowed",
    });
    await approve(world(), id, head, "head");
    await expect(approve(world(), id, head, "head")).rejects.toMatchObject({ code: "conflict" });
    const again = await approve(world(), id, deputy, "head");
    expect(again).toMatchObject({ outcome: "refer" });
  });
});

describe("an urgent case", () => {
  test("goes on head and minister, and owes a review by somebody else than the requester", async () => {
    const { officer, head, minister, assessor } = world().civil;
    const request = {
      mode: "release",
      purpose: "Warn of an attack on a power station within two days",
      use: "intelligence",
      urgentWeighty: "The attack is prepared for the night of 28 November and people may die",
    } as const;
    const opened = await openReport(world(), ["hazel"], { request });
    const due = opened.duties.find(({ id }) => id === "after-review");
    expect(due).toMatchObject({ due: "2026-11-29", done: false, overdue: false });
    const id = opened.case;
    await stateNeed(world(), id);
    await approve(world(), id, head, "head");
    const { verdicts } = await view(world(), id, head);
    const needs = verdicts[0]?.paths[0]?.measures.filter((one) => !one.startsWith("attach:"));
    expect(needs).toEqual(["approve:minister"]);
    const cleared = await approve(world(), id, minister, "minister");
    expect(cleared.clearance).toBeDefined();
    const review = { kind: "review", duty: "after-review", says: SAYS } as const;
    await expect(step(world(), id, officer, review)).rejects.toMatchObject({ code: "not-allowed" });
    const reviewed = await step(world(), id, assessor, review);
    expect(reviewed.duties.find((one) => one.id === "after-review")).toMatchObject({ done: true });
  });
});

describe("at the moment of release", () => {
  test("a case is decided anew, and every verdict it goes on is kept and can be reached again", async () => {
    const { ports } = world();
    const { case: id } = await openReport(world(), ["linde"]);
    await expect(decideNow(id, ports)).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining("linde: hold") as string,
    });
    await stateNeed(world(), id);
    const before = await world().kinds(id);
    const cleared = await decideNow(id, ports);
    expect(await world().kinds(id)).toEqual({ ...before, verdict: (before["verdict"] ?? 0) + 1 });
    const [verdict] = cleared.recipients;
    const memory = {
      verdicts: verdictMemory(world().site),
      ledger: ledgerMemory(world().site),
      recipients: async () => [],
      [Symbol.asyncDispose]: async (): Promise<void> => {},
    };
    const options = { today: false, reader: "test" };
    const kept = verdict?.verdict ?? "";
    const again = await replaysOfKept(options, memory, connectToScenario())(kept);
    expect(again.same).toBe(true);
  });

  test("a closed or withdrawn case does not go, and takes no further step but a review", async () => {
    const { officer, head } = world().civil;
    const { case: id } = await openReport(world(), ["linde"]);
    await stateNeed(world(), id);
    const ended = await step(world(), id, officer, { kind: "withdraw", says: SAYS });
    expect(ended).toMatchObject({ status: "withdrawn", objection: "the case is withdrawn" });
    expect(ended.clearance).toBeUndefined();
    await expect(decideNow(id, world().ports)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(step(world(), id, officer, state("state:necessity"))).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(approve(world(), id, head, "head")).rejects.toMatchObject({ code: "not-allowed" });
  });
});

test("what is derived of a case can be made anew from its acts", async () => {
  const { head, assessor } = world().civil;
  const { case: id } = await openReport(world(), ["alder"]);
  await stateNeed(world(), id);
  await approve(world(), id, head, "head");
  await approve(world(), id, assessor, "second-assessor");
  const rows = (): Promise<unknown> =>
    world().as(undefined, async (client) => {
      const file = await client.query(
        "select status, outcome, next_change::text, item_version, is_due from case_file where id = $1",
        [id],
      );
      const others = await client.query(
        "select partner, part, status, outcome from case_partner where case_id = $1",
        [id],
      );
      const cleared = await client.query("select manifest from case_clearance where case_id = $1", [
        id,
      ]);
      return [file.rows, others.rows, cleared.rows];
    });
  const before = await rows();
  await world().as(undefined, async (client) => {
    await client.query(
      "update case_file set status = 'refused', outcome = 'withhold', next_change = null where id = $1",
      [id],
    );
    await client.query("delete from case_clearance where case_id = $1", [id]);
    await client.query("update case_partner set outcome = 'hold' where case_id = $1", [id]);
  });
  await decideCase(id, world().ports);
  expect(await rows()).toEqual(before);
});

test("two groups of people sign for two services, and neither for the other's case", async () => {
  const { military, civil } = world();
  const item = await submitReport(world(), { by: military.officer });
  const { case: id } = await openReport(world(), ["alder"], { item, by: military.officer });
  await expect(approve(world(), id, civil.head, "head")).rejects.toMatchObject({
    code: "not-found",
  });
  // Not even where somebody gets in past our functions: a role counts in its own service.
  await world().as(undefined, (client) =>
    client.query(
      `insert into case_party
       select case_id, $2, null, status, outcome, is_due, updated, at from case_party where case_id = $1`,
      [id, civil.head],
    ),
  );
  await expect(approve(world(), id, civil.head, "head")).rejects.toMatchObject({
    code: "not-allowed",
    message: expect.stringContaining("holds no role") as string,
  });
  await step(world(), id, military.officer, state("state:necessity"));
  await step(world(), id, military.officer, state("state:proportionality"));
  // The report is the civil service's own, so to this one it is a third party's.
  await step(world(), id, military.officer, {
    kind: "consent",
    originator: "identity--10a10000-0000-4000-8000-000000000001",
    partner: "alder",
    purpose: REQUEST.purpose,
    scope: "This report as it is",
    evidence: "Letter of the Lowland Service, 2026/77",
  });
  await approve(world(), id, military.head, "head");
  const cleared = await approve(world(), id, military.assessor, "second-assessor");
  expect(cleared.clearance).toBeDefined();
});
