import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { Ports } from "../usecases/ports.ts";
import { replay, type Replay } from "../usecases/replay.ts";
import { replaysOfKept } from "../usecases/replay-kept.ts";
import { openMemory } from "./open-memory.ts";
import { exampleOf } from "./options.ts";
import { printable } from "./print/printable.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";

interface Options {
  readonly json?: boolean;
  readonly today?: boolean;
}

/** caveat replay VERDICT... */
export function addReplay(
  program: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  program
    .command("replay")
    .description("reach recorded verdicts again from their own grounds, and say what differs")
    .argument("<verdict...>", "the ids caveat decide --record printed, or files --json wrote")
    .option("--today", "for an id: under the packs of today, not those kept with the verdict")
    .option("--json", "print the verdict reached now instead, in the same form")
    .addHelpText("after", exampleOf("replay verdict.json"))
    .action(async (verdicts: readonly string[], options: Options) => {
      const ports = terminal.connect();
      const replays = await replayAll(verdicts, options, ports, terminal);
      if (options.json === true) {
        const again = replays.map((one) => one.again);
        print(terminal, ports.toText(again.length === 1 ? again[0] : again));
      } else {
        for (const one of replays) print(terminal, describe(one, ports));
      }
      done(replays.every((one) => one.same) ? EXIT.ok : EXIT.found);
    });
}

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A file of this name comes first: an id is never one by chance. */
async function replayAll(
  verdicts: readonly string[],
  { today = false }: Options,
  ports: Ports,
  terminal: Terminal,
): Promise<readonly Replay[]> {
  const isKept = (verdict: string): boolean => ID.test(verdict) && !existsSync(verdict);
  await using memory = verdicts.some(isKept) ? await openMemory(ports, terminal) : undefined;
  const reader = ports.user();
  const replayKept = memory && replaysOfKept({ today, reader }, memory, ports);
  const replays: Replay[] = [];
  for (const verdict of verdicts) {
    if (replayKept !== undefined && isKept(verdict)) {
      replays.push(await replayKept(verdict));
      continue;
    }
    for (const record of await ports.records.readRecords(verdict)) {
      replays.push(await replay(record, verdict, ports));
    }
  }
  return replays;
}

function describe({ same, again, changes }: Replay, ports: Ports): string {
  const what = printable(`${again.item} → ${again.partner}`);
  return same
    ? `${what}: the same, byte for byte (${again.outcome}, sha256 ${ports.digest(again)})`
    : `${what}: not the same\n  ${printable(changes).join("\n  ")}`;
}
