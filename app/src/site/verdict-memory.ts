import { randomBytes } from "node:crypto";
import { LedgerError } from "../ledger/ledger-error.ts";
import { append } from "../ledger/log/append.ts";
import { openField } from "../ledger/seal/open-field.ts";
import { sealEntry, type SealedEntry } from "../ledger/seal/seal-entry.ts";
import { ContentStore } from "../store/content/content.ts";
import { findVerdict, putVerdicts } from "../store/content/verdicts.ts";
import { SqlLedgerTables } from "../store/log/ledger-tables.ts";
import { putSealed, sealedOf } from "../store/log/sealed-values.ts";
import type { Reader } from "../store/transaction/transaction.ts";
import type { FoundVerdict, VerdictMemory, VerdictToKeep } from "../usecases/memory.ts";
import { noteRead } from "./note-read.ts";
import type { Site } from "./site.ts";

/** The kind of a verdict's entry, and the name of its one sealed field. */
const KIND = "verdict";
const FIELD = "record";

/** Keeps verdicts in a site's database and ledger. */
export function verdictMemory(site: Site): VerdictMemory {
  return {
    keep: (verdicts) => keep(verdicts, site),
    find: (id, reader) => find(id, reader, site),
  };
}

async function keep(verdicts: readonly VerdictToKeep[], site: Site): Promise<void> {
  const [first] = verdicts;
  if (first === undefined) return;
  const { store, origin } = site;
  const entries: SealedEntry[] = [];
  for (const verdict of verdicts) entries.push(await sealVerdict(verdict, site));
  const isThere = async (reader: Reader): Promise<true | undefined> =>
    (await findVerdict(reader, first.id)) === undefined ? undefined : true;
  await store.as("app").transact(
    first.id,
    async (transactor) => {
      const rows = verdicts.map(({ id, at, partner, outcome, facts, packs, standing }) => ({
        id,
        at,
        partner,
        outcome,
        facts,
        packs,
        standing: Buffer.from(standing, "hex"),
      }));
      await putVerdicts(transactor, store.content, rows);
      await putSealed(
        transactor,
        entries.flatMap(({ sealed }) => sealed),
      );
      const tables = new SqlLedgerTables(transactor, first.at);
      for (const { id, bytes } of entries) await append(tables, origin, { id, bytes });
      return true;
    },
    { isolation: "read committed", settled: isThere },
  );
}

/** What is hashed in the open says nothing about persons; the record is sealed under its own key. */
async function sealVerdict(verdict: VerdictToKeep, { keys }: Site): Promise<SealedEntry> {
  const { id, at, partner, outcome, engine, record } = verdict;
  const facts = ContentStore.nameOf(verdict.facts);
  const packs = ContentStore.nameOf(verdict.packs);
  const body = { partner, outcome, engine, facts, packs };
  const personal = { [FIELD]: { subject: id, value: record } };
  return sealEntry({ id, kind: KIND, at, body, personal }, keys, randomBytes);
}

async function find(id: string, reader: string, site: Site): Promise<FoundVerdict | undefined> {
  if (!UUID.test(id)) return undefined;
  const { store } = site;
  const found = await store.as("app").read(async (right) => {
    const verdict = await findVerdict(right, id);
    if (verdict === undefined) return undefined;
    const [sealed] = await sealedOf(right, id);
    return { sealed, packs: await store.content.get(right, verdict.packs) };
  });
  if (found === undefined) return undefined;
  if (await isErased(id, site)) return { state: "erased" };
  if (found.sealed === undefined || found.packs === undefined) throw gone(id);
  await noteRead({ reader, what: KIND, id }, store);
  const opened = await openField(found.sealed, site.keys);
  if (opened.kind === "erased") return { state: "erased" };
  const record = Buffer.from(opened.opening.value).toString();
  return { state: "kept", record, packs: found.packs };
}

async function isErased(subject: string, { keys }: Site): Promise<boolean> {
  try {
    await keys.find(subject);
    return false;
  } catch (error) {
    if (error instanceof LedgerError && error.code === "erased") return true;
    throw error;
  }
}

function gone(id: string): LedgerError {
  const what = "what was kept with its entry is missing, and no erasure is recorded for it";
  return new LedgerError("broken-log", `verdict ${id}`, what, "restore it from a backup");
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
