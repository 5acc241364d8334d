import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";

export interface IntakeRow {
  readonly id: string;
  readonly partner: string;
  readonly collection: string;
  readonly credential: string;
  readonly at: Moment;
}

export interface IntakeObjectRow {
  readonly object: string;
  readonly version: string;
  readonly state: string;
  readonly message: string | null;
  /** The hash of the encrypted bytes; null for what was not taken in. */
  readonly content: Uint8Array | null;
}

/** Adds what a partner sent in one request; false where it is there already. */
export async function addIntake(
  { change }: Transactor,
  row: IntakeRow,
  objects: readonly IntakeObjectRow[],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("intake")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  if (objects.length === 0) return true;
  const rows = objects.map(({ object, ...rest }, i) => ({
    ...rest,
    intake: row.id,
    nth: i + 1,
    object_id: object,
    item: null,
  }));
  await change.insertInto("intake_object").values(rows).execute();
  return true;
}

/** What became of what a partner sent; undefined for another's. */
export async function findIntake(
  { select }: Reader,
  partner: string,
  id: string,
): Promise<
  { readonly at: Moment; readonly objects: readonly Omit<IntakeObjectRow, "content">[] } | undefined
> {
  const rows = await select
    .selectFrom("intake as i")
    .leftJoin("intake_object as o", "o.intake", "i.id")
    .select(["i.at", "o.object_id as object", "o.version", "o.state", "o.message"])
    .where("i.id", "=", id)
    .where("i.partner", "=", partner)
    .orderBy("o.nth")
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const objects = rows.flatMap(({ object, version, state, message }) =>
    object === null || version === null || state === null
      ? []
      : [{ object, version, state, message }],
  );
  return { at: first.at, objects };
}
