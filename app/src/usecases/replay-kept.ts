import type { Pack } from "../core/pack.ts";
import { Refusal } from "../core/refusal.ts";
import type { FoundVerdict, Memory } from "./memory.ts";
import type { Ports } from "./ports.ts";
import { replay, replayUnder, type Replay } from "./replay.ts";

export interface ReplayOptions {
  /** Under the packs of today instead of those of that day. */
  readonly today: boolean;
  /** Who asks: the reading is noted under this name. */
  readonly reader: string;
}

/**
 * Reaches verdicts of the memory again, each under the packs that were kept with it; those of one and the
 * same content are compiled once.
 *
 * The result throws a Refusal for an id that was never kept, and for one whose content was erased.
 */
export function replaysOfKept(
  { today, reader }: ReplayOptions,
  memory: Memory,
  ports: Ports,
): (id: string) => Promise<Replay> {
  const compiled = new Map<string, readonly Pack[]>();
  return async (id) => {
    const place = `verdict ${id}`;
    const found = requireKept(await memory.verdicts.find(id, reader), place);
    const record = ports.records.parseRecord(found.record, place);
    if (today) return replay(record, place, ports);
    const files = ports.records.parsePacks(found.packs, place);
    const name = ports.digest(files);
    const packs = compiled.get(name) ?? files.map((one) => ports.packs.fromFiles(one));
    compiled.set(name, packs);
    return replayUnder(packs, record, ports);
  };
}

function requireKept(
  found: FoundVerdict | undefined,
  place: string,
): Extract<FoundVerdict, { state: "kept" }> {
  if (found?.state === "kept") return found;
  throw found === undefined
    ? new Refusal(
        "unknown-verdict",
        place,
        "no verdict was kept under this id",
        "check the id; caveat decide --record prints it",
      )
    : new Refusal(
        "unknown-verdict",
        place,
        "it was reached, and what it said was erased",
        "caveat ledger export shows the entry that erased it",
      );
}
