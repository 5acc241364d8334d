import type { Command } from "commander";
import type { Exported } from "../../usecases/memory.ts";
import { openMemory } from "../open-memory.ts";
import { exampleOf } from "../options.ts";
import { printable } from "../print/printable.ts";
import { Progress } from "../print/progress.ts";
import { EXIT, print, type Terminal } from "../print/terminal.ts";

interface Options {
  readonly open?: boolean;
  readonly log?: string;
  readonly checkpoint?: string;
  readonly force?: boolean;
}

const ABOUT = `write the whole ledger into one file that anybody can check

The file holds every entry up to the newest signed checkpoint, which covers
every erasure done so far, and says of each sealed value that it is kept, or
erased and by which entry. It is written in one go or not at all. Whoever gets
it checks it with caveat ledger verify, or alone with caveat-verify.`;

const UNWITNESSED =
  "  its witnesses do not meet their quorum yet: who asks for it will not believe this export";

/** caveat ledger export FILE */
export function addExport(ledger: Command, terminal: Terminal, done: (code: number) => void): void {
  ledger
    .command("export")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("<file>", "the file to write")
    .option("--open", "show sealed values, with their nonces: noted as a reading, under your name")
    .option("--log <origin>", "another log of this site, such as a partner's")
    .option("--checkpoint <file>", "also write the last checkpoint, to --pin it later")
    .option("--force", "replace the file if it is there")
    .addHelpText("after", exampleOf("ledger export october.export --checkpoint october.checkpoint"))
    .action(async (path: string, options: Options) => {
      const exported = await exportTo(path, options, terminal);
      print(terminal, printable(textOf(path, exported, options)));
      done(EXIT.ok);
    });
}

async function exportTo(
  path: string,
  { open = false, log, checkpoint, force = false }: Options,
  terminal: Terminal,
): Promise<Exported> {
  const ports = terminal.connect();
  const progress = new Progress(terminal, "entries");
  await using memory = await openMemory(ports, terminal);
  try {
    const exported = await memory.ledger.exportTo({
      path,
      open,
      log,
      replace: force,
      reader: ports.user(),
      progress: (written, of) => progress.show(written, of),
    });
    if (checkpoint !== undefined) {
      await ports.files.replace(checkpoint, Buffer.from(exported.checkpoint));
    }
    return exported;
  } finally {
    progress.end();
  }
}

function textOf(
  path: string,
  { origin, size, isWitnessed }: Exported,
  { open, checkpoint }: Options,
): string {
  const sealed =
    open === true
      ? "shown: keep the file as you keep the records themselves"
      : "not shown; --open shows them";
  return [
    `${path}: the whole ledger of ${origin}, ${size} ${size === 1 ? "entry" : "entries"}`,
    `  sealed values are ${sealed}`,
    ...(isWitnessed ? [] : [UNWITNESSED]),
    ...(checkpoint === undefined ? [] : [`  its last checkpoint is in ${checkpoint}`]),
    `  check it: caveat ledger verify ${path}`,
  ].join("\n");
}
