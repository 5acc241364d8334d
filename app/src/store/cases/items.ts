import { sql } from "kysely";
import type { Moment } from "../column.ts";
import type { SealedValue } from "../log/sealed-values.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { lookup, statement, type Lookup, type Statement } from "../transaction/statement.ts";
import { sealedIn, type SealedColumns } from "./columns.ts";

/** The name under which the entry of an item's version commits to what is sealed of it. */
export const ITEM_CONTENT = "item";

/** An item as it is known now. */
export interface ItemRow {
  readonly id: string;
  readonly sha256: Uint8Array;
  readonly original: Uint8Array;
  readonly version: number;
  /** The hash of its facts sheet. */
  readonly facts: Uint8Array;
  /** Undefined where it was erased. */
  readonly sealed: SealedValue | undefined;
  readonly services: readonly string[];
  readonly compartments: readonly string[];
  /** It was ordered to be deleted, whether or not that is carried out yet. */
  readonly isDeleted: boolean;
}

export interface ByMark {
  readonly by: string;
  readonly at: Moment;
}

export interface NewItem {
  readonly id: string;
  readonly sha256: Uint8Array;
  readonly size: number;
  readonly format: string;
  /** The hash of the encrypted bytes. */
  readonly original: Uint8Array;
}

/** The item with these bytes; undefined where there is none. */
export async function findItemByBytes(
  { select }: Reader,
  sha256: Uint8Array,
): Promise<string | undefined> {
  const found = select.selectFrom("item").select("id").where("sha256", "=", sha256);
  return (await found.executeTakeFirst())?.id;
}

export async function findItem({ select }: Reader, id: string): Promise<ItemRow | undefined> {
  const [found, traits] = await Promise.all([
    select.executeQuery(itemNow({ id })),
    select.executeQuery(traitsOf({ id })),
  ]);
  const [row] = found.rows;
  if (row === undefined) return undefined;
  const { sha256, original, version, facts } = row;
  return {
    id,
    sha256,
    original,
    version,
    facts,
    sealed: sealedIn(row),
    services: valuesOf(traits.rows, "service"),
    compartments: valuesOf(traits.rows, "compartment").toSorted(),
    isDeleted: traits.rows.some(({ kind }) => kind === "order"),
  };
}

function valuesOf(traits: readonly Trait[], wanted: Trait["kind"]): readonly string[] {
  return traits.filter(({ kind }) => kind === wanted).map(({ value }) => value);
}

interface ById {
  readonly id: string;
}

type NowRow = SealedColumns & Pick<ItemRow, "id" | "sha256" | "original" | "version" | "facts">;

const itemNow: Lookup<ById, NowRow> = lookup((query, { id }) =>
  query
    .selectFrom("item")
    .innerJoin("item_version", (join) =>
      join
        .onRef("item_version.item", "=", "item.id")
        .onRef("item_version.number", "=", "item.version"),
    )
    .leftJoin("sealed_value", (join) =>
      join.onRef("entry_id", "=", "item_version.entry").on("field", "=", ITEM_CONTENT),
    )
    .select(["item.id", "sha256", "original", "version", "facts"])
    .select(["entry_id", "field", "subject", "commitment", "box"])
    .where("item.id", "=", id)
    .compile(),
);

/** A service that holds an item, a compartment it is in, or that it was ordered to be deleted. */
interface Trait {
  readonly kind: "service" | "compartment" | "order";
  readonly value: string;
}

const traitsOf: Lookup<ById, Trait> = lookup((query, { id }) =>
  query
    .selectFrom("item_service")
    .select([sql<Trait["kind"]>`'service'`.as("kind"), "service as value"])
    .where("item", "=", id)
    .unionAll(
      query
        .selectFrom("item_compartment")
        .select([sql<Trait["kind"]>`'compartment'`.as("kind"), "compartment as value"])
        .where("item", "=", id),
    )
    .unionAll(
      query
        .selectFrom("person_order_item")
        .innerJoin("person_order", "person_order.id", "person_order_item.order_id")
        .select([sql<Trait["kind"]>`'order'`.as("kind"), "person_order.kind as value"])
        .where("item", "=", id)
        .where("kind", "=", "deletion"),
    )
    .compile(),
);

/** Whether an item was ordered to be deleted. */
export async function isOrderedDeleted(
  { select }: Pick<Reader, "select">,
  item: string,
): Promise<boolean> {
  const { rows } = await select.executeQuery(deletionOf({ id: item }));
  return rows.length > 0;
}

const deletionOf: Lookup<ById, { readonly item: string }> = lookup((query, { id }) =>
  query
    .selectFrom("person_order_item")
    .innerJoin("person_order", "person_order.id", "person_order_item.order_id")
    .select("item")
    .where("item", "=", id)
    .where("kind", "=", "deletion")
    .limit(1)
    .compile(),
);

/** Adds an item; false where the same bytes are there already. */
export async function addItem(
  { change }: Transactor,
  item: NewItem,
  { by, at }: ByMark,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await change
    .insertInto("item")
    .values({ ...item, version: 1, by_person: by, at })
    .onConflict((conflict) => conflict.column("sha256").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export interface NewItemVersion {
  readonly item: string;
  readonly number: number;
  readonly entry: string;
  readonly facts: Uint8Array;
}

/**
 * Adds a version. A later one than the first moves the item on, with the cases on it marked to be decided
 * again; false where another version came first.
 */
export async function addItemVersion(
  { change }: Transactor,
  { item, number, entry, facts }: NewItemVersion,
  { by, at }: ByMark,
): Promise<boolean> {
  const previous = number === 1 ? null : number - 1;
  if (previous !== null) {
    const { numUpdatedRows } = await change
      .updateTable("item")
      .set({ version: number })
      .where("id", "=", item)
      .where("version", "=", previous)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) return false;
  }
  await change
    .insertInto("item_version")
    .values({ item, number, previous, entry, facts, by_person: by, at })
    .execute();
  if (previous !== null) await markCasesOf(change, item);
  return true;
}

async function markCasesOf(change: Transactor["change"], item: string): Promise<void> {
  await change
    .updateTable("case_file")
    .set((eb) => ({ recheck: true, revision: eb("revision", "+", 1) }))
    .where("item", "=", item)
    .where("status", "in", ["open", "refused"])
    .execute();
}

/**
 * Fails, as what is cast is no number then, where an item was ordered to be deleted. To be run once the
 * item is locked: orders lock it too.
 */
export async function refuseOrderedDeleted({ change }: Transactor, item: string): Promise<void> {
  await change.executeQuery(castNotDeleted({ id: item }));
}

const castNotDeleted: Statement<ById, unknown> = statement((query, { id }) =>
  sql`
    select cast(case when exists (
      select person_order_item.item
      from person_order_item
      inner join person_order on person_order.id = person_order_item.order_id
      where person_order_item.item = ${id}::uuid and person_order.kind = 'deletion'
    ) then 'deleted' else '0' end as int4) as kept
  `.compile(query),
);

/** The version of an item, locked against change until the transaction ends. */
export async function itemVersionNow({ change }: Transactor, item: string): Promise<number> {
  const [found] = (await change.executeQuery(lockedVersion({ id: item }))).rows;
  if (found === undefined) throw new Error(`the item ${item} is gone`);
  return found.version;
}

const lockedVersion: Statement<ById, { readonly version: number }> = statement((query, { id }) =>
  query.selectFrom("item").select("version").where("id", "=", id).forShare().compile(),
);

/** Locks an item in the same way, and fails where its version is another. */
export async function refuseOtherVersion(
  { change }: Transactor,
  item: string,
  version: number,
): Promise<void> {
  await change.executeQuery(castSameVersion({ id: item, version }));
}

const castSameVersion: Statement<ById & { readonly version: number }, unknown> = statement(
  (query, { id, version }) =>
    sql`
      select cast(case when item.version = ${version}::int8 then '0' else 'another' end as int4) as same
      from item
      where item.id = ${id}::uuid
      for share
    `.compile(query),
);

/**
 * Keeps everybody off these items until the transaction ends: steps on their cases, orders and holds take
 * the items first, so that they see each other.
 */
export async function lockItems({ change }: Transactor, items: readonly string[]): Promise<void> {
  if (items.length === 0) return;
  await change
    .selectFrom("item")
    .select("id")
    .where("id", "in", items)
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** One of the own services holds an item; again does nothing. */
export async function addItemService(
  { change }: Transactor,
  item: string,
  service: string,
  { by, at }: ByMark,
): Promise<void> {
  await change
    .insertInto("item_service")
    .values({ item, service, by_person: by, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** An item is in these compartments; again does nothing. */
export async function addItemCompartments(
  { change }: Transactor,
  item: string,
  compartments: readonly string[],
  { by, at }: ByMark,
): Promise<void> {
  await sql`
    insert into item_compartment (item, compartment, by_person, at)
    select ${item}::uuid, added.compartment, ${by}::uuid, ${at}::timestamptz
    from unnest(${compartments}::text[]) as added (compartment)
    on conflict do nothing
  `.execute(change);
}
