import type { Command } from "commander";
import type { Erased } from "../../usecases/memory.ts";
import { openMemory } from "../open-memory.ts";
import { exampleOf } from "../options.ts";
import { printable } from "../print/printable.ts";
import { EXIT, print, type Terminal } from "../print/terminal.ts";

interface Options {
  readonly basis: string;
  readonly by: string;
}

const ABOUT = `destroy what is sealed about somebody, and say so in the ledger

The key of the subject is destroyed, its sealed values are dropped, and an
entry says which values are gone, on which basis and by whose decision. There
is no way back. The entries themselves stand, and with them every proof: the
ledger stays whole, and says "committed to, and erased by entry N". That entry
can never be taken back either, so it takes codes and ids only.`;

/** caveat ledger erase SUBJECT */
export function addErase(ledger: Command, terminal: Terminal, done: (code: number) => void): void {
  ledger
    .command("erase")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument(
      "<subject>",
      "the opaque id of the subject; a verdict's record goes by the verdict's id",
    )
    .requiredOption(
      "--basis <code>",
      "what it rests on: a code such as an article or an order's number",
    )
    .requiredOption("--by <id>", "the id of who decided it, never a name")
    .addHelpText(
      "after",
      exampleOf(
        "ledger erase 0f8fad5b-d9cb-469f-a165-70867728950e --basis wiv-2017:20 --by officer-7",
      ),
    )
    .action(async (subject: string, { basis, by }: Options) => {
      await using memory = await openMemory(terminal.connect(), terminal);
      const erased = await memory.ledger.erase({ subject, basis, by });
      print(terminal, printable(textOf(subject, erased)));
      done(EXIT.ok);
    });
}

function textOf(subject: string, { values, entries }: Erased): string {
  const many = values.length === 1 ? "1 value" : `${values.length} values`;
  return [
    `erased: ${many} about ${subject}`,
    ...values.map(({ entry, field, by }) => `  entry ${entry}, ${field}: erased by entry ${by}`),
    ...entries.map(({ index, id }) => `  entry ${index} is ${id}; caveat ledger prove proves it`),
  ].join("\n");
}
