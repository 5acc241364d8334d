// A sequencer of the campaign `entries`: takes one step after the other, each of a random number of
// entries, publishes now and then, and says every head there was.
import { setTimeout as pause } from "node:timers/promises";
import { LedgerError } from "../../app/src/ledger/ledger-error.ts";
import { sequence } from "../../app/src/ledger/log/sequence.ts";
import { publish } from "../../app/src/ledger/publish.ts";
import { numbersFrom } from "../ledger/random-numbers.ts";
import { openOrEnd, readOrder, report, say, toldToStop } from "./child.ts";

/** What a sequencer is told. */
export interface SequencerOrder {
  readonly home: string;
  readonly seed: number;
}

const MOST = 2_000;
/** Milliseconds from one checkpoint to the next, at least. */
const BETWEEN_CHECKPOINTS = 200;
const IDLE_MS = 5;

const { home, seed } = readOrder<SequencerOrder>();
const told = toldToStop();
const random = numbersFrom(seed);
const site = await openOrEnd({ home });
const { ledger, origin } = site;
const publisher = {
  store: ledger,
  tiles: await site.tilesOf(origin),
  signer: site.signer.of(origin),
};
say("open");
let published = performance.now();
while (!told.aborted) {
  const isIdle = !(await step());
  if (performance.now() - published > BETWEEN_CHECKPOINTS) {
    await attempt(() => publish(publisher, origin));
    published = performance.now();
  }
  if (isIdle) await pause(IDLE_MS);
}
await site[Symbol.asyncDispose]();
process.exit(0);

/** Whether anything waited. */
async function step(): Promise<boolean> {
  const most = 1 + Math.floor(random() * MOST);
  const added = await attempt(() => sequence(ledger, origin, { most }));
  if (added === "lost") return true;
  if (added === undefined) return false;
  const { size, root } = added.head;
  say("head", String(size), Buffer.from(root).toString("base64"));
  return true;
}

/** Whoever lost a race wrote nothing. */
async function attempt<T>(work: () => Promise<T>): Promise<T | "lost"> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LedgerError && error.code === "lost-race")) report(error);
    say("lost");
    return "lost";
  }
}
