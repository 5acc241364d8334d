import type { Command } from "commander";
import type { CheckAnswer, Ports } from "../../usecases/ports.ts";
import { openMemory } from "../open-memory.ts";
import { exampleOf } from "../options.ts";
import { Progress } from "../print/progress.ts";
import { EXIT, print, type Terminal } from "../print/terminal.ts";

interface Options {
  readonly policy?: string;
  readonly origin?: string;
  readonly pin?: readonly string[];
  readonly entry?: string;
  readonly json?: boolean;
}

const ABOUT = `is this exported ledger whole, in order, and signed by whom you believe?

Every entry is hashed, every checkpoint's signatures are checked, every value
shown must be the one committed to, and every value gone must be erased by an
entry that says so. With --entry the file is a receipt, and the question is
whether exactly that entry is in the ledger. There are three answers:

  good                      exit 0
  good, with values erased  exit 0: names each, and the entry that erased it
  bad                       exit 1: the first index not believed, and why

Exit 2 is no answer: a file that is not there, or a policy or pin that is none.
Whom you believe stands in a policy file of your own (c2sp.org/tlog-policy);
have its keys from their owners. Without one, this site's own key is believed,
which shows damage and later changes, and not what the site itself made up.
With one, neither database nor network is needed; caveat-verify does the same
without this program.`;

/** caveat ledger verify FILE */
export function addVerify(ledger: Command, terminal: Terminal, done: (code: number) => void): void {
  ledger
    .command("verify")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("<file>", "an export, or with --entry a receipt (.tlog-proof)")
    .option("--policy <file>", "whom you believe: logs, witnesses, and who must have signed")
    .option("--origin <name>", "the log it should be of")
    .option(
      "--pin <file...>",
      "checkpoints or receipts you kept: an older or another history than theirs is bad",
    )
    .option("--entry <file>", "the exact bytes of the entry that the receipt is about")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("ledger verify october.export --policy trust.policy"))
    .action(async (file: string, options: Options) => {
      const answer = await check(file, options, terminal);
      print(terminal, options.json === true ? answer.json : textOf(answer, options));
      done(answer.isGood ? EXIT.ok : EXIT.found);
    });
}

async function check(path: string, options: Options, terminal: Terminal): Promise<CheckAnswer> {
  const ports = terminal.connect();
  const policy =
    options.policy === undefined ? await ownPolicy(ports, terminal) : { path: options.policy };
  const progress = new Progress(terminal, "entries");
  try {
    return await ports.checker.check({
      path,
      policy,
      entry: options.entry,
      origin: options.origin,
      pins: options.pin ?? [],
      progress: (entries) => progress.show(entries),
    });
  } finally {
    progress.end();
  }
}

async function ownPolicy(ports: Ports, terminal: Terminal): Promise<{ readonly text: string }> {
  await using memory = await openMemory(ports, terminal);
  return { text: (await memory.ledger.trusted()).policy };
}

function textOf({ text }: CheckAnswer, { policy }: Options): string {
  if (policy !== undefined) return text;
  return `${text}\n(believing this site's own key and witnesses; --policy names others)`;
}
