import type { Command } from "commander";
import { addOpen } from "./package/open.ts";
import type { Terminal } from "./print/terminal.ts";

const ABOUT = `what a partner got as a file: open it, and check who sent it

A package is signed and encrypted (OpenPGP or age). In it are the content, a
label for programs, a cover with the caveats for people, and a receipt: evidence
from the sender's ledger of what was given, checked without the sender.`;

/** caveat package open */
export function addPackage(
  program: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  const group = program
    .command("package")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT);
  addOpen(group, terminal, done);
}
