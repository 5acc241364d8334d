import type { Command } from "commander";
import { bodiesOf, type Body } from "../../../client/read-answer.ts";
import { exampleOf } from "../../options.ts";
import { EXIT, type Terminal } from "../../print/terminal.ts";
import { clientOf } from "../client.ts";
import { show } from "../print-case.ts";
import { pathOf, profileLine } from "./print-profile.ts";

/** caveat case profile list PARTNER */
export function addListProfiles(
  group: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  group
    .command("list")
    .description("the profiles of a partner, the newest of each topic")
    .argument("<partner>", "its id")
    .option("--json", "print the answer for a program, with the plans")
    .addHelpText("after", exampleOf("case profile list linde"))
    .action(async (partner: string, { json }: { readonly json?: boolean }) => {
      show(await clientOf(terminal).get(pathOf(partner)), toLines, json, terminal);
      done(EXIT.ok);
    });
}

function toLines(answer: Body): readonly string[] {
  const lines = bodiesOf(answer["profiles"]).map(profileLine);
  return lines.length === 0 ? ["no profiles"] : lines;
}
