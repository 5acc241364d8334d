import type { Command } from "commander";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { decisionLines, show } from "./print-case.ts";
import { readValue } from "./value.ts";

interface Options {
  readonly to: readonly string[];
  readonly purpose: string;
  readonly use?: string;
  readonly urgent?: string;
  readonly mode: string;
  readonly set?: readonly string[];
  readonly json?: boolean;
}

/** caveat case open ITEM */
export function addOpen(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("open")
    .description("ask whether an item may go to somebody, and open a case on it")
    .argument("<item>", "the item's id: what caveat case submit printed")
    .requiredOption("--to <id...>", "partners or groups")
    .requiredOption("--purpose <text>", "what they are to have it for")
    .option("--use <use>", "what they will use it for, in the words of the notes: intelligence")
    .option("--urgent <text>", "the urgent and weighty reason")
    .option("--mode <mode>", "release, ask or support", "release")
    .option("--set <name=value...>", "another field of the request, see the API's document")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf('case open ITEM --to alder --purpose "stop the attack"'))
    .action(async (item: string, options: Options) => {
      const { to, purpose, use, urgent, mode, set = [], json } = options;
      const request = {
        mode,
        purpose,
        ...(use === undefined ? {} : { use }),
        ...(urgent === undefined ? {} : { urgentWeighty: urgent }),
        ...Object.fromEntries(set.map((one) => readValue(one))),
      };
      const answer = await clientOf(terminal).post("/cases", { item, recipients: to, request });
      show(answer, decisionLines, json, terminal);
      done(EXIT.ok);
    });
}
