import type { Command } from "commander";
import type { BackupSummary } from "../usecases/back-up.ts";
import { counted } from "./print/counted.ts";
import { exampleOf } from "./options.ts";
import { printable } from "./print/printable.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";
import { watching } from "./watch.ts";

interface Options {
  readonly check?: boolean;
}

const ABOUT = `copy what the site remembers into a new folder, and check the copy

The folder holds every row of the database, the large files, and of each ledger
the tiles and the newest checkpoint, as they were at one moment; work may go on
meanwhile. Before the folder gets its name it is read back: every file against
its hash, every ledger against its signed checkpoint. A folder under that name
is therefore whole.

Not in it, on purpose: the keys of sealed values (the folder keys of the home
has backups of its own, kept for a few days, or a restore would undo erasures),
the signer's folder (it is moved, never restored from a copy), sign-ins and
access tokens. docs/how-to/back-up-and-restore.md says what to do with those.`;

/** caveat backup FOLDER */
export function addBackup(
  program: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  program
    .command("backup")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("<folder>", "a new folder; the one above it must be there")
    .option("--check", "check a backup that was made before, and touch nothing")
    .addHelpText("after", exampleOf("backup /mnt/backups/2026-11-26"))
    .action(async (folder: string, { check = false }: Options) => {
      const { backups } = terminal.connect();
      const summary = await watching(terminal, (watch) =>
        check ? backups.check(folder, watch) : backups.write(folder, watch),
      );
      print(terminal, printable(textOf(folder, summary, check)));
      done(EXIT.ok);
    });
}

function textOf(folder: string, summary: BackupSummary, isCheck: boolean): string {
  const { at, logs } = summary;
  const rows = counted(summary.rows, "row", "rows");
  const files = counted(summary.files, "file", "files");
  const ends = logs.map(
    ({ origin, entries, signed }) =>
      `  ledger ${origin}: ${counted(entries, "entry", "entries")}, ${signed} of them signed`,
  );
  return [
    `${folder}: a whole backup, as of ${at}`,
    `  ${rows}, ${files}, ${summary.bytes} bytes, each read back and checked`,
    ...ends,
    ...(isCheck ? [] : ["  the keys of sealed values are not in it: they have their own backups"]),
    `  bring it back: caveat restore ${folder}`,
  ].join("\n");
}
