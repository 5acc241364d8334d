import type { CaseFile } from "../core/case.ts";
import type { Grounds } from "../core/deciding/decide.ts";
import { equivalencesFor } from "./equivalences.ts";
import { splitMeasure } from "../core/measure.ts";
import { suggest } from "../core/nearest.ts";
import type { Pack } from "../core/pack.ts";
import { Refusal } from "../core/refusal.ts";
import { chooseRecipients, gatherFacts, joinSite, statementsOf, toRecipients } from "./gather.ts";
import type { Ports } from "./ports.ts";
import { toRecord, type VerdictRecord } from "./record.ts";

/** What the caller may set beside the case file; each replaces what the file says. */
export interface DecideOptions {
  readonly packs?: readonly string[];
  readonly recipients?: readonly string[];
  readonly now?: string;
}

/**
 * Decides a case file for each of its recipients. Throws a Refusal on bad input; an engine failure
 * is no exception but a verdict `withhold` with an alarm.
 */
export async function decideCase(
  path: string,
  options: DecideOptions,
  ports: Ports,
): Promise<readonly VerdictRecord[]> {
  const raw = await ports.cases.readCase(path);
  const site =
    raw.site === undefined
      ? undefined
      : await ports.cases.readSite(ports.cases.resolve(path, raw.site));
  return decideFile(joinSite(raw, site), path, options, ports);
}

/** The same for a case already read and joined with its site. */
export async function decideFile(
  file: CaseFile,
  path: string,
  options: DecideOptions,
  ports: Ports,
): Promise<readonly VerdictRecord[]> {
  const packs = await loadPacks(options.packs ?? file.packs ?? [], path, ports);
  refuseUnknownMeasures(file, packs, path);
  const item =
    file.item.file === undefined
      ? undefined
      : await ports.items.readItem(ports.cases.resolve(path, file.item.file));
  const { sheet, notes } = gatherFacts(item, statementsOf(file, path), file.sourceDefaults);
  const everybody = toRecipients(file.partners, file.groups, path);
  const recipients = chooseRecipients(everybody, options.recipients ?? file.recipients, path);
  if (file.own === undefined) {
    throw new Refusal(
      "bad-case",
      path,
      `"own" is missing`,
      "say which service would release, or name a site",
    );
  }
  const shared: Omit<Grounds, "recipient"> = {
    item: file.item.name ?? item?.name ?? "item",
    facts: sheet,
    notes,
    own: file.own,
    request: file.request,
    performed: file.measures,
    people: file.people,
    equivalences: equivalencesFor(sheet),
    now: options.now ?? file.now ?? ports.today(),
  };
  return recipients.map((recipient) => decideOne({ ...shared, recipient }, packs, ports));
}

/** One verdict with its record. */
export function decideOne(grounds: Grounds, packs: readonly Pack[], ports: Ports): VerdictRecord {
  return toRecord(grounds, packs, ports.engine, ports.digest);
}

/** The named packs. Throws a Refusal when there is none: without rules nothing is decided. */
export async function loadPacks(
  ids: readonly string[],
  place: string,
  ports: Pick<Ports, "packs">,
): Promise<readonly Pack[]> {
  if (ids.length === 0) {
    throw new Refusal("bad-case", place, "no pack is named", "add packs: [nl-wiv] or use --pack");
  }
  return Promise.all([...new Set(ids)].map((id) => ports.packs.pack(id)));
}

function refuseUnknownMeasures(file: CaseFile, packs: readonly Pack[], path: string): void {
  for (const [i, { measure }] of file.measures.entries()) {
    const parts = splitMeasure(measure);
    if (parts !== undefined && packs.some((p) => p.measure(parts.kind, parts.what) !== undefined)) {
      continue;
    }
    const known = packs.flatMap((pack) => pack.measureNames);
    throw new Refusal(
      "unknown-measure",
      `${path} at measures[${i}]`,
      `"${measure}" is not a measure of the active packs`,
      suggest(measure, known),
    );
  }
}
