import type { Command } from "commander";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { decisionLines, show } from "./print-case.ts";

/** caveat case decide ID */
export function addDecideCase(
  group: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  group
    .command("decide")
    .description("decide a case again as it stands now; what comes out otherwise is kept")
    .argument("<case>", "its id")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("case decide CASE"))
    .action(async (id: string, { json }: { readonly json?: boolean }) => {
      const answer = await clientOf(terminal).post(`/cases/${encodeURIComponent(id)}/decide`);
      show(answer, decisionLines, json, terminal);
      done(EXIT.ok);
    });
}
