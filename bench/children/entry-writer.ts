// A writer of the campaign `entries`: hands in its share of the numbered entries, some in one
// transaction, and some a second time, as a client that never got its answer.
import { randomUUID } from "node:crypto";
import { append } from "../../app/src/ledger/log/append.ts";
import { SqlLedgerStore } from "../../app/src/store/log/ledger-store.ts";
import { openStore } from "../../app/src/store/open-store.ts";
import { entry } from "../../app/test/ledger/support/entries.ts";
import { numbersFrom } from "../ledger/random-numbers.ts";
import { readOrder, say, toldToStop } from "./child.ts";

/** What a writer is told: its entries are `first`, `first + step` … below `end`. */
export interface WriterOrder {
  readonly home: string;
  readonly origin: string;
  readonly first: number;
  readonly step: number;
  readonly end: number;
  readonly seed: number;
}

/** Entries in one transaction at most. */
const MOST = 8;
/** One transaction in so many is run again after it was acknowledged. */
const REPEATED = 20;

const { home, origin, first, step, end, seed } = readOrder<WriterOrder>();
toldToStop();
const random = numbersFrom(seed);
const store = await openStore({ home, connections: 1 });
const now = (): string => new Date().toISOString();
const app = new SqlLedgerStore(store.as("app"), now, randomUUID);
say("open");
let transactions = 0;
for (let next = first; next < end;) {
  const numbers: number[] = [];
  const most = 1 + Math.floor(random() * MOST);
  for (; next < end && numbers.length < most; next += step) numbers.push(next);
  await write(numbers);
  if (random() * REPEATED < 1) await write(numbers);
}
say("done", String(transactions));
await store.close();
process.exit(0);

async function write(numbers: readonly number[]): Promise<void> {
  transactions += 1;
  await app.transact(async (tables) => {
    for (const number of numbers) await append(tables, origin, entry(number));
  });
}
