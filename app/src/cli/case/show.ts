import type { Command } from "commander";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../terminal.ts";
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
      show(answer, decisionLines, json, terminal);
      done(EXIT.ok);
    });
}
