import type { Memory, VerdictToKeep } from "./memory.ts";
import type { Ports } from "./ports.ts";
import type { VerdictRecord } from "./record.ts";

/** A verdict and the id it is remembered under. */
export interface Remembered {
  readonly id: string;
  readonly record: VerdictRecord;
}

/** Verdicts in one transaction. */
const BATCH = 64;

/**
 * Puts verdicts into the memory, each with an entry in the ledger, and has the ledger signed. In: the
 * records, in any number. Out: the same with their ids, durable and covered by a checkpoint.
 */
export async function recordVerdicts(
  records: readonly VerdictRecord[],
  memory: Memory,
  ports: Ports,
  progress: (done: number) => void = () => {},
): Promise<readonly Remembered[]> {
  const remembered = records.map((record) => ({ id: ports.newId(), record }));
  const packsOf = packBundles(ports);
  for (let at = 0; at < remembered.length; at += BATCH) {
    const batch = remembered.slice(at, at + BATCH);
    await memory.verdicts.keep(batch.map((one) => toKeep(one, packsOf(one.record), ports)));
    progress(at + batch.length);
  }
  await memory.ledger.advance();
  return remembered;
}

function toKeep({ id, record }: Remembered, packs: Uint8Array, ports: Ports): VerdictToKeep {
  const { partner, outcome, hashes, grounds } = record;
  return {
    id,
    at: ports.now(),
    partner,
    outcome,
    standing: hashes.standing,
    engine: hashes.engine,
    facts: ports.canonical(grounds.facts),
    packs,
    record: ports.toText(record),
  };
}

/** The files of a record's packs as bytes: the same bytes for the same packs, made once. */
function packBundles(ports: Ports): (record: VerdictRecord) => Uint8Array {
  const made = new Map<string, Uint8Array>();
  return ({ packs }) => {
    const hashes = packs.map(({ hash }) => hash);
    const key = hashes.join(" ");
    const files = (): unknown[] => hashes.map((hash) => ports.packs.files(hash));
    const bundle = made.get(key) ?? ports.canonical({ caveat: "packs/1", packs: files() });
    made.set(key, bundle);
    return bundle;
  };
}
