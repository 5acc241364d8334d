import type { Command } from "commander";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { decisionLines, show } from "./print-case.ts";
import { readValue } from "./value.ts";

interface Options {
  readonly says?: string;
  readonly measure?: string;
  readonly set?: readonly string[];
  readonly json?: boolean;
}

const ABOUT = `take a step in a case: it is decided again at once

  state        reasons under a measure: --measure state:necessity --says TEXT
  ask-consent  --set originator=ID --set partner=ID --set scope=TEXT --set due=DAY
  consent      what the originator answered, with evidence=TEXT
  withdraw, close   --says TEXT

What takes a person with a key (approve, refuse, override, assess, review) is
refused to a token. Every kind and its fields: the API's document.`;

/** caveat case step ID KIND */
export function addStep(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("step")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("<case>", "its id")
    .argument("<kind>", "state, ask-consent, consent, assure, amend, withdraw, close …")
    .option("--says <text>", "the reasons")
    .option("--measure <name>", "of a statement: state:necessity")
    .option("--set <name=value...>", "another field of the step")
    .option("--json", "print the answer for a program")
    .addHelpText(
      "after",
      exampleOf('case step CASE state --measure state:necessity --says "they are the target"'),
    )
    .action(async (id: string, kind: string, { says, measure, set = [], json }: Options) => {
      const body = {
        ...(says === undefined ? {} : { says }),
        ...(measure === undefined ? {} : { measure }),
        ...Object.fromEntries(set.map((one) => readValue(one))),
      };
      const path = `/cases/${encodeURIComponent(id)}/steps/${encodeURIComponent(kind)}`;
      show(await clientOf(terminal).post(path, body), decisionLines, json, terminal);
      done(EXIT.ok);
    });
}
