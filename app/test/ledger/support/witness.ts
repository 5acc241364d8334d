import { randomBytes } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ED25519, formatKey, parsePolicy, type Policy } from "caveat-verifier";
import { createKey } from "../../../src/ledger/signer/key.ts";
import type { WitnessAddress } from "../../../src/ledger/witness/ask.ts";
import { serveWitness } from "../../../src/ledger/witness/serve.ts";
import { Witness } from "../../../src/ledger/witness/witness.ts";
import { folder } from "./folder.ts";

const NOW = { now: () => 1_800_000_000 };

/** A witness over HTTP, that can be stopped and started again at the same address. */
export interface TestWitness extends WitnessAddress {
  readonly witness: Witness;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** A witness of a log, by the log's key. */
export async function startWitness(name: string, vkey: string): Promise<TestWitness> {
  const witness = await Witness.create(join(await folder(), "witness"), name, NOW);
  await witness.addLog(vkey);
  let served = await serveWitness(witness, 0);
  const { url } = served;
  const stop = async (): Promise<void> => served[Symbol.asyncDispose]();
  onTestFinished(stop);
  return {
    url,
    key: witness.key,
    witness,
    stop,
    start: async () => {
      served = await serveWitness(witness, Number(new URL(url).port));
    },
  };
}

/** Something at the address of a witness that answers whatever it likes. */
export async function startImpostor(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A policy that asks for `least` of the witnesses, and names some log or other. */
export async function quorumOf(
  least: number,
  witnesses: readonly WitnessAddress[],
  log?: string,
): Promise<Policy> {
  const other = join(await folder(), "key");
  const { verifier } = await createKey(other, "some.example/log", ED25519, randomBytes);
  const lines = [
    `log ${log ?? formatKey(verifier)}`,
    ...witnesses.map(({ key }, at) => `witness w${at} ${formatKey(key)}`),
    `group g ${least} ${witnesses.map((_, at) => `w${at}`).join(" ")}`,
    "quorum g",
  ];
  return parsePolicy(Buffer.from(lines.map((line) => `${line}\n`).join("")));
}
