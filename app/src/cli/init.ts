import { Option, type Command } from "commander";
import type { InitRequest } from "../usecases/desk.ts";
import { exampleOf } from "./options.ts";
import { printable } from "./print/printable.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";

type Kind = InitRequest["service"]["kind"];

interface Options {
  readonly service: string;
  readonly name: string;
  readonly kind: Kind;
  readonly minister?: string;
  readonly administrator: string;
}

const KINDS: readonly Kind[] = ["civil", "military", "csirt", "police", "other"];

const ABOUT = `make a site: database, ledger, keys, its service, its first administrator

Prints a link, once: whoever opens it enrols a passkey and is the first
administrator. Run it again for the second: a role takes two people, who
proposes it and who confirms it, and an administrator decides nothing.
Afterwards administrators invite everybody else, and this command refuses.`;

/** caveat init */
export function addInit(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command("init")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .requiredOption("--service <id>", "a short name for programs: lowland")
    .requiredOption("--name <name>", "the service's name")
    .addOption(new Option("--kind <kind>", "what it is").choices(KINDS).default("other"))
    .option("--minister <who>", "its minister, where it has one: interior")
    .requiredOption("--administrator <name>", "who administers the site first")
    .addHelpText(
      "after",
      exampleOf('init --service lowland --name "Lowland Service" --kind civil --administrator Ada'),
    )
    .action(async ({ service, name, kind, minister, administrator }: Options) => {
      const { desk } = terminal.connect();
      const made = await desk.init({
        service: { id: service, name, kind, minister },
        administrator,
      });
      const lines = [
        `the site is ready; its ledger is ${made.origin}`,
        `the administrator's link, shown this once and good until ${made.expires}:`,
        `  ${made.path}`,
        "put the address of the desk before it: caveat serve prints that",
      ];
      print(terminal, printable(lines.join("\n")));
      done(EXIT.ok);
    });
}
