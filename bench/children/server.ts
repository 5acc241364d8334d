// The server of the campaign `kills`: four writers that keep small verdicts, one that also writes into
// the partners' logs, one that also reads, one that also erases. Each says what was acknowledged only
// after it was.
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { formatEntry } from "caveat-verifier";
import { LedgerError } from "../../app/src/ledger/ledger-error.ts";
import { append } from "../../app/src/ledger/log/append.ts";
import { eraseSubject } from "../../app/src/ledger/seal/erase.ts";
import { eraserOf } from "../../app/src/site/eraser.ts";
import { originsOf } from "../../app/src/site/site.ts";
import type { SiteSettings } from "../../app/src/site/settings.ts";
import { verdictMemory } from "../../app/src/site/verdict-memory.ts";
import { SqlLedgerStore } from "../../app/src/store/log/ledger-store.ts";
import { smallVerdict } from "../ledger/small-verdict.ts";
import { dieAt, openOrEnd, readOrder, report, say, toldToStop, type Stop } from "./child.ts";

/** What the server is told. */
export interface ServerOrder {
  readonly site: SiteSettings;
  readonly stop?: Stop;
}

/** The longest pause of a writer between two verdicts, in milliseconds. */
const LONGEST_PAUSE = 30;
/** One verdict in so many is erased by the writer that erases. */
const ERASED = 8;

const order = readOrder<ServerOrder>();
const told = toldToStop();
const site = await openOrEnd(order.site);
const point = dieAt(order.stop);
const memory = verdictMemory(site);
const now = (): string => new Date().toISOString();
const app = new SqlLedgerStore(site.store.as("app"), now, randomUUID);
say("open");
const also = [writeToPartner, read, erase, async (): Promise<void> => {}];
await Promise.all(also.map((work) => write(work)));
await site[Symbol.asyncDispose]();
process.exit(0);

/** Keeps one verdict after the other, each with what this writer does beside. */
async function write(work: (id: string, number: number) => Promise<void>): Promise<void> {
  for (let number = 1; !told.aborted; number += 1) {
    const verdict = smallVerdict(number);
    if (!(await insist(() => memory.keep([verdict])))) return;
    say("acked", site.origin, verdict.id);
    await work(verdict.id, number);
    await pause(Math.random() * LONGEST_PAUSE);
  }
}

/** Tries again until it is done, as a client does; false when the process is told to stop. */
async function insist(work: () => Promise<unknown>): Promise<boolean> {
  while (!told.aborted) {
    try {
      await work();
      return true;
    } catch (error) {
      report(error);
      await pause(50);
    }
  }
  return false;
}

async function writeToPartner(_: string, number: number): Promise<void> {
  const partners = (await originsOf(site.store)).filter((origin) => origin !== site.origin);
  const log = partners[number % partners.length];
  if (log === undefined) return;
  const id = randomUUID();
  const entry = { v: 1, id, kind: "receipt", at: now(), body: { number }, sealed: {} } as const;
  const bytes = formatEntry(entry);
  const isDone = await insist(() =>
    app.transact(async (tables) => append(tables, log, { id, bytes })),
  );
  if (isDone) say("acked", log, id);
}

async function read(id: string): Promise<void> {
  say("reading", id);
  const isDone = await insist(async () => {
    const found = await memory.find(id, "campaign");
    if (found?.state !== "kept") say("alarm", `the verdict ${id} was kept and is not found`);
  });
  if (isDone) say("read", id);
}

async function erase(subject: string, number: number): Promise<void> {
  if (number % ERASED !== 1) return;
  say("erasing", subject);
  const eraser = { ...eraserOf(site), point };
  const isDone = await insist(async () => {
    const request = { id: randomUUID(), at: now(), subject, basis: "campaign", by: "campaign" };
    await eraseSubject(request, eraser).catch((error: unknown) => {
      // Tried again after it was done.
      if (!(error instanceof LedgerError && error.code === "erased")) throw error;
    });
  });
  if (isDone) say("erased", subject);
}
