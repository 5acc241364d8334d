// The sequencer of the ledger's rows in `npm run bench`: moves the root log of a site on and has each
// step signed, as a running site does, until it is told to stop.
import { setTimeout as pause } from "node:timers/promises";
import { advance } from "../../app/src/ledger/advance.ts";
import { openOrEnd, readOrder, report, say, toldToStop } from "./child.ts";

/** What a sequencer is told. */
export interface SteadyOrder {
  readonly home: string;
}

/** Milliseconds from one checkpoint to the next: what comes meanwhile costs one transaction. */
const PAUSE_MS = 100;

const { home } = readOrder<SteadyOrder>();
const told = toldToStop();
const site = await openOrEnd({ home });
const { ledger: store, origin } = site;
const publisher = { store, tiles: await site.tilesOf(origin), signer: site.signer.of(origin) };
say("open", String(process.pid));
while (!told.aborted) {
  try {
    await advance(publisher, origin);
  } catch (error) {
    report(error);
  }
  await pause(PAUSE_MS);
}
await site[Symbol.asyncDispose]();
process.exit(0);
