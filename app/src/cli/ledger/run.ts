import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { keepGoing, Troubles } from "../../usecases/keep-going.ts";
import { exampleOf, readWhole } from "../options.ts";
import { printable } from "../print/printable.ts";
import { EXIT, print, type Terminal } from "../print/terminal.ts";
import { untilStopped } from "../until-stopped.ts";

interface Options {
  readonly interval: number;
}

const ABOUT = `keep the ledger going until stopped (SIGTERM, or Ctrl-C)

Every interval it gives waiting entries their place, has the new state signed
and witnessed, publishes it beside the tiles, and enters who read what was
sealed. Several may run at once: one wins each turn. Trouble is told once, in a
sentence, when it comes, and once when it is over; the database and the signer
may be restarted meanwhile. It ends by itself, with exit 3, only when somebody
rewrote the ledger, or when the database turns out to be an older copy.`;

/** caveat ledger run */
export function addRun(ledger: Command, terminal: Terminal, done: (code: number) => void): void {
  ledger
    .command("run")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .option("--interval <ms>", "milliseconds between two turns", readWhole(10, 86_400_000), 1000)
    .addHelpText("after", exampleOf("ledger run --interval 500"))
    .action(async ({ interval }: Options) => {
      await untilStopped((signal) => runUntil(signal, interval, terminal));
      done(EXIT.ok);
    });
}

async function runUntil(stop: AbortSignal, interval: number, terminal: Terminal): Promise<void> {
  const { errors } = terminal;
  const troubles = new Troubles((what) => void errors.write(`caveat: ${printable(what)}\n`));
  await using memory = await terminal
    .connect()
    .openMemory({ onTrouble: (what) => troubles.hear(what) });
  const { origin } = await memory.ledger.trusted();
  print(terminal, printable(`the ledger of ${origin} goes on, every ${interval} ms`));
  await keepGoing(memory, troubles, {
    isStopped: () => stop.aborted,
    // Cut short when it is stopped, which is no error.
    pause: () => pause(interval, undefined, { signal: stop }).catch(() => undefined),
  });
}
