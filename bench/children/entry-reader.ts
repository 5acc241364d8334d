// A reader of the campaign `entries`: follows the ledger by its index, in pages of random sizes, until
// it has as many entries as there will be.
import { setTimeout as pause } from "node:timers/promises";
import { RightEdge, parseEntry } from "caveat-verifier";
import { TREE } from "../../app/src/ledger/tree.ts";
import { entriesOf } from "../../app/src/store/log/export-rows.ts";
import { openStore } from "../../app/src/store/open-store.ts";
import { numbersFrom } from "../ledger/random-numbers.ts";
import { readOrder, say, toldToStop } from "./child.ts";

/** What a reader is told: there will be entries 0 to `end` - 1. */
export interface ReaderOrder {
  readonly home: string;
  readonly origin: string;
  readonly end: number;
  readonly seed: number;
}

const MOST = 1_500;
const IDLE_MS = 20;
const TOLD_EVERY = 5_000;

const { home, origin, end, seed } = readOrder<ReaderOrder>();
toldToStop();
const random = numbersFrom(seed);
const store = await openStore({ home, connections: 1 });
const auditor = store.as("auditor");
const seen = new Uint8Array(end);
const edge = new RightEdge(TREE);
say("open");
for (let told = 0; edge.size < end;) {
  const [from, most] = [edge.size, 1 + Math.floor(random() * MOST)];
  const page = await auditor.read((reader) => entriesOf(reader, origin, from, from + most));
  for (const { index, bytes } of page) take(index, bytes);
  if (edge.size - told >= TOLD_EVERY) say("at", String((told = edge.size)));
  if (page.length === 0) await pause(IDLE_MS);
}
const missing = seen.indexOf(0);
if (missing >= 0) say("wrong", `the entry of number ${missing} was never read`);
say("done", Buffer.from(edge.root()).toString("base64"));
await store.close();
process.exit(0);

function take(index: number, bytes: Uint8Array): void {
  if (index !== edge.size) say("wrong", `gap: entry ${index} was read after ${edge.size - 1}`);
  const number = Number(parseEntry(bytes).body["number"]);
  if (seen[number] !== 0) say("wrong", `twice, or none of ours: the entry of number ${number}`);
  seen[number] = 1;
  edge.append(TREE.leaf(bytes));
}
