import { createHash } from "node:crypto";
import { fixed } from "../../core/canonical-json.ts";
import type { FactsSheet } from "../../core/facts/sheet.ts";
import {
  addItem,
  addItemCompartments,
  addItemService,
  addItemVersion,
  findItem,
  findItemByBytes,
  ITEM_CONTENT,
  type ItemRow,
} from "../../store/cases/items.ts";
import { addItemMentions } from "../../store/cases/persons.ts";
import type { Store } from "../../store/open-store.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import type {
  ItemStore,
  ItemToKeep,
  ItemVersion,
  Mark,
  Written,
} from "../../usecases/cases/ports.ts";
import type { ItemContent, KnownItem } from "../../usecases/cases/records.ts";
import type { Site } from "../site.ts";
import { Changed, unlessChanged } from "./changed.ts";
import { UUID } from "./colleagues.ts";
import { enterAll, sealEntries } from "./entries.ts";
import { handlesOf } from "./handles.ts";
import { decryptItem, encryptItem } from "./item-box.ts";
import { findKey, Opener } from "./opened.ts";

/** Items in a site's database, content store, keys and ledger. */
export function itemStore(site: Site): ItemStore {
  const app = site.store.as("app");
  return {
    findBytes: (sha256) =>
      app.read((reader) => findItemByBytes(reader, Buffer.from(sha256, "hex"))),
    find: async (id) => {
      if (!UUID.test(id)) return undefined;
      return app.read((reader) => readItem(reader, id, new Opener(site.keys), site));
    },
    keep: (item, mark) => keep(item, mark, site),
    keepVersion: (version, mark) => keepVersion(version, mark, site),
    share: (id, service, mark) => share(id, service, mark, site),
    restrict: (id, compartments, mark) => restrict(id, compartments, mark, site),
    bytes: (id) => readBytes(id, site),
  };
}

/** What is known of an item now, opened. */
export async function readItem(
  reader: Reader,
  id: string,
  opener: Opener,
  { store }: Pick<Site, "store">,
): Promise<KnownItem | undefined> {
  const row = await findItem(reader, id);
  if (row === undefined) return undefined;
  const facts = await readFacts(reader, row, store);
  const content = row.isDeleted ? undefined : await opener.json<ItemContent>(row.sealed);
  return toKnown(row, facts, content);
}

/** Facts sheets by store and hash: they hold nothing personal, never change, and many items share one. */
const SHEETS: WeakMap<Store, Map<string, FactsSheet>> = new WeakMap();
const MOST_SHEETS = 500;

async function readFacts(
  reader: Reader,
  { id, facts }: ItemRow,
  store: Store,
): Promise<FactsSheet> {
  const sheets = SHEETS.get(store) ?? new Map<string, FactsSheet>();
  SHEETS.set(store, sheets);
  const name = Buffer.from(facts).toString("hex");
  const known = sheets.get(name);
  if (known !== undefined) return known;
  const bytes = await store.content.get(reader, facts);
  if (bytes === undefined) throw new Error(`the facts of item ${id} are not there`);
  const sheet = fixed(JSON.parse(Buffer.from(bytes).toString()) as FactsSheet);
  if (sheets.size >= MOST_SHEETS) sheets.delete(sheets.keys().next().value ?? "");
  sheets.set(name, sheet);
  return sheet;
}

function toKnown(row: ItemRow, facts: FactsSheet, content: ItemContent | undefined): KnownItem {
  const { id, version, services, compartments } = row;
  return {
    id,
    version,
    services,
    compartments,
    content,
    sha256: Buffer.from(row.sha256).toString("hex"),
    facts,
  };
}

/** The id of the mark is the item's, and the subject of its key. */
async function keep(item: ItemToKeep, mark: Mark, site: Site): Promise<Written> {
  const { id, at } = mark;
  const { sha256, format, service, bytes, compartments, facts } = item;
  const factsHash = createHash("sha256").update(facts).digest("hex");
  const size = bytes.length;
  const what = { item: id, sha256, size, format, service, compartments, facts: factsHash };
  const about = { ...what, ...byWhom(mark) };
  const { parent } = item.content;
  const body = parent === undefined ? about : { ...about, parent: parent.item };
  const personal = { [ITEM_CONTENT]: { subject: id, value: JSON.stringify(item.content) } };
  const entries = await sealEntries([{ id, kind: "item", at, body, personal }], site);
  const box = encryptItem(await site.keys.make(id), sha256, bytes);
  const handles = await handlesOf(item.mentions, site);
  const { content } = site.store;
  return unlessChanged(() =>
    site.store.as("app").transact(
      id,
      async (transactor) => {
        const original = await content.put(transactor, box);
        const row = { id, sha256: Buffer.from(sha256, "hex"), size, format, original };
        if (!(await addItem(transactor, row, mark))) throw new Changed();
        const hash = await content.put(transactor, facts);
        const first = { item: id, number: 1, entry: id, facts: hash };
        await addItemVersion(transactor, first, mark);
        await addItemService(transactor, id, service, mark);
        await addItemCompartments(transactor, id, compartments, mark);
        await addItemMentions(transactor, id, handles, at);
        await enterAll(transactor, entries, at, site);
        return true;
      },
      { isolation: "read committed", settled: (reader) => isKept(reader, id) },
    ),
  );
}

async function isKept({ select }: Reader, entry: string): Promise<true | undefined> {
  const found = select.selectFrom("item_version").select("entry").where("entry", "=", entry);
  return (await found.executeTakeFirst()) === undefined ? undefined : true;
}

async function keepVersion(version: ItemVersion, mark: Mark, site: Site): Promise<Written> {
  const { id, at } = mark;
  const { item, number, facts } = version;
  const factsHash = createHash("sha256").update(facts).digest("hex");
  const body = { item, number, facts: factsHash, ...byWhom(mark) };
  const personal = { [ITEM_CONTENT]: { subject: item, value: JSON.stringify(version.content) } };
  const entries = await sealEntries([{ id, kind: "item-version", at, body, personal }], site);
  const handles = await handlesOf(version.mentions, site);
  return unlessChanged(() =>
    site.store.as("app").transact(
      id,
      async (transactor) => {
        const hash = await site.store.content.put(transactor, facts);
        const next = { item, number, entry: id, facts: hash };
        if (!(await addItemVersion(transactor, next, mark))) throw new Changed();
        await addItemMentions(transactor, item, handles, at);
        await enterAll(transactor, entries, at, site);
        return true;
      },
      { isolation: "read committed", settled: (reader) => isKept(reader, id) },
    ),
  );
}

async function share(item: string, service: string, mark: Mark, site: Site): Promise<void> {
  const { id, at } = mark;
  const body = { item, service, ...byWhom(mark) };
  const entries = await sealEntries([{ id, kind: "item-shared", at, body, personal: {} }], site);
  await site.store.as("app").transact(
    id,
    async (transactor) => {
      await addItemService(transactor, item, service, mark);
      await enterAll(transactor, entries, at, site);
    },
    { isolation: "read committed", settled: async () => undefined },
  );
}

async function restrict(
  item: string,
  compartments: readonly string[],
  mark: Mark,
  site: Site,
): Promise<void> {
  const { id, at } = mark;
  const body = { item, compartments, ...byWhom(mark) };
  const entries = await sealEntries(
    [{ id, kind: "item-restricted", at, body, personal: {} }],
    site,
  );
  await site.store.as("app").transact(
    id,
    async (transactor) => {
      await addItemCompartments(transactor, item, compartments, mark);
      await enterAll(transactor, entries, at, site);
    },
    { isolation: "read committed", settled: async () => undefined },
  );
}

/** What an entry says of who did it. */
function byWhom({ by, machine }: Mark): { readonly by: string; readonly machine?: true } {
  return machine === undefined ? { by } : { by, machine };
}

async function readBytes(id: string, { store, keys }: Site): Promise<Uint8Array | undefined> {
  if (!UUID.test(id)) return undefined;
  const found = await store.as("app").read(async (reader) => {
    const row = await findItem(reader, id);
    return row && { row, box: await store.content.get(reader, row.original) };
  });
  if (found?.box === undefined || found.row.isDeleted) return undefined;
  const key = await findKey(id, keys);
  if (key === undefined) return undefined;
  return decryptItem(key, Buffer.from(found.row.sha256).toString("hex"), found.box);
}
