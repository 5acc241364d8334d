import type { Command } from "commander";
import { decideCase } from "../usecases/decide.ts";
import type { Ports } from "../usecases/ports.ts";
import type { VerdictRecord } from "../usecases/record.ts";
import { recordVerdicts } from "../usecases/record-verdicts.ts";
import { coloursFor } from "./print/colour.ts";
import { openMemory } from "./open-memory.ts";
import { exampleOf, readDay } from "./options.ts";
import { formatVerdict } from "./print/print-verdict.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";

interface Options {
  readonly pack?: readonly string[];
  readonly partner?: readonly string[];
  readonly now?: string;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly record?: boolean;
}

/** caveat decide CASEFILE */
export function addDecide(
  program: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  program
    .command("decide")
    .description("decide a case file: outcome, reasons, every smallest set of steps")
    .argument("<casefile>", "YAML or JSON, see docs/reference/case.schema.json")
    .option("--pack <id...>", "packs to decide under, instead of the file's")
    .option("--partner <id...>", "only these recipients")
    .option("--now <date>", "decide as on this day, YYYY-MM-DD", readDay)
    .option("--json", "print verdicts for a program: one object, or a list for several recipients")
    .option("--record", "keep each verdict, with an entry in the ledger, and print its id")
    .option("--all", "also show rules that are settled, every path and every note")
    .addHelpText("after", exampleOf("decide case.yaml --partner alder --now 2026-11-26"))
    .action(async (casefile: string, options: Options) => {
      const ports = terminal.connect();
      const verdicts = await decideCase(
        casefile,
        {
          ...(options.pack === undefined ? {} : { packs: options.pack }),
          ...(options.partner === undefined ? {} : { recipients: options.partner }),
          ...(options.now === undefined ? {} : { now: options.now }),
        },
        ports,
      );
      const ids = options.record === true ? await keep(verdicts, ports, terminal) : [];
      const colours = coloursFor(terminal);
      if (options.json === true) {
        print(terminal, ports.toText(verdicts.length === 1 ? verdicts[0] : verdicts));
      } else {
        for (const verdict of verdicts)
          print(terminal, formatVerdict(verdict, colours, options.all));
      }
      // As JSON the verdicts stay what a program reads: then the ids stand on the error stream.
      const stream = options.json === true ? terminal.errors : terminal.output;
      for (const id of ids) stream.write(`kept as ${id}\n`);
      done(verdicts.some((verdict) => verdict.alarm !== undefined) ? EXIT.engine : EXIT.ok);
    });
}

/** Before anything is printed: a verdict that is shown as kept is kept. */
async function keep(
  verdicts: readonly VerdictRecord[],
  ports: Ports,
  terminal: Terminal,
): Promise<readonly string[]> {
  await using memory = await openMemory(ports, terminal);
  return (await recordVerdicts(verdicts, memory, ports)).map(({ id }) => id);
}
