import { join } from "node:path";
import type { Stop } from "../children/child.ts";
import type { SequencerOrder } from "../children/sequencer.ts";
import type { ServerOrder } from "../children/server.ts";
import type { WitnessOrder } from "../children/witness.ts";
import { Process } from "./process.ts";

/** The programs of a site, each a process. */
export const PROGRAMS = ["signer", "witness", "server", "sequencer 1", "sequencer 2"] as const;
export type Program = (typeof PROGRAMS)[number];

/** Where the programs of one site work. */
export interface Place {
  readonly home: string;
  /** The socket of the signer. */
  readonly signer: string;
  /** The file that names the witness. */
  readonly witnesses: string;
  /** The folder of the witness, and the port it listens at. */
  readonly witness: string;
  readonly port: number;
}

const SIGNER = new URL("../../app/src/ledger/signer/main.ts", import.meta.url);
/** The same signer, which is told where to die. */
const STOPPED_SIGNER = new URL("../../app/test/ledger/support/signer-child.ts", import.meta.url);
const child = (name: string): URL => new URL(`../children/${name}.ts`, import.meta.url);

/** Starts a program; with `stop` one that ends itself there. `keys` are all that the log has had. */
export function startProgram(
  program: Program,
  place: Place,
  keys: readonly string[],
  hear: (words: readonly string[]) => void,
  stop?: Stop,
): Process {
  const stopping = stop === undefined ? {} : { stop };
  const { home, signer, witnesses, witness, port } = place;
  if (program === "signer") return startSigner(join(home, "signer"), signer, hear, stop);
  if (program === "witness") {
    const order: WitnessOrder = { folder: witness, logs: keys, port, ...stopping };
    return new Process(child("witness"), [JSON.stringify(order)], hear);
  }
  const site = { home, signer, witnesses };
  const order: ServerOrder & SequencerOrder = { site, ...stopping };
  const name = program === "server" ? "server" : "sequencer";
  return new Process(child(name), [JSON.stringify(order)], hear);
}

function startSigner(
  folder: string,
  socket: string,
  hear: (words: readonly string[]) => void,
  stop: Stop | undefined,
): Process {
  if (stop !== undefined) {
    return new Process(STOPPED_SIGNER, [folder, socket, stop.point, String(stop.times)], hear);
  }
  const args = ["--folder", folder, "--socket", socket, "--with-parent"];
  return new Process(SIGNER, args, hear);
}
