import { access, writeFile } from "node:fs/promises";
import { verifyLedger } from "../src/index.ts";
import type { LedgerVerdict } from "../src/index.ts";
import type { Answer } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { LastNote } from "./last-note.ts";
import { ledgerAnswer } from "./ledger-answer.ts";
import { nodeSha256 } from "./node-hash.ts";
import { readPin, readPolicy } from "./own-file.ts";
import { Progress } from "./progress.ts";
import { chunksOf, openFile } from "./read-file.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const HELP = `Usage: caveat-verify ledger EXPORT --policy FILE [--origin NAME]
                            [--pin FILE]... [--keep FILE] [--json]

Is this exported ledger whole, in order, and signed by whom you believe? Every entry
is hashed, every checkpoint's signatures are checked, every value shown must be the
one committed to, and every value gone must be erased by an entry that says so. The
file is read once and never held in memory.

  --policy FILE   whom you believe: see caveat-verify --help
  --origin NAME   the log it should be of; else any log of the policy will do
  --pin FILE      a checkpoint you kept from earlier, or had from somebody else. An
                  older state than that, or another history, is bad, however well it
                  is signed. May stand often. It is believed as it stands.
  --keep FILE     where to keep the last checkpoint of a good export, for --pin the
                  next time. Never written over.
  --json          the answer as JSON

Keep a checkpoint of every export you rely on, and compare with others: that nobody
was shown another history, no single export can show.

Examples:
  caveat-verify ledger october.export --policy trust.policy --keep october.checkpoint
  caveat-verify ledger november.export --policy trust.policy --pin october.checkpoint

Exit: 0 good, or good with values erased · 1 bad · 2 nothing was checked`;

/** caveat-verify ledger EXPORT */
export const ledgerCommand: Command = {
  command: "ledger",
  operand: "EXPORT",
  options: { policy: "once", origin: "once", pin: "often", keep: "once" },
  help: HELP,
  check: checkLedger,
};

async function checkLedger(given: Arguments, terminal: Terminal): Promise<Answer> {
  const keep = given.optional("keep");
  if (keep !== undefined) await requireFree(keep);
  const note = new LastNote();
  const verdict = await verdictOn(given, terminal, note);
  if (keep !== undefined && verdict.answer !== "bad") {
    await writeNew(keep, note.of(verdict.checkpoint));
  }
  return ledgerAnswer(verdict, given.all("pin").length);
}

async function verdictOn(
  given: Arguments,
  terminal: Terminal,
  note: LastNote,
): Promise<LedgerVerdict> {
  const policy = await readPolicy(given.required("policy"));
  const pinned = await Promise.all(given.all("pin").map(readPin));
  const origin = given.optional("origin");
  const file = await openFile(given.operand, "export");
  const { size } = await file.stat();
  const progress = new Progress(terminal, size);
  const chunks = note.kept(progress.counted(chunksOf(file, given.operand, "export")));
  try {
    return await verifyLedger(chunks, {
      policy,
      pinned,
      ...(origin === undefined ? {} : { origin }),
      hash: nodeSha256,
      progress: (entries) => progress.show(entries),
    });
  } finally {
    progress.end();
  }
}

/** Asked before the long work: an older checkpoint is evidence, and must not be lost. */
async function requireFree(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UsageError(`--keep "${path}": it exists already`, "name a new file");
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: "wx" });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = `the ledger is good, but its checkpoint was not kept in "${path}" (${why})`;
    throw new UsageError(problem, "check it again with another --keep");
  }
}
