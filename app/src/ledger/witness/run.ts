import { flushCompileCache } from "node:module";
import { formatKey } from "caveat-verifier";
import { makeDirectory } from "../durable-file.ts";
import { holdFolder } from "../hold-folder.ts";
import { LedgerError } from "../ledger-error.ts";
import { GO_ON, type Point } from "../point.ts";
import { loadKey } from "../signer/key.ts";
import { serveWitness } from "./serve.ts";
import { Witness, keyFileOf } from "./witness.ts";

/** What it takes to run a witness. */
export interface WitnessSettings {
  /** The witness's own folder: its key, and what it saw last of each log. Made when it is not there. */
  readonly folder: string;
  /** The name of its key, for the first start: "oversight.example/w1". Later it may be left out. */
  readonly name?: string;
  /** Verifier keys of logs to witness from now on, beside those it witnesses already. */
  readonly logs: readonly string[];
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  readonly onReady?: (ready: ReadyWitness) => void;
  /** Stops it, as SIGTERM and SIGINT do. */
  readonly signal?: AbortSignal;
  /** POSIX seconds. */
  readonly now?: () => number;
  readonly point?: Point;
}

/** What to tell those who will ask it, and those who will trust it. */
export interface ReadyWitness {
  /** Its submission prefix. */
  readonly url: string;
  /** Its verifier key, for policy files. */
  readonly key: string;
}

/**
 * Runs a witness (tlog-witness v1.0.0) until it is told to stop; what an oversight body runs. Makes its
 * key on the first start.
 *
 * Rejects with "in-use" when another process works with the folder, with "no-key" for a first start
 * without a name, with "exists" when its key has another name, with the verifier's "bad-key" for what
 * is no key, and with Node's error when it cannot listen. Then nothing was served.
 */
export async function runWitness(settings: WitnessSettings): Promise<void> {
  const { folder, logs, port, host, onReady, point = GO_ON } = settings;
  const stop = stopSignal(settings.signal);
  try {
    await makeDirectory(folder, 0o700);
    await using _held = await holdFolder(folder);
    const witness = await open(settings);
    for (const log of logs) await witness.addLog(log);
    await using served = await serveWitness(witness, port, host, point);
    onReady?.({ url: served.url, key: formatKey(witness.key) });
    flushCompileCache();
    await stop.stopped;
  } finally {
    stop.forget();
  }
}

async function open(settings: WitnessSettings): Promise<Witness> {
  const { folder, name, now = () => Math.floor(Date.now() / 1000), point = GO_ON } = settings;
  const key = await loadKey(keyFileOf(folder));
  if (key === undefined && name !== undefined) return Witness.create(folder, name, { now, point });
  if (key !== undefined && name !== undefined && key.verifier.name !== name) {
    const what = `the witness here is ${key.verifier.name}, not ${name}`;
    throw new LedgerError("exists", folder, what, "leave the name out, or choose another folder");
  }
  return Witness.load(folder, { now, point });
}

interface StopSignal {
  readonly stopped: Promise<void>;
  forget(): void;
}

function stopSignal(signal: AbortSignal | undefined): StopSignal {
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const names = ["SIGTERM", "SIGINT"] as const;
  for (const name of names) process.once(name, stop);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted === true) stop();
  return {
    stopped,
    forget() {
      for (const name of names) process.off(name, stop);
      signal?.removeEventListener("abort", stop);
    },
  };
}
