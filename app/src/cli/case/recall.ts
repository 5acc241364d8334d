import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { exampleOf, readDay } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { decisionLines, show } from "./print-case.ts";

interface Options {
  readonly says: string;
  readonly correction?: boolean;
  readonly replacement?: string;
  readonly due?: string;
  readonly json?: boolean;
}

/** caveat case recall CASE RELEASE */
export function addRecall(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("recall")
    .description("call back what left, or say what takes its place; everybody who has it is told")
    .argument("<case>", "its id")
    .argument("<release>", "the id of the step that released it")
    .requiredOption("--says <text>", "the reasons")
    .option("--correction", "it is corrected, not called back")
    .option("--replacement <id>", "of a correction: the release that takes its place")
    .option("--due <day>", "the last day for an answer", readDay)
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf('case recall CASE RELEASE --says "the source was wrong"'))
    .action(async (id: string, release: string, options: Options) => {
      const { correction = false, json, ...said } = options;
      const body = { release, how: correction ? "correction" : "recall", ...said };
      const path = `/cases/${encodeURIComponent(id)}/recalls`;
      const recall = randomUUID();
      const answer = await clientOf(terminal).post(path, body, recall);
      const toLines = (): readonly string[] => [
        `${body.how} ${recall}; who must answer by when:`,
        ...decisionLines(answer),
      ];
      show({ recall, ...answer }, toLines, json, terminal);
      done(EXIT.ok);
    });
}
