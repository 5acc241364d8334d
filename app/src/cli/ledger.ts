import type { Command } from "commander";
import { addErase } from "./ledger/erase.ts";
import { addExport } from "./ledger/export.ts";
import { addProve } from "./ledger/prove.ts";
import { addRun } from "./ledger/run.ts";
import { addStatus } from "./ledger/status.ts";
import { addVerify } from "./ledger/verify.ts";
import type { Terminal } from "./print/terminal.ts";

const ABOUT = `the memory that cannot be altered: export, check, prove, erase, keep going

Every verdict that is kept, every erasure and every batch of readings is one
entry of the site's ledger. Entries are never changed or removed: they are the
leaves of a tree whose root is signed (a checkpoint), and witnesses at other
houses sign that they saw only one tree. What names people is not in the
entries: they hold commitments, and the values are sealed beside them, each
under a key that can be destroyed.`;

/** caveat ledger export|verify|prove|erase|run|status */
export function addLedger(
  program: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  const ledger = program
    .command("ledger")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT);
  for (const add of [addExport, addVerify, addProve, addErase, addRun, addStatus]) {
    add(ledger, terminal, done);
  }
}
