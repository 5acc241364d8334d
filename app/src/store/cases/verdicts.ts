import { sql } from "kysely";
import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import type { ContentStore } from "../content/content.ts";
import { statement, type Statement } from "../transaction/statement.ts";
import { together } from "../transaction/together.ts";
import type { Transactor } from "../transaction/transaction.ts";

/** A verdict of a case, on its way into the store. */
export interface NewCaseVerdict {
  readonly id: string;
  readonly at: Moment;
  readonly partner: string;
  readonly outcome: string;
  /** SHA-256 of the standing, lower-case hex. */
  readonly standing: string;
  readonly facts: Uint8Array;
  readonly packs: Uint8Array;
  readonly nth: number;
}

export interface NewCaseVerdicts {
  readonly id: string;
  readonly row: { readonly seq: number; readonly decidedOn: Day };
  readonly verdicts: readonly NewCaseVerdict[];
}

/**
 * Keeps the verdicts of a case, in their order for each recipient. `hashes`: of the facts and packs they
 * rest on, which were put before.
 */
export async function addCaseVerdicts(
  { change }: Transactor,
  hashes: ReadonlyMap<Uint8Array, Uint8Array>,
  { id, row, verdicts }: NewCaseVerdicts,
): Promise<void> {
  const hashOf = (bytes: Uint8Array): Uint8Array => hashes.get(bytes) ?? bytes;
  const values = {
    case: id,
    seq: row.seq,
    on: row.decidedOn,
    ids: verdicts.map((one) => one.id),
    ats: verdicts.map(({ at }) => at),
    partners: verdicts.map(({ partner }) => partner),
    outcomes: verdicts.map(({ outcome }) => outcome),
    standings: verdicts.map(({ standing }) => Buffer.from(standing, "hex")),
    facts: verdicts.map(({ facts }) => hashOf(facts)),
    packs: verdicts.map(({ packs }) => hashOf(packs)),
    nths: verdicts.map(({ nth }) => nth),
    previous: verdicts.map(({ nth }) => (nth === 1 ? null : nth - 1)),
  };
  if (verdicts.length === 0) return;
  await together([
    change.executeQuery(insertVerdicts(values)),
    change.executeQuery(insertCaseVerdicts(values)),
  ]);
}

interface Verdicts {
  readonly case: string;
  readonly seq: number;
  readonly on: Day;
  readonly ids: readonly string[];
  readonly ats: readonly Moment[];
  readonly partners: readonly string[];
  readonly outcomes: readonly string[];
  readonly standings: readonly Uint8Array[];
  readonly facts: readonly Uint8Array[];
  readonly packs: readonly Uint8Array[];
  readonly nths: readonly number[];
  readonly previous: readonly (number | null)[];
}

const insertVerdicts: Statement<Verdicts, unknown> = statement((query, one) =>
  sql`
    insert into verdict (id, at, partner, outcome, standing, facts, packs)
    select added.id, added.at, added.partner, added.outcome, added.standing, added.facts, added.packs
    from unnest(
      ${one.ids}::uuid[],
      ${one.ats}::timestamptz[],
      ${one.partners}::text[],
      ${one.outcomes}::text[],
      ${one.standings}::bytea[],
      ${one.facts}::bytea[],
      ${one.packs}::bytea[]
    ) as added (id, at, partner, outcome, standing, facts, packs)
  `.compile(query),
);

const insertCaseVerdicts: Statement<Verdicts, unknown> = statement((query, one) =>
  sql`
    insert into case_verdict (case_id, partner, nth, verdict, seq, previous, on_day)
    select
      ${one.case}::uuid,
      added.partner,
      added.nth,
      added.verdict,
      ${one.seq}::bigint,
      added.previous,
      ${one.on}::date
    from unnest(
      ${one.ids}::uuid[],
      ${one.partners}::text[],
      ${one.nths}::bigint[],
      ${one.previous}::bigint[]
    ) as added (verdict, partner, nth, previous)
  `.compile(query),
);

/**
 * Facts and packs are the same for thousands of cases, so what is there already is not sent again. Out:
 * the hash under which each is kept.
 */
export async function putGrounds(
  transactor: Transactor,
  content: ContentStore,
  verdicts: readonly Pick<NewCaseVerdict, "facts" | "packs">[],
): Promise<ReadonlyMap<Uint8Array, Uint8Array>> {
  const put = new Map<Uint8Array, Uint8Array>();
  for (const bytes of new Set(verdicts.flatMap(({ facts, packs }) => [facts, packs]))) {
    put.set(bytes, await content.putOnce(transactor, bytes));
  }
  return put;
}
