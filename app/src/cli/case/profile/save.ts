import type { Command } from "commander";
import { exampleOf } from "../../options.ts";
import { EXIT, type Terminal } from "../../print/terminal.ts";
import { clientOf } from "../client.ts";
import { show } from "../print-case.ts";
import { readPlan } from "../read-plan.ts";
import { pathOf, planLines, profileLine } from "./print-profile.ts";

interface Options {
  readonly plan: string;
  readonly json?: boolean;
}

/** caveat case profile save PARTNER TOPIC */
export function addSaveProfile(
  group: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  group
    .command("save")
    .description(
      "keep a plan for a partner and topic: the next version, where there is one already",
    )
    .argument("<partner>", "its id")
    .argument("<topic>", "what it is for: lower-case letters, digits and ._:-")
    .requiredOption("--plan <file>", 'what is taken out, as JSON: {"name": …, "steps": […]}')
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("case profile save linde malware --plan plan.json"))
    .action(async (partner: string, topic: string, { plan, json }: Options) => {
      const body = { topic, plan: await readPlan(plan) };
      const kept = await clientOf(terminal).post(pathOf(partner), body);
      show(kept, (one) => [profileLine(one), ...planLines(one)], json, terminal);
      done(EXIT.ok);
    });
}
