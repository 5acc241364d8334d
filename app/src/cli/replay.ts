import type { Command } from "commander";
import { replay } from "../usecases/replay.ts";
import { exampleOf } from "./options.ts";
import { printable } from "./printable.ts";
import { EXIT, print, type Terminal } from "./terminal.ts";

/** caveat replay VERDICTFILE */
export function addReplay(
  program: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  program
    .command("replay")
    .description("reach a recorded verdict again from its own grounds, and say what differs")
    .argument("<verdictfile>", "what caveat decide --json wrote")
    .option("--json", "print the verdict reached today instead, in the same form")
    .addHelpText("after", exampleOf("replay verdict.json"))
    .action(async (file: string, options: { readonly json?: boolean }) => {
      const ports = terminal.connect();
      const records = await ports.records.readRecords(file);
      const replays = [];
      for (const record of records) replays.push(await replay(record, file, ports));
      if (options.json === true) {
        const again = replays.map((one) => one.again);
        print(terminal, ports.toText(again.length === 1 ? again[0] : again));
      } else {
        for (const { same, again, changes } of replays) {
          const what = printable(`${again.item} → ${again.partner}`);
          if (same)
            print(
              terminal,
              `${what}: the same, byte for byte (${again.outcome}, sha256 ${ports.digest(again)})`,
            );
          else print(terminal, `${what}: not the same\n  ${printable(changes).join("\n  ")}`);
        }
      }
      done(replays.every((one) => one.same) ? EXIT.ok : EXIT.found);
    });
}
