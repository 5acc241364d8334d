import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { decisionLines, show } from "./print-case.ts";

interface Options {
  readonly copy?: readonly string[];
  readonly json?: boolean;
}

/** caveat case release CASE */
export function addRelease(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("release")
    .description("release what was prepared, if it may leave now; of persons only a person does")
    .argument("<case>", "its id")
    .option("--copy <id...>", "these copies only; all that have not left, without it")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("case release CASE"))
    .action(async (id: string, { copy, json }: Options) => {
      const body = copy === undefined ? {} : { copies: copy };
      const path = `/cases/${encodeURIComponent(id)}/release`;
      const release = randomUUID();
      const answer = await clientOf(terminal).post(path, body, release);
      const toLines = (): readonly string[] => [`release ${release}`, ...decisionLines(answer)];
      show({ release, ...answer }, toLines, json, terminal);
      done(EXIT.ok);
    });
}
