import type { Command } from "commander";
import { proveEntry, type ProvenEntry } from "../../usecases/prove-entry.ts";
import { openMemory } from "../open-memory.ts";
import { exampleOf } from "../options.ts";
import { printable } from "../print/printable.ts";
import { EXIT, print, type Terminal } from "../print/terminal.ts";

interface Options {
  readonly out: string;
}

const ABOUT = `write a receipt: the proof that one entry is in the ledger

Three files, which an outsider checks without this program, without the ledger
and without asking us: the receipt (where the entry stands, the hashes from
there to the root of the tree, and the checkpoint with its signatures), the
exact bytes of the entry, and a policy that says whom to believe. Whoever gets
a policy from the same hand as the receipt should compare its keys with what
their owners publish.`;

/** caveat ledger prove ID */
export function addProve(ledger: Command, terminal: Terminal, done: (code: number) => void): void {
  ledger
    .command("prove")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("<id>", "the entry's id: that of a verdict is what caveat decide --record printed")
    .option("--out <folder>", "where to write the files; what is there under their names goes", ".")
    .addHelpText(
      "after",
      exampleOf("ledger prove 0f8fad5b-d9cb-469f-a165-70867728950e --out proof"),
    )
    .action(async (id: string, { out }: Options) => {
      const ports = terminal.connect();
      await using memory = await openMemory(ports, terminal);
      const proven = await proveEntry(id, out, memory, ports);
      print(terminal, printable(textOf(proven)));
      done(EXIT.ok);
    });
}

function textOf({ index, state: { origin, size }, files }: ProvenEntry): string {
  const { receipt, entry, policy } = files;
  return [
    `entry ${index} of the ${size} of ${origin}`,
    `  ${receipt}  the receipt`,
    `  ${entry}  the exact bytes of the entry`,
    `  ${policy}  whom to believe`,
    "An outsider checks it with the package caveat-verifier alone:",
    `  caveat-verify receipt ${quoted(receipt)} --entry ${quoted(entry)} --policy ${quoted(policy)}`,
  ].join("\n");
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
