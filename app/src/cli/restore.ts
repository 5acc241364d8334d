import type { Command } from "commander";
import { Refusal } from "../core/refusal.ts";
import type { LogStanding, Restored } from "../usecases/back-up.ts";
import { counted } from "./print/counted.ts";
import { exampleOf } from "./options.ts";
import { printable } from "./print/printable.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";
import { watching } from "./watch.ts";

interface Options {
  readonly rollForward?: string;
}

const ABOUT = `bring a backup back into a home or database that holds no data

The backup is checked before anything is touched. Until the last row is in and
checked the database is marked, and every start refuses it: a restore that is
cut short is begun anew by the same command.

Then the signer is asked. Where it vouched for more than the backup has, the
restored database stays and every start refuses it: what was signed must not be
signed again otherwise. --roll-forward brings the missing entries back from the
site's tiles, with their places and proofs. What was kept beside those entries
(records, facts, sealed values) is not in tiles; so take the newest backup.`;

/** caveat restore FOLDER */
export function addRestore(
  program: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  program
    .command("restore")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("[folder]", "what caveat backup has made; none: only roll forward what was restored")
    .option("--roll-forward <tiles>", "the folder tiles of the site's home, or a copy of it")
    .addHelpText("after", exampleOf("restore /mnt/backups/2026-11-26 --roll-forward ~/old/tiles"))
    .action(async (folder: string | undefined, { rollForward }: Options) => {
      const restored = await restore(folder, rollForward, terminal);
      print(terminal, printable(textOf(folder, restored)));
      const isCurrent = restored.logs.every(({ state }) => state === "current");
      done(isCurrent ? EXIT.ok : EXIT.found);
    });
}

async function restore(
  folder: string | undefined,
  tiles: string | undefined,
  terminal: Terminal,
): Promise<Restored> {
  const { backups } = terminal.connect();
  if (folder === undefined && tiles === undefined) {
    const remedy = "name the folder of a backup, or --roll-forward TILES for one that was restored";
    throw new Refusal("bad-usage", "restore", "there is nothing to restore", remedy);
  }
  return await watching(terminal, async (watch) => {
    const restored = folder === undefined ? undefined : await backups.restore(folder, watch);
    const isBehind = restored?.logs.some(({ state }) => state === "behind") ?? true;
    if (restored !== undefined && (tiles === undefined || !isBehind)) return restored;
    return await backups.bringForward(tiles ?? "", watch);
  });
}

function textOf(folder: string | undefined, { logs, added }: Restored): string {
  const isBehind = logs.some(({ state }) => state === "behind");
  return [
    ...(folder === undefined ? [] : [`${folder}: restored`]),
    ...(added === 0 ? [] : [`${counted(added, "entry", "entries")} brought forward from tiles`]),
    ...logs.flatMap(standingText),
    ...(isBehind ? [BEHIND] : []),
  ].join("\n");
}

function standingText({ origin, size, vouched, state }: LogStanding): string[] {
  const entries = counted(size, "entry", "entries");
  switch (state) {
    case "current":
      return [`  ledger ${origin}: ${entries}, all that the signer vouched for`];
    case "behind": {
      const missing = vouched - size === 1 ? "1 is" : `${vouched - size} are`;
      return [
        `  ledger ${origin}: ${entries}, and the signer vouched for ${vouched}: ${missing} missing`,
      ];
    }
    case "unknown":
      return [
        `  ledger ${origin}: ${entries}, and the signer here has never signed for it`,
        "  Every start is refused until the signer's own folder is here (not a copy of it).",
      ];
  }
}

const BEHIND = `Every start is refused until they are back. Bring them back from the site's tiles:
  caveat restore --roll-forward TILES`;
