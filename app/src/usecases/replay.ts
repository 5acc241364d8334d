import type { Pack } from "../core/pack.ts";
import { loadPacks } from "./decide.ts";
import type { Ports } from "./ports.ts";
import { toRecord, type RecordedVerdict, type VerdictRecord } from "./record.ts";

/** Whether a recorded verdict could be reached again, byte for byte, and if not what differs. */
export interface Replay {
  readonly same: boolean;
  readonly again: VerdictRecord;
  /** One sentence for each difference in what the verdict rests on or in what it says. */
  readonly changes: readonly string[];
}

/** Reaches a recorded verdict again from its own grounds, under today's packs and engine. */
export async function replay(
  record: RecordedVerdict,
  place: string,
  ports: Ports,
): Promise<Replay> {
  const ids = record.packs.map((pack) => pack.id);
  return replayUnder(await loadPacks(ids, place, ports), record, ports);
}

/** The same under given packs: those of that day, say. */
export function replayUnder(packs: readonly Pack[], record: RecordedVerdict, ports: Ports): Replay {
  const again = toRecord(record.grounds, packs, ports.engine, ports.digest);
  const changes = [
    ...packs.flatMap((pack) => packChanges(pack, record)),
    ...(again.engine === record.engine
      ? []
      : [`the engine was ${record.engine} and is ${again.engine}`]),
    ...sealChanges(record, again),
    ...verdictChanges(record, again),
  ];
  const same = ports.digest(again) === ports.digest(record);
  if (!same && changes.length === 0)
    changes.push("the record was altered: its text is not what its grounds give");
  return { same, again, changes };
}

function packChanges(pack: Pack, record: RecordedVerdict): string[] {
  const before = record.packs.find((one) => one.id === pack.id);
  if (before?.hash === pack.hash) return [];
  const old = record.rules[pack.id] ?? {};
  const rules = [...new Set([...Object.keys(old), ...Object.keys(pack.ruleHashes)])].toSorted();
  const changed = rules.flatMap((rule) => {
    const [was, is] = [old[rule], pack.ruleHashes[rule]];
    if (was === is) return [];
    if (was === undefined) return [`rule ${rule} of pack ${pack.id} is new`];
    return [`rule ${rule} of pack ${pack.id} ${is === undefined ? "is gone" : "has changed"}`];
  });
  if (changed.length > 0) return changed;
  return [`pack ${pack.id} has changed outside its rules: its schema or its pack.yaml`];
}

/** The record's own hashes must be those of its own grounds. */
function sealChanges(record: RecordedVerdict, again: VerdictRecord): string[] {
  return (["facts", "standing", "request"] as const)
    .filter((name) => record.hashes[name] !== again.hashes[name])
    .map((name) => `the record's ${name} are not those its hash names: it was altered`);
}

function verdictChanges(record: RecordedVerdict, again: VerdictRecord): string[] {
  const changes: string[] = [];
  if (record.outcome !== again.outcome) {
    changes.push(`the outcome was ${record.outcome} and is ${again.outcome}`);
  }
  const was = record.paths.map((path) => path.measures.join(" + "));
  const is = again.paths.map((path) => path.measures.join(" + "));
  for (const path of was.filter((one) => !is.includes(one)))
    changes.push(`no longer a path: ${path}`);
  for (const path of is.filter((one) => !was.includes(one))) changes.push(`a new path: ${path}`);
  return changes;
}
