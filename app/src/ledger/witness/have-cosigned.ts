import { parseNote } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import type { LedgerStore, StoredCheckpoint } from "../log/ports.ts";
import { GO_ON, type Point } from "../point.ts";
import { consistencyFrom } from "../tiles/prove.ts";
import type { TileDirectory } from "../tiles/tile-directory.ts";
import { askWitnesses, type Answers, type SilentWitness } from "./ask-all.ts";
import { PATIENCE_MS, type WitnessAddress } from "./ask.ts";

interface Asking {
  readonly store: LedgerStore;
  readonly tiles: TileDirectory;
  readonly witnesses?: readonly WitnessAddress[];
  readonly patience?: number;
  readonly point?: Point;
}

interface Cosigned {
  /** With all lines there are. */
  readonly checkpoint: StoredCheckpoint;
  readonly silent: readonly SilentWitness[];
}

/**
 * Asks the witnesses whose line a stored checkpoint lacks, and stores the lines they give. `before` is
 * the size that they probably saw last; 0 when nothing is known.
 *
 * Rejects with "fork" or "rollback" in the name of a witness, and then stored no line; with "lost-race"
 * when there is a larger checkpoint by now.
 */
export async function haveCosigned(
  { store, tiles, witnesses = [], patience = PATIENCE_MS, point = GO_ON }: Asking,
  log: string,
  signed: StoredCheckpoint,
  before: number,
): Promise<Cosigned> {
  const { signatures } = parseNote(signed.note, log);
  const lacking = witnesses.filter(
    ({ key }) => !signatures.some(({ name, keyId }) => name === key.name && keyId === key.id),
  );
  const { size, note } = signed;
  const prove = (older: number) => consistencyFrom(tiles, older, size);
  const answers = askWitnesses(lacking, note, before, prove, patience);
  const { cosignatures, silent } = await orOvertaken(answers, store, log, size);
  await point("cosigned");
  if (cosignatures.length === 0) return { checkpoint: signed, silent };
  const checkpoint = await store.transact(async (tables) => {
    for (const { witness, line } of cosignatures) {
      await tables.putCosignature(log, size, witness, line);
    }
    return tables.newestCheckpoint(log);
  });
  await point("cosignatures stored");
  if (checkpoint?.size !== size) throw overtaken(log);
  return { checkpoint, silent };
}

/** A witness that saw a larger tree may have seen that of another process that publishes this log. */
async function orOvertaken(
  answers: Promise<Answers>,
  store: LedgerStore,
  log: string,
  size: number,
): Promise<Answers> {
  try {
    return await answers;
  } catch (error) {
    if (error instanceof LedgerError && error.code === "rollback") {
      const newest = await store.transact((tables) => tables.newestCheckpoint(log));
      if (newest !== undefined && newest.size > size) throw overtaken(log);
    }
    throw error;
  }
}

function overtaken(log: string): LedgerError {
  const what = "another process published a larger tree of it meanwhile";
  return new LedgerError("lost-race", log, what, "run the step again");
}
