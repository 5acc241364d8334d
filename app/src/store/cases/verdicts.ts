import type { Day } from "../../core/day.ts";
import type { Moment } from "../column.ts";
import { ContentStore } from "../content/content.ts";
import type { Transactor } from "../transaction.ts";

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

/** Keeps the verdicts of a case, in their order for each recipient. */
export async function addCaseVerdicts(
  transactor: Transactor,
  content: ContentStore,
  { id, row, verdicts }: NewCaseVerdicts,
): Promise<void> {
  if (verdicts.length === 0) return;
  const hashes = await putOnce(transactor, content, verdicts);
  const kept = verdicts.map(({ id: verdict, at, partner, outcome, standing, facts, packs }) => ({
    id: verdict,
    at,
    partner,
    outcome,
    standing: Buffer.from(standing, "hex"),
    facts: hashes.get(facts) ?? facts,
    packs: hashes.get(packs) ?? packs,
  }));
  await transactor.change.insertInto("verdict").values(kept).execute();
  const rows = verdicts.map(({ id: verdict, partner, nth }) => ({
    case_id: id,
    partner,
    nth,
    verdict,
    seq: row.seq,
    previous: nth === 1 ? null : nth - 1,
    on_day: row.decidedOn,
  }));
  await transactor.change.insertInto("case_verdict").values(rows).execute();
}

/**
 * Facts and packs are the same for thousands of cases, so what is there already is not sent again. Out:
 * the hash under which each is kept.
 */
async function putOnce(
  transactor: Transactor,
  content: ContentStore,
  verdicts: readonly NewCaseVerdict[],
): Promise<ReadonlyMap<Uint8Array, Uint8Array>> {
  const put = new Map<Uint8Array, Uint8Array>();
  for (const bytes of new Set(verdicts.flatMap(({ facts, packs }) => [facts, packs]))) {
    const hash = Buffer.from(ContentStore.nameOf(bytes), "hex");
    const known = transactor.select.selectFrom("content").select("size").where("hash", "=", hash);
    const isThere = (await known.executeTakeFirst()) !== undefined;
    put.set(bytes, isThere ? hash : await content.put(transactor, bytes));
  }
  return put;
}
