import type { Command } from "commander";
import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { decisionLines, show } from "./print-case.ts";
import { readPlan } from "./read-plan.ts";

interface Options {
  readonly to: string;
  readonly partner?: string;
  readonly collection: string;
  readonly plan?: string;
  readonly profile?: string;
  readonly json?: boolean;
}

const ABOUT = `make a copy for one recipient: sanitised, with its caveats, and searched

Exactly these bytes are what an approval is then given for. The plan is a JSON
file {"name": …, "steps": […]}, or the topic of a profile kept for the partner.`;

/** caveat case prepare CASE */
export function addPrepare(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("prepare")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("<case>", "its id")
    .requiredOption("--to <id>", "the recipient")
    .option("--partner <id>", "of a group: the member whose copy it is")
    .requiredOption("--collection <id>", "the place at the partner; it says over which medium")
    .option("--plan <file>", "what is taken out, as JSON")
    .option("--profile <topic>", "instead of a plan: the one kept for this partner and topic")
    .option("--json", "print the answer for a program")
    .addHelpText(
      "after",
      exampleOf("case prepare CASE --to alder --collection ID --profile malware"),
    )
    .action(async (id: string, { to, plan, json, ...named }: Options) => {
      const chosen = plan === undefined ? {} : { plan: await readPlan(plan) };
      const body = { recipient: to, ...named, ...chosen };
      const path = `/cases/${encodeURIComponent(id)}/copies`;
      show(await clientOf(terminal).post(path, body), toLines, json, terminal);
      done(EXIT.ok);
    });
}

function toLines(answer: Body): readonly string[] {
  const [decision] = bodiesOf([answer["decision"]]);
  return [
    `copy ${textOf(answer["act"])}, ${String(answer["size"])} bytes`,
    `  SHA-256 ${textOf(answer["sha256"])}`,
    ...bodiesOf(answer["changes"]).map(changeLine),
    ...decisionLines(decision ?? {}),
  ];
}

/** One change in a line. */
export function changeLine(change: Body): string {
  return `  ${textOf(change["step"])} ${textOf(change["place"])}: ${textOf(change["says"])}`;
}
