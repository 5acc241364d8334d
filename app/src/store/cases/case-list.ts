import { sql, type RawBuilder } from "kysely";
import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import type { Reader } from "../transaction/transaction.ts";
import { anyText, noneOfText } from "./columns.ts";
import { toDuty, type DutyRow } from "./duties.ts";

/** Whose cases: all of a service, or those in it that somebody takes part in. */
interface Whose {
  readonly service: string;
  readonly person?: string;
}

export interface CaseList {
  readonly of: Whose;
  /** What the reader may look into. */
  readonly compartments: readonly string[];
  readonly status?: string;
  readonly outcome?: string;
  readonly partner?: string;
  readonly isDue?: boolean;
  readonly after?: { readonly updated: Moment; readonly id: string };
  readonly most: number;
}

export interface CaseListRow {
  readonly id: string;
  readonly service: string;
  readonly item: string;
  readonly requester: string;
  readonly opened: Moment;
  readonly updated: Moment;
  readonly status: string;
  readonly outcome: string;
  readonly isDue: boolean;
  readonly acts: number;
  readonly clearance: string | null;
}

/**
 * A page of cases, those changed last first. Each way of asking begins with an index in that order, so
 * that a page costs the same however many cases there are.
 */
export async function listCases({ select }: Reader, list: CaseList): Promise<CaseListRow[]> {
  const { from, id } = tableOf(list);
  const found = sql<CaseListRow>`(
    select c.id, c.service, c.item, c.requester, c.opened, c.updated, c.status, c.outcome,
      c.is_due as "isDue", c.seq as acts, k.clearance
    from (
      select ${id} as id, l.updated from ${from}
      where ${all(conditionsOf(list, id))}
      order by l.updated desc, ${id} desc
      limit ${list.most}
    ) as page
    join case_file as c on c.id = page.id
    left join case_clearance as k on k.case_id = page.id
  )`;
  return await select
    .selectFrom(found.as("found"))
    .selectAll()
    .orderBy("updated", "desc")
    .orderBy("id", "desc")
    .execute();
}

type Piece = RawBuilder<unknown>;

/** The table whose index has the most of the question, as "l", and its column with the case's id. */
function tableOf({ of, partner }: CaseList): { readonly from: Piece; readonly id: Piece } {
  if (of.person !== undefined) return { from: sql`case_party as l`, id: sql`l.case_id` };
  if (partner !== undefined) return { from: sql`case_partner as l`, id: sql`l.case_id` };
  return { from: sql`case_file as l`, id: sql`l.id` };
}

function conditionsOf(list: CaseList, id: Piece): readonly Piece[] {
  const { of, partner, status, outcome, isDue, after } = list;
  const whose =
    of.person === undefined ? sql`l.service = ${of.service}` : sql`l.person = ${of.person}::uuid`;
  return [
    whose,
    ...(partner === undefined ? [] : [isFor(of, partner, id)]),
    ...(status === undefined ? [] : [sql`l.status = ${status}`]),
    ...(outcome === undefined ? [] : [sql`l.outcome = ${outcome}`]),
    ...(isDue === undefined ? [] : [sql`l.is_due = ${isDue}`]),
    ...(after === undefined
      ? []
      : [sql`(l.updated, ${id}) < (${after.updated}::timestamptz, ${after.id}::uuid)`]),
    isInside(id, list.compartments),
  ];
}

function isFor(of: Whose, partner: string, id: Piece): Piece {
  if (of.person === undefined) return sql`l.partner = ${partner} and l.part <> 'former'`;
  return sql`exists (
    select 1 from case_partner as p
    where p.case_id = ${id} and p.partner = ${partner} and p.part <> 'former'
  )`;
}

/** In no compartment, of its own or of its item, that is none of these. */
function isInside(id: Piece, compartments: readonly string[]): Piece {
  const outside = noneOfText(compartments);
  return sql`not exists (
    select 1 from case_compartment as o where o.case_id = ${id} and o.compartment <> ${outside}
  ) and not exists (
    select 1 from case_file as f join item_compartment as o on o.item = f.item
    where f.id = ${id} and o.compartment <> ${outside}
  )`;
}

export interface DutyList {
  readonly of: Whose;
  readonly compartments: readonly string[];
  readonly isDone: boolean;
  readonly by?: Day;
  readonly escalatedTo?: readonly string[];
  readonly after?: { readonly due: Day; readonly case: string; readonly id: string };
  readonly most: number;
}

export interface DutyListRow extends DutyRow {
  readonly case: string;
  readonly service: string;
}

/** A page of duties, the one that is due first first. */
export async function listDuties({ select }: Reader, list: DutyList): Promise<DutyListRow[]> {
  const { of, compartments, isDone, by, escalatedTo, after, most } = list;
  const conditions = [
    sql`d.service = ${of.service}`,
    ...(of.person === undefined ? [] : [takesPart(of.person)]),
    sql`d.done = ${isDone}`,
    ...(by === undefined ? [] : [sql`d.due <= ${by}::date`]),
    ...(escalatedTo === undefined
      ? []
      : [sql`d.overdue = true and d.escalates_to = ${anyText(escalatedTo)}`]),
    ...(after === undefined
      ? []
      : [
          sql`(d.due, d.case_id, d.id) > (${after.due}::date, ${after.case}::uuid, ${after.id}::text)`,
        ]),
    isInside(sql`d.case_id`, compartments),
  ];
  const found = sql<RawDuty>`(
    select d.case_id as "case", d.service, d.id, d.says, d.basis, d.due, d.done, d.overdue,
      d.escalates_to
    from duty as d where ${all(conditions)}
    order by d.due, d.case_id, d.id limit ${most}
  )`;
  const rows = await select
    .selectFrom(found.as("found"))
    .selectAll()
    .orderBy("due")
    .orderBy("case")
    .orderBy("id")
    .execute();
  return rows.map((row) => {
    const { case: id, service, ...duty } = row;
    return { case: id, service, ...toDuty(duty) };
  });
}

function takesPart(person: string): Piece {
  return sql`exists (
    select 1 from case_party as p where p.case_id = d.case_id and p.person = ${person}::uuid
  )`;
}

interface RawDuty extends Omit<DutyListRow, "escalatesTo" | "basis"> {
  readonly escalates_to: string;
  readonly basis: string;
}

function all(conditions: readonly Piece[]): Piece {
  return sql.join([...conditions], sql` and `);
}
