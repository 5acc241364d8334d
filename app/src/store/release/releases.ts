import type { Moment } from "../column.ts";
import { anyOf } from "../log/ledger-rows.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

export interface ReleaseRow {
  readonly id: string;
  readonly case: string;
  readonly manifest: Uint8Array;
  readonly clearance: string;
  readonly at: Moment;
  readonly copies: readonly ReleaseCopyRow[];
}

export interface ReleaseCopyRow {
  readonly collection: string;
  readonly partner: string;
  readonly medium: string;
  readonly copy: string;
  readonly sha256: Uint8Array;
}

/** Adds a release with its copies; each waits to be shown until a checkpoint covers the entry. */
export async function addRelease(
  { change }: Transactor,
  { case: case_id, copies, ...row }: ReleaseRow,
): Promise<void> {
  await change
    .insertInto("release")
    .values({ ...row, case_id })
    .execute();
  if (copies.length === 0) return;
  const shared = { release: row.id, case_id };
  await change
    .insertInto("release_copy")
    .values(copies.map((copy) => ({ ...shared, ...copy })))
    .execute();
  await change
    .insertInto("disclosure_pending")
    .values(copies.map(({ collection }) => ({ what: row.id, collection })))
    .execute();
}

export async function findRelease(reader: Reader, id: string): Promise<ReleaseRow | undefined> {
  const { select } = reader;
  const row = await select
    .selectFrom("release")
    .select(["id", "case_id as case", "manifest", "clearance", "at"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const copies = await select
    .selectFrom("release_copy")
    .select(["collection", "partner", "medium", "copy", "sha256"])
    .where("release", "=", id)
    .orderBy("partner")
    .orderBy("collection")
    .execute();
  return { ...row, copies };
}

/** One copy that left. */
export interface LeftRow {
  readonly item: string;
  readonly case: string;
  readonly release: string;
  readonly at: Moment;
  readonly partner: string;
  readonly medium: string;
  readonly sha256: Uint8Array;
  readonly disclosed: Moment | null;
  readonly recalled: string | null;
}

/** What left of these items, the earliest first; once for each recall of it. */
export async function leftOf({ select }: Reader, items: readonly string[]): Promise<LeftRow[]> {
  if (items.length === 0) return [];
  return await select
    .selectFrom("case_file as f")
    .innerJoin("release as r", "r.case_id", "f.id")
    .innerJoin("release_copy as c", "c.release", "r.id")
    .leftJoin("disclosure as d", (join) =>
      join.onRef("d.what", "=", "c.release").onRef("d.collection", "=", "c.collection"),
    )
    .leftJoin("recall_copy as b", (join) =>
      join.onRef("b.release", "=", "c.release").onRef("b.collection", "=", "c.collection"),
    )
    .select(["f.item", "f.id as case", "r.id as release", "r.at", "c.partner"])
    .select(["c.medium", "c.sha256", "d.at as disclosed", "b.recall as recalled"])
    .where("f.item", "=", anyOf(items))
    .orderBy("r.at")
    .orderBy("r.id")
    .orderBy("c.collection")
    .execute();
}

/** Under what something was shown, and where. */
export interface ShownRow {
  readonly what: string;
  readonly collection: string;
  readonly partner: string;
}

/** Of items and cases: the releases of which something is shown, with their places, and recalls of these. */
export async function shownOf(
  { select }: Reader,
  subjects: readonly string[],
): Promise<ShownRow[]> {
  const released = select
    .selectFrom("case_file as f")
    .innerJoin("release_copy as c", "c.case_id", "f.id")
    .select(["c.release as what", "c.collection", "c.partner"])
    .where((eb) => eb.or([eb("f.id", "=", anyOf(subjects)), eb("f.item", "=", anyOf(subjects))]));
  const recalled = select
    .selectFrom("case_file as f")
    .innerJoin("release as r", "r.case_id", "f.id")
    .innerJoin("recall_copy as b", "b.release", "r.id")
    .select(["b.recall as what", "b.collection", "b.partner"])
    .where((eb) => eb.or([eb("f.id", "=", anyOf(subjects)), eb("f.item", "=", anyOf(subjects))]));
  return await select
    .selectFrom(released.union(recalled).as("one"))
    .selectAll()
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("outbox as o")
          .select("o.position")
          .whereRef("o.what", "=", "one.what")
          .whereRef("o.collection", "=", "one.collection"),
      ),
    )
    .execute();
}
