import { describe, expect, test } from "vitest";
import { addDays } from "../../../src/core/day.ts";
import { endGrant } from "../../../src/store/people/grants.ts";
import { decideNow } from "../../../src/usecases/cases/deciding/decide-now.ts";
import { listDuties } from "../../../src/usecases/cases/duties/list-duties.ts";
import { passDays } from "../../../src/usecases/cases/deciding/pass-days.ts";
import {
  recordStanding,
  registerPartner,
} from "../../../src/usecases/cases/partners/register-partner.ts";
import { submitItem } from "../../../src/usecases/cases/items/submit-item.ts";
import type { WeightingNote } from "../../../src/core/partner.ts";
import {
  approve,
  openReport,
  PLAIN,
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

/** Walks days, nobody touching anything, until the case comes out otherwise; the day on which it did. */
async function walkUntilClosed(id: string, last: string): Promise<string | undefined> {
  for (let day = addDays(today(), 1); day <= last; day = addDays(day, 1)) {
    world().setDay(day);
    const { failed } = await passDays(world().now, world().ports);
    expect(failed).toEqual([]);
    if (!(await isCleared(id))) return day;
  }
  return undefined;
}

function today(): string {
  return world().now.slice(0, 10);
}

async function isCleared(id: string): Promise<boolean> {
  return world().as("auditor", async (client) => {
    const { rows } = await client.query("select 1 from case_clearance where case_id = $1", [id]);
    return rows.length === 1;
  });
}

describe("a case that may be released falls on the day after the last day of", () => {
  test("a consent", async () => {
    const { officer } = world().civil;
    const { ports } = world();
    const bytes = new TextEncoder().encode("TLP:AMBER\nMail is read at ministries in Linde.\n");
    const facts = {
      ...PLAIN,
      subjectKnown: true,
      concerns: ["XL"],
      originatorsKnown: true,
      originators: ["other-service"],
      classification: "none",
    };
    const stated = [{ facts, evidence: "Evaluation sheet" }];
    const sent = { by: officer, name: "consent.txt", bytes, stated, persons: [] };
    const { item } = await submitItem(sent, ports);
    const { case: id } = await openReport(world(), ["linde"], { item });
    await stateNeed(world(), id);
    await step(world(), id, officer, {
      kind: "ask-consent",
      originator: "other-service",
      partner: "linde",
      scope: "This report as it is",
      due: addDays(today(), 5),
    });
    expect(await isCleared(id)).toBe(false);
    const expires = addDays(today(), 10);
    const consent = {
      kind: "consent",
      originator: "other-service",
      partner: "linde",
      purpose: REQUEST.purpose,
      scope: "This report as it is",
      evidence: "Letter 2026/12",
      expires,
    } as const;
    const given = await step(world(), id, officer, consent);
    expect(given.duties.find((one) => one.id.startsWith("consent "))).toMatchObject({ done: true });
    expect(await isCleared(id)).toBe(true);
    expect(given.nextChange).toBeDefined();
    expect(await walkUntilClosed(id, addDays(expires, 30))).toBe(addDays(expires, 1));
    await expect(decideNow(id, ports)).rejects.toMatchObject({ code: "not-allowed" });
  });

  test("a mandate, and of an approval that was given for less long", async () => {
    const { assessor } = world().civil;
    const ends = addDays(today(), 12);
    const acting = await world().person("lowland", "Acting head");
    await world().grant(acting, "head", "2026-01-01", ends);
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    await approve(world(), id, acting, "head", { expires: addDays(today(), 90) });
    await approve(world(), id, assessor, "second-assessor");
    expect(await isCleared(id)).toBe(true);
    const { clearance } = await view(world(), id, assessor);
    expect(clearance?.signatures.map(({ expires }) => expires).toSorted()[0]).toBe(ends);
    const { case: shorter } = await openReport(world(), ["alder"]);
    await stateNeed(world(), shorter);
    const days = addDays(today(), 3);
    await approve(world(), shorter, acting, "head", { expires: days });
    await approve(world(), shorter, assessor, "second-assessor");
    expect(await walkUntilClosed(shorter, ends)).toBe(addDays(days, 1));
    expect(await isCleared(id)).toBe(true);
    expect(await walkUntilClosed(id, addDays(ends, 5))).toBe(addDays(ends, 1));
    await expect(approve(world(), id, acting, "head")).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("a note's review date", async () => {
    const { head } = world().civil;
    const reviewBy = addDays(today(), 6);
    const model = world().standing("linde");
    const note: WeightingNote = { ...(model.note as WeightingNote), reviewBy };
    const standing = { ...model, id: "hornbeam", ids: [], note };
    const registered = { kind: "partner", standing } as const;
    await registerPartner({ by: head, registered }, world().ports);
    const { case: id } = await openReport(world(), ["hornbeam"]);
    await stateNeed(world(), id);
    expect(await isCleared(id)).toBe(true);
    expect(await walkUntilClosed(id, addDays(reviewBy, 5))).toBe(addDays(reviewBy, 1));
  });

  test("a standing that another one follows on a day that was recorded before", async () => {
    const { head } = world().civil;
    const standing = { ...world().standing("linde"), id: "rosewood", ids: [] };
    const registered = { kind: "partner", standing } as const;
    await registerPartner({ by: head, registered }, world().ports);
    const { case: id } = await openReport(world(), ["rosewood"]);
    await stateNeed(world(), id);
    const from = addDays(today(), 4);
    const { note: _, ...bare } = standing;
    await recordStanding(
      { by: head, registered: { kind: "partner", standing: bare }, from },
      world().ports,
    );
    expect(await walkUntilClosed(id, addDays(from, 3))).toBe(from);
  });
});

test("a role that was taken back as of an earlier day voids what was signed under it since", async () => {
  const { assessor } = world().civil;
  const acting = await world().person("lowland", "Never head");
  const grant = await world().grant(acting, "head", "2026-01-01");
  const { case: id } = await openReport(world(), ["alder"]);
  await stateNeed(world(), id);
  await approve(world(), id, acting, "head");
  await approve(world(), id, assessor, "second-assessor");
  expect(await isCleared(id)).toBe(true);
  const mark = { by: world().administrator, at: world().now };
  const { store } = world().site;
  await store
    .as("app")
    .transact(grant, (transactor) => endGrant(transactor, grant, addDays("2026-01-01", 5), mark));
  expect(await passDays(world().now, world().ports)).toEqual({ decided: 1, failed: [] });
  expect(await isCleared(id)).toBe(false);
  expect(await passDays(world().now, world().ports)).toEqual({ decided: 0, failed: [] });
});

describe("a duty", () => {
  test("becomes overdue and comes before the head, once in the ledger, and is never lost", async () => {
    const { officer, head, minister } = world().civil;
    const request = {
      ...REQUEST,
      urgentWeighty: "The attack is prepared for tomorrow night and people may die",
    };
    const { case: id, duties } = await openReport(world(), ["linde"], { request });
    const due = duties.find((one) => one.id === "after-review")?.due ?? "";
    expect(due).toBe(addDays(today(), 3));
    await step(world(), id, officer, {
      kind: "amend",
      recipients: ["linde"],
      request: REQUEST,
    });
    world().setDay(due);
    await passDays(world().now, world().ports);
    const asOf = async (by: string, escalated?: true): Promise<unknown> => {
      const page = await listDuties(
        { by, ...(escalated === undefined ? {} : { escalated }) },
        world().ports,
      );
      return page.duties.filter((one) => one.case === id);
    };
    expect(await asOf(officer)).toMatchObject([{ id: "after-review", due, overdue: false }]);
    world().setDay(addDays(due, 1));
    await passDays(world().now, world().ports);
    await passDays(world().now, world().ports);
    expect(await asOf(head, true)).toMatchObject([
      { id: "after-review", overdue: true, escalatesTo: "head" },
    ]);
    expect(await asOf(minister, true)).toEqual([]);
    expect(await world().kinds(id)).toMatchObject({ "duties-overdue": 1 });
    await step(world(), id, head, { kind: "review", duty: "after-review", says: SAYS });
    expect(await asOf(head)).toEqual([]);
  });

  test("of a case that was withdrawn still falls due", async () => {
    const { officer } = world().civil;
    const request = {
      ...REQUEST,
      urgentWeighty: "The attack is prepared for tomorrow night and people may die",
    };
    const { case: id } = await openReport(world(), ["linde"], { request });
    const ended = await step(world(), id, officer, { kind: "withdraw", says: SAYS });
    expect(ended.nextChange).toBeDefined();
    for (let days = 0; days < 5; days += 1) {
      world().setDay(addDays(today(), 1));
      await passDays(world().now, world().ports);
    }
    expect(await world().kinds(id)).toMatchObject({ "duties-overdue": 1 });
  });
});

test("where nothing is due, a day that passes writes nothing", async () => {
  await passDays(world().now, world().ports);
  const before = await world().entries();
  expect(await passDays(world().now, world().ports)).toEqual({ decided: 0, failed: [] });
  expect(await world().entries()).toHaveLength(before.length);
});

test("a case that cannot be decided holds up no other", async () => {
  const { officer } = world().civil;
  const item = await submitReport(world());
  const { case: broken } = await openReport(world(), ["linde"], { item });
  const { case: fine } = await openReport(world(), ["linde"], { item });
  await step(world(), fine, officer, state("state:necessity"));
  const before = await world().as(undefined, async (client) => {
    await client.query("update case_file set recheck = true where id in ($1, $2)", [broken, fine]);
    const { rows } = await client.query<{ box: Buffer }>(
      `select box from sealed_value where entry_id = (select id from act where case_id = $1)`,
      [broken],
    );
    await client.query(
      `update sealed_value set box = '\\x00'
       where entry_id = (select id from act where case_id = $1)`,
      [broken],
    );
    return rows[0]?.box;
  });
  const passed = await passDays(world().now, world().ports);
  expect(passed.decided).toBe(1);
  expect(passed.failed).toMatchObject([{ case: broken }]);
  await world().as(undefined, async (client) => {
    await client.query(
      `update sealed_value set box = $2
       where entry_id = (select id from act where case_id = $1)`,
      [broken, before],
    );
  });
  expect((await passDays(world().now, world().ports)).failed).toEqual([]);
});
