// A witness, as an oversight body runs it, for the campaigns: it may be told of a point to die at.
import { runWitness } from "../../app/src/ledger/witness/run.ts";
import { dieAt, readOrder, say, toldToStop, type Stop } from "./child.ts";

/** What a witness is told. */
export interface WitnessOrder {
  readonly folder: string;
  /** Verifier keys of the log. */
  readonly logs: readonly string[];
  readonly port: number;
  readonly stop?: Stop;
}

const { folder, logs, port, stop } = readOrder<WitnessOrder>();
const told = toldToStop();
await runWitness({
  folder,
  name: "oversight.example/w1",
  logs,
  port,
  host: "127.0.0.1",
  onReady: ({ url, key }) => say("open", url, key),
  signal: told,
  point: dieAt(stop),
});
process.exit(0);
