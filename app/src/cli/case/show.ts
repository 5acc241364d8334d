import type { Command } from "commander";
import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { decisionLines, show } from "./print-case.ts";

/** caveat case show ID */
export function addShow(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("show")
    .description("one case, decided as it stands now; that you read it is noted")
    .argument("<case>", "its id")
    .option("--json", "print all of it for a program")
    .addHelpText("after", exampleOf("case show CASE"))
    .action(async (id: string, { json }: { readonly json?: boolean }) => {
      const answer = await clientOf(terminal).get(`/cases/${encodeURIComponent(id)}`);
      show(answer, toLines, json, terminal);
      done(EXIT.ok);
    });
}

function toLines(answer: Body): readonly string[] {
  return [...decisionLines(answer), ...bodiesOf(answer["steps"]).flatMap(stepLines)];
}

/** What was made to leave, what left and what was called back, by the ids that commands take. */
function stepLines(step: Body): readonly string[] {
  const id = textOf(step["id"]);
  const kind = textOf(step["kind"]);
  if (kind === "prepare") return [`  copy ${id} ${placeOf(step)}`];
  if (kind === "recall") return [`  ${textOf(step["how"])} ${id} of ${textOf(step["release"])}`];
  if (kind !== "release") return [];
  return bodiesOf(step["copies"]).map((copy) => `  release ${id} ${placeOf(copy)}`);
}

function placeOf({ partner, medium, collection }: Body): string {
  return `for ${textOf(partner)} over ${textOf(medium)} in ${textOf(collection)}`;
}
