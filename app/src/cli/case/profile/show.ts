import type { Command } from "commander";
import { bodiesOf, textOf, type Body } from "../../../client/read-answer.ts";
import { Refusal } from "../../../core/refusal.ts";
import { exampleOf } from "../../options.ts";
import { EXIT, type Terminal } from "../../print/terminal.ts";
import { clientOf } from "../client.ts";
import { writeNew } from "../preview.ts";
import { show } from "../print-case.ts";
import { pathOf, planLines, profileLine } from "./print-profile.ts";

interface Options {
  readonly out?: string;
  readonly json?: boolean;
}

/** caveat case profile show PARTNER TOPIC */
export function addShowProfile(
  group: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  group
    .command("show")
    .description("what a profile takes out, step by step")
    .argument("<partner>", "its id")
    .argument("<topic>", "what the profile is kept for")
    .option("--out <file>", "write the plan there; a file that is there already is kept")
    .option("--json", "print the profile for a program")
    .addHelpText("after", exampleOf("case profile show linde malware --out plan.json"))
    .action(async (partner: string, topic: string, { out, json }: Options) => {
      const found = profileOf(await clientOf(terminal).get(pathOf(partner)), partner, topic);
      if (out !== undefined) {
        await writeNew(out, Buffer.from(`${JSON.stringify(found["plan"], null, 2)}\n`));
      }
      show(found, (one) => [profileLine(one), ...planLines(one)], json, terminal);
      done(EXIT.ok);
    });
}

function profileOf(answer: Body, partner: string, topic: string): Body {
  const all = bodiesOf(answer["profiles"]);
  const found = all.find((one) => one["topic"] === topic);
  if (found !== undefined) return found;
  const problem = "no profile is kept for this partner and topic";
  const topics = all.map((one) => textOf(one["topic"])).join(", ");
  const remedy = topics === "" ? "caveat case profile save keeps one" : `there are ${topics}`;
  throw new Refusal("bad-usage", `${partner} ${topic}`, problem, remedy);
}
