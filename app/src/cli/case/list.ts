import type { Command } from "commander";
import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { show } from "./print-case.ts";

interface Options {
  readonly mine?: boolean;
  readonly due?: boolean;
  readonly status?: string;
  readonly outcome?: string;
  readonly partner?: string;
  readonly after?: string;
  readonly json?: boolean;
}

/** caveat case list */
export function addList(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("list")
    .description("the cases you need to know, those changed last first, a page at a time")
    .option("--mine", "only those you take part in")
    .option("--due", "only those with a duty that is due or late")
    .option("--status <status>", "open, refused, withdrawn, closed")
    .option("--outcome <outcome>", "release, release-with-caveats, hold, refer, withhold")
    .option("--partner <id>", "only those to this partner")
    .option("--after <next>", "the page after: what the page before ended with")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("case list --mine --due"))
    .action(async ({ json, mine, due, ...filters }: Options) => {
      const query = new URLSearchParams(filters as Record<string, string>);
      if (mine === true) query.set("mine", "true");
      if (due === true) query.set("due", "true");
      const answer = await clientOf(terminal).get(`/cases?${query.toString()}`);
      show(answer, pageLines, json, terminal);
      done(EXIT.ok);
    });
}

function pageLines(answer: Body): readonly string[] {
  const rows = bodiesOf(answer["cases"]).map((row) => {
    const may = row["mayBeReleased"] === true ? "may be released" : textOf(row["outcome"]);
    return `${textOf(row["id"])}  ${textOf(row["status"]).padEnd(9)}  ${may}  ${textOf(row["updated"])}`;
  });
  const next = textOf(answer["next"]);
  if (rows.length === 0) return ["no cases"];
  return next === "" ? rows : [...rows, `more: --after ${next}`];
}
