import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import { lookup, statement, type Lookup, type Statement } from "../transaction/statement.ts";
import { together } from "../transaction/together.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

/** One signature a clearance stands on; `expires` is the last day of an approval. */
export interface ClearanceStepRow {
  readonly partner: string;
  readonly role: string;
  readonly by: string;
  readonly approval: string | null;
  readonly permission: string | null;
  readonly expires: Day;
}

export interface ClearanceRow {
  readonly id: string;
  readonly manifest: Uint8Array;
  readonly steps: readonly ClearanceStepRow[];
}

/** The clearance of a case that holds now. */
export async function readClearance(
  { select }: Reader,
  id: string,
): Promise<ClearanceRow | undefined> {
  const { rows } = await select.executeQuery(clearanceOf({ id }));
  const [first] = rows;
  if (first === undefined) return undefined;
  const steps = rows.flatMap(({ partner, role, approver, approval, permission, expires }) =>
    partner === null || role === null || approver === null || expires === null
      ? []
      : [{ partner, role, by: approver, approval, permission, expires }],
  );
  return { id: first.clearance, manifest: first.manifest, steps };
}

interface StepOfClearance extends Pick<ClearanceStepRow, "approval" | "permission"> {
  readonly clearance: string;
  readonly manifest: Uint8Array;
  readonly nth: number;
  readonly partner: string | null;
  readonly role: string | null;
  readonly approver: string | null;
  readonly expires: Day | null;
}

const clearanceOf: Lookup<{ readonly id: string }, StepOfClearance> = lookup((query, { id }) =>
  query
    .selectFrom("case_clearance")
    .innerJoin("clearance_step", "clearance_step.demand", "case_clearance.clearance")
    .select(["clearance", "case_clearance.manifest", "nth", "partner", "role"])
    .select(["approver", "approval", "permission", "expires"])
    .where("case_clearance.case_id", "=", id)
    .orderBy("nth")
    .compile(),
);

export interface NewClearance extends ClearanceRow {
  readonly case: string;
  readonly on: Day;
  readonly at: Moment;
}

/**
 * Writes what was demanded, that it is met step by step, and that the case may be released. The database
 * refuses it where a step has no approval or permission of its own, or one that has run out.
 */
export async function addClearance(transactor: Transactor, one: NewClearance): Promise<void> {
  const { change } = transactor;
  const { id, manifest, steps, at } = one;
  const usesPermissions = steps.some(({ permission }) => permission !== null);
  const ends = usesPermissions ? await lastDaysOf(transactor, steps) : new Map<string, Day>();
  const row = { id, case_id: one.case, manifest, roles: steps.length, at };
  const demanded = steps.map(({ partner, role }, i) => ({ demand: id, nth: i + 1, partner, role }));
  await together([
    change.executeQuery(insertDemand(row)),
    demanded.length === 0
      ? undefined
      : change.executeQuery(change.insertInto("demand_role").values(demanded)),
    change.executeQuery(change.insertInto("clearance_step").values(stepsOf(one, ends))),
    change.executeQuery(insertClearance(row)),
    change.executeQuery(putCaseClearance(row)),
  ]);
}

interface Demand {
  readonly id: string;
  readonly case_id: string;
  readonly manifest: Uint8Array;
  readonly roles: number;
  readonly at: Moment;
}

const insertDemand: Statement<Demand, unknown> = statement(
  (query, { id, case_id, manifest, roles, at }) =>
    query.insertInto("demand").values({ id, case_id, manifest, roles, at }).compile(),
);

const insertClearance: Statement<Demand, unknown> = statement(
  (query, { id, case_id, manifest, roles, at }) =>
    query.insertInto("clearance").values({ id, case_id, manifest, roles, at }).compile(),
);

const putCaseClearance: Statement<Demand, unknown> = statement(
  (query, { id: clearance, case_id, manifest }) =>
    query
      .insertInto("case_clearance")
      .values({ case_id, manifest, clearance })
      .onConflict((conflict) => conflict.column("case_id").doUpdateSet({ clearance, manifest }))
      .compile(),
);

/** Step 0 meets nothing; each other one stands on the one before it. */
function stepsOf(one: NewClearance, ends: ReadonlyMap<string, Day>) {
  const shared = { demand: one.id, case_id: one.case, manifest: one.manifest, on_day: one.on };
  const nothing = { partner: null, role: null, approver: null, approval: null, permission: null };
  const rows = one.steps.map(({ by, ...step }, i) => ({
    ...shared,
    ...step,
    nth: i + 1,
    previous: i,
    expires: ends.get(step.permission ?? "") ?? step.expires,
    approver: by,
  }));
  return [{ ...shared, ...nothing, nth: 0, previous: null, expires: null }, ...rows];
}

/** The last days of permissions, as they were given: that one was ended does not change it. */
async function lastDaysOf(
  { select }: Transactor,
  steps: readonly ClearanceStepRow[],
): Promise<ReadonlyMap<string, Day>> {
  const ids = steps.flatMap(({ permission }) => (permission === null ? [] : [permission]));
  if (ids.length === 0) return new Map();
  const rows = await select
    .selectFrom("permission")
    .select(["id", "until_day"])
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row.until_day]));
}

/** The case may not be released any more. */
export async function dropClearance({ change }: Transactor, id: string): Promise<void> {
  await change.executeQuery(change.deleteFrom("case_clearance").where("case_id", "=", id));
}
