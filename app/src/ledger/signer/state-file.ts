import { createHash } from "node:crypto";
import { join } from "node:path";
import { formatCheckpoint, parseCheckpoint, type Checkpoint } from "caveat-verifier";
import { PUBLIC, createFile, readIfThere, replaceFile } from "../durable-file.ts";
import { LedgerError } from "../ledger-error.ts";
import type { Point } from "../point.ts";

/**
 * The last checkpoint that was vouched for, on disk, in the text form of a checkpoint. Whoever keeps
 * one writes it before the signature leaves: a state ahead of what was issued does no harm, one behind
 * would allow a fork.
 */
export async function createState(path: string, state: Checkpoint): Promise<void> {
  if (await createFile(path, Buffer.from(formatCheckpoint(state)), PUBLIC)) return;
  throw new LedgerError("exists", path, "there is a state already", "load it; never replace it");
}

/** The state; undefined when it was never created. Rejects with "bad-checkpoint" for a damaged one. */
export async function loadState(path: string): Promise<Checkpoint | undefined> {
  const bytes = await readIfThere(path);
  return bytes === undefined ? undefined : parseCheckpoint(Buffer.from(bytes).toString(), path);
}

/** Puts the next state in place of the last; durable when this returns. */
export async function replaceState(path: string, next: Checkpoint, point: Point): Promise<void> {
  await replaceFile(path, Buffer.from(formatCheckpoint(next)), PUBLIC, point);
}

/** The folder of a log, below that of its signer or witness: origins are free text, a hash names it. */
export function ownFolder(folder: string, origin: string): string {
  return join(folder, createHash("sha256").update(origin).digest("hex").slice(0, 32));
}
