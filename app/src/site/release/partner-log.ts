import { randomUUID } from "node:crypto";
import { formatEntry } from "caveat-verifier";
import { append } from "../../ledger/log/append.ts";
import { findPartnerSubject } from "../../store/cases/partners.ts";
import { registerLog } from "../../store/log/ledger-store.ts";
import { SqlLedgerTables } from "../../store/log/ledger-tables.ts";
import type { Waiting } from "../../store/release/disclosures.ts";
import type { Reader, Transactor } from "../../store/transaction/transaction.ts";
import { Denied } from "../../usecases/people/denied.ts";
import { makeHead } from "../root-log.ts";
import type { Site } from "../site.ts";

/**
 * Makes the log of a partner, from which its receipts come, where there is none: its size says how much
 * went to that partner, and nothing of the others. Its name tells nobody whose it is. Rejects with
 * "not-found" for a partner that is not registered.
 */
export async function makePartnerLog(
  partner: string,
  { store, ledger, signer, origin }: Pick<Site, "store" | "ledger" | "signer" | "origin">,
): Promise<void> {
  const app = store.as("app");
  const [known, subject] = await app.read(async (reader) => [
    await findLog(reader, partner),
    await findPartnerSubject(reader, partner),
  ]);
  if (subject === undefined) {
    const what = "no partner of this name is registered";
    throw new Denied("not-found", `partner ${partner}`, what, "register it first");
  }
  if (known === undefined) {
    const fresh = `${origin}/${randomUUID()}`;
    await signer.create(fresh);
    // Of two that are made at the same time one is registered.
    await registerLog(app, randomUUID(), fresh, partner);
  }
  const log = known ?? (await app.read((reader) => findLog(reader, partner)));
  if (log === undefined) throw new Error("a log that was just registered is not there");
  await makeHead(ledger, log);
}

/**
 * Enters in the partner's own log, in the transaction that shows it, what was shown or taken away: the
 * SHA-256 of the copy's bytes. Out: the entry's id; null for a partner without a log.
 */
export async function enterForPartner(
  transactor: Transactor,
  { partner, medium, release, collection, isRecall, sha256 }: Waiting,
  at: string,
): Promise<string | null> {
  const log = await findLog(transactor, partner);
  if (log === undefined) return null;
  const id = randomUUID();
  const copy = sha256 === null ? {} : { sha256: Buffer.from(sha256).toString("hex") };
  const body = { release, collection, medium, ...copy };
  const kind = isRecall ? "recalled" : "disclosed";
  const bytes = formatEntry({ v: 1, id, kind, at, body, sealed: {} }, `entry ${id}`);
  await append(new SqlLedgerTables(transactor, at), log, { id, bytes });
  return id;
}

async function findLog({ select }: Reader, partner: string): Promise<string | undefined> {
  const found = select.selectFrom("log").select("origin").where("partner", "=", partner);
  return (await found.executeTakeFirst())?.origin;
}
