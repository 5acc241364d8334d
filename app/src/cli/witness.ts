import type { Command } from "commander";
import { exampleOf, readWhole } from "./options.ts";
import { printable } from "./print/printable.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";

interface Options {
  readonly folder: string;
  readonly name?: string;
  readonly log?: readonly string[];
  readonly port: number;
  readonly host: string;
}

const ABOUT = `run a witness: vouch that somebody's ledger has one history only

For an oversight body, on a machine of its own. A witness keeps the last state
it saw of each ledger, and signs the next one only when that is shown to
continue it. So nobody can rewrite a ledger, restore an older copy, or show two
histories to two readers, not even with the ledger's own key. It speaks
tlog-witness (c2sp.org) over HTTP; put a server with TLS in front of it where
the line is not your own. Its folder is its memory: never restore an older one.

The ledger's operator names the witness in the file of CAVEAT_WITNESSES, and
whoever trusts the witness names it in a policy:

  witness w1 KEY http://HOST:PORT
  quorum w1`;

/** caveat witness */
export function addWitness(
  program: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  program
    .command("witness")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .requiredOption("--folder <dir>", "its key, and what it saw of each ledger; made when new")
    .option("--name <name>", "the name of its key, at the first start: oversight.example/w1")
    .option("--log <vkey...>", "keys of ledgers to witness, beside those it witnesses already")
    .option("--port <number>", "where it listens; 0 takes a free one", readWhole(0, 65_535), 8700)
    .option("--host <address>", "the address it listens at", "127.0.0.1")
    .addHelpText(
      "after",
      exampleOf(
        "witness --folder w1 --name oversight.example/w1 --log service.example/ledger+66fd9d39+AV…",
      ),
    )
    .action(async ({ log = [], ...options }: Options) => {
      const onReady = (url: string, key: string): void =>
        print(terminal, printable(`witness at ${url}, until it is stopped\n  its key: ${key}`));
      await terminal.connect().runWitness({ ...options, logs: log, onReady });
      done(EXIT.ok);
    });
}
