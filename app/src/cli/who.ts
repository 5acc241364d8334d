import type { Command } from "commander";
import { ACTIONS, type IntendedAction } from "../core/request.ts";
import { InvalidArgumentError } from "commander";
import { suggest } from "../core/nearest.ts";
import { Refusal } from "../core/refusal.ts";
import type { VerdictRecord } from "../usecases/record.ts";
import { whoMayHave } from "../usecases/who.ts";
import { coloursFor } from "./print/colour.ts";
import { exampleOf, readDay } from "./options.ts";
import { printable } from "./print/printable.ts";
import { formatMatrix } from "./print/print-matrix.ts";
import { formatVerdict } from "./print/print-verdict.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";

interface Options {
  readonly purpose: string;
  readonly use?: string;
  readonly action?: IntendedAction;
  readonly site?: string;
  readonly partner?: readonly string[];
  readonly now?: string;
  readonly json?: boolean;
  readonly all?: boolean;
}

/** caveat who ITEMFILE */
export function addWho(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command("who")
    .description("who of all registered partners may have this item?")
    .argument("<itemfile>", "STIX, MISP, CSAF, PDF, mail, CSV, Markdown or text; plain or .gz")
    .option("--purpose <text>", "what it would be shared for", "share for defence")
    .option("--use <name>", "what the partner would use it for, in the words of the notes")
    .option(
      "--action <name>",
      `what the partner would do with it: ${ACTIONS.join(", ")}`,
      readAction,
    )
    .option("--site <file>", "the site file (otherwise CAVEAT_SITE, otherwise the scenario)")
    .option("--partner <id...>", "also print the whole verdict for these")
    .option("--now <date>", "decide as on this day, YYYY-MM-DD", readDay)
    .option("--json", "print every verdict for a program")
    .option("--all", "with --partner: also what is settled")
    .addHelpText(
      "after",
      exampleOf("who report.json --purpose 'warn of an attack' --partner alder"),
    )
    .action(async (itemfile: string, options: Options) => {
      const ports = terminal.connect();
      const { item, verdicts } = await whoMayHave(
        itemfile,
        options.site ?? ports.site,
        {
          mode: "release",
          purpose: options.purpose,
          ...(options.use === undefined ? {} : { use: options.use }),
          ...(options.action === undefined ? {} : { intendedAction: options.action }),
        },
        options.now ?? ports.today(),
        ports,
      );
      const chosen = choose(verdicts, options.partner ?? []);
      const colours = coloursFor(terminal);
      if (options.json === true) print(terminal, ports.toText(verdicts));
      else {
        print(terminal, formatMatrix([{ title: item.name, cells: verdicts }], colours));
        for (const verdict of chosen) print(terminal, formatVerdict(verdict, colours, options.all));
        if (options.partner === undefined)
          print(terminal, `Why? caveat who ${printable(itemfile)} --partner ID`);
      }
      done(verdicts.some((verdict) => verdict.alarm !== undefined) ? EXIT.engine : EXIT.ok);
    });
}

/** The verdicts for the partners named. Throws a Refusal for one that is not registered. */
function choose(verdicts: readonly VerdictRecord[], ids: readonly string[]): VerdictRecord[] {
  return ids.map((id) => {
    const found = verdicts.find((verdict) => verdict.partner === id);
    if (found !== undefined) return found;
    const known = verdicts.map((verdict) => verdict.partner);
    const problem = `"${id}" is not a registered partner or group`;
    throw new Refusal("unknown-partner", "--partner", problem, suggest(id, known));
  });
}

function readAction(text: string): IntendedAction {
  const action = ACTIONS.find((one) => one === text);
  if (action === undefined) throw new InvalidArgumentError(`it is one of ${ACTIONS.join(", ")}.`);
  return action;
}
