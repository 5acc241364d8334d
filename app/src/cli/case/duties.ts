import type { Command } from "commander";
import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { dutyLine, show } from "./print-case.ts";

interface Options {
  readonly mine?: boolean;
  readonly json?: boolean;
}

/** caveat case duties */
export function addDuties(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("duties")
    .description("what must be done in the cases you need to know, the one that is due first first")
    .option("--mine", "only of those you take part in")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("case duties --mine"))
    .action(async ({ mine, json }: Options) => {
      const answer = await clientOf(terminal).get(`/duties${mine === true ? "?mine=true" : ""}`);
      show(answer, dutyLines, json, terminal);
      done(EXIT.ok);
    });
}

function dutyLines(answer: Body): readonly string[] {
  const lines = bodiesOf(answer["duties"]).flatMap((row) =>
    bodiesOf([row["duty"]]).map((duty) => `${textOf(row["case"])}${dutyLine(duty)}`),
  );
  return lines.length === 0 ? ["nothing is due"] : lines;
}
