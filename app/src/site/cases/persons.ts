import { randomUUID } from "node:crypto";
import type { Outcome } from "../../core/deciding/verdict.ts";
import { LedgerError } from "../../ledger/ledger-error.ts";
import { eraseSubject } from "../../ledger/seal/erase.ts";
import { lockItems } from "../../store/cases/items.ts";
import {
  addHold,
  addOrder,
  casesMentioning,
  endHold,
  erasuresToDo,
  isHeld,
  itemsMentioning,
  markErased,
  runningHolds,
  type ErasureToDo,
} from "../../store/cases/persons.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import type {
  Mark,
  Mentions,
  Ordered,
  OrderToKeep,
  PersonStore,
  Written,
} from "../../usecases/cases/ports.ts";
import type { StoredStatus } from "../../usecases/cases/records.ts";
import { Denied } from "../../usecases/people/denied.ts";
import { eraserOf } from "../eraser.ts";
import { takeErased } from "../release/take-erased.ts";
import type { Site } from "../site.ts";
import { Changed, unlessChanged } from "./changed.ts";
import { UUID } from "./colleagues.ts";
import { enterAll, sealEntries } from "./entries.ts";
import { handlesOf } from "./handles.ts";

/** What is held about persons, in a site's database, keys and ledger. */
export function personStore(site: Site): PersonStore {
  return {
    idOf: async (texts) => {
      const [first] = await handlesOf(texts, site);
      return Buffer.from(first ?? []).toString("hex");
    },
    search: (texts) => search(texts, site),
    hold: (texts, words, mark) => hold(texts, words, mark, site),
    endHold: (id, mark) => end(id, mark, site),
    order: (order, mark) => keepOrder(order, mark, site),
    executeOrders: () => executeOrders(site),
  };
}

async function search(texts: readonly string[], site: Site): Promise<Mentions> {
  const handles = await handlesOf(texts, site);
  return site.store.as("app").read(async (reader) => {
    const items = await itemsMentioning(reader, handles);
    const ids = items.map(({ item }) => item);
    const cases = await casesMentioning(reader, handles, ids);
    return {
      items: items.map(({ item, sha256 }) => ({
        item,
        sha256: Buffer.from(sha256).toString("hex"),
      })),
      cases: cases.map(({ id, status, outcome, ...row }) => ({
        ...row,
        case: id,
        status: status as StoredStatus,
        outcome: outcome as Outcome,
      })),
      holds: await runningHolds(reader, handles),
    };
  });
}

/** Takes the items first, as orders do: of a hold and an order at the same instant one sees the other. */
async function hold(
  texts: readonly string[],
  words: string,
  mark: Mark,
  site: Site,
): Promise<void> {
  const { id, by, at } = mark;
  const personal = { complaint: { subject: id, value: words } };
  const entries = await sealEntries([{ id, kind: "hold", at, body: { by }, personal }], site);
  const handles = await handlesOf(texts, site);
  await site.store.as("app").transact(
    id,
    async (transactor) => {
      const items = await itemsMentioning(transactor, handles);
      await lockItems(
        transactor,
        items.map(({ item }) => item),
      );
      await addHold(transactor, handles, mark);
      await enterAll(transactor, entries, at, site);
      return true;
    },
    { isolation: "read committed", settled: (reader) => isThere(reader, "hold", id) },
  );
}

async function end(holdId: string, mark: Mark, site: Site): Promise<Written> {
  if (!UUID.test(holdId)) return "changed";
  const { id, by, at } = mark;
  const body = { hold: holdId, by };
  const entries = await sealEntries([{ id, kind: "hold-end", at, body, personal: {} }], site);
  return unlessChanged(() =>
    site.store.as("app").transact(id, async (transactor) => {
      if (!(await endHold(transactor, holdId, mark))) throw new Changed();
      await enterAll(transactor, entries, at, site);
    }),
  );
}

async function keepOrder(order: OrderToKeep, mark: Mark, site: Site): Promise<Ordered | "held"> {
  const { id, by, at } = mark;
  const { kind, basis, items, words } = order;
  await requireItems(items, site);
  const personal = Object.fromEntries(
    words === undefined
      ? []
      : items.map((subject, i) => [`words-${i + 1}`, { subject, value: words }] as const),
  );
  const draft = { id, kind: `${kind}-order`, at, body: { basis, items, by }, personal };
  const entries = await sealEntries([draft], site);
  return site.store.as("app").transact<Ordered | "held">(
    id,
    async (transactor) => {
      await lockItems(transactor, items);
      if (kind === "deletion" && (await isHeld(transactor, items))) return "held";
      const ordered = await addOrder(transactor, order, mark);
      await enterAll(transactor, entries, at, site);
      return ordered;
    },
    {
      isolation: "read committed",
      settled: async (reader) =>
        (await isThere(reader, "person_order", id)) === undefined
          ? undefined
          : { cases: [], duties: 0 },
    },
  );
}

async function requireItems(items: readonly string[], { store }: Site): Promise<void> {
  const known = await store.as("app").read(async ({ select }) => {
    const ids = items.filter((id) => UUID.test(id));
    if (ids.length === 0) return [];
    return select.selectFrom("item").select("id").where("id", "in", ids).execute();
  });
  const missing = items.find((id) => !known.some((row) => row.id === id));
  if (missing === undefined) return;
  const what = "there is no such item";
  throw new Denied("not-found", `item ${missing}`, what, "name those that the search shows");
}

/** What a killed process left undone is done here; an erasure that was done is no error. */
async function executeOrders(site: Site): Promise<number> {
  const app = site.store.as("app");
  const todo = await app.read((reader) => erasuresToDo(reader));
  for (const one of todo) {
    await erase(one, site);
    await takeErased([one.subject], site);
    await app.transact(randomUUID(), (transactor) => markErased(transactor, one), {
      isolation: "read committed",
      settled: async () => undefined,
    });
  }
  return todo.length;
}

async function erase({ subject, basis, by }: ErasureToDo, site: Site): Promise<void> {
  const request = { id: randomUUID(), at: new Date().toISOString(), subject, basis, by };
  try {
    await eraseSubject(request, eraserOf(site));
  } catch (error) {
    if (error instanceof LedgerError && error.code === "erased") return;
    throw error;
  }
}

async function isThere(
  { select }: Reader,
  table: "hold" | "person_order",
  id: string,
): Promise<true | undefined> {
  const found = select.selectFrom(table).select("id").where("id", "=", id);
  return (await found.executeTakeFirst()) === undefined ? undefined : true;
}
