import type { SiteFile } from "../core/case.ts";
import { decide } from "../core/deciding/decide.ts";
import type { Performed } from "../core/measure.ts";
import type { Pack } from "../core/pack.ts";
import type { Recipient } from "../core/partner.ts";
import { Refusal } from "../core/refusal.ts";
import type { Request } from "../core/request.ts";
import type { FactsSheet } from "../core/facts/sheet.ts";
import type { Outcome } from "../core/deciding/verdict.ts";
import type { Ports } from "./ports.ts";
import { groundsOf } from "./who.ts";

/** How one file came out: a verdict for everybody, or a refusal that names the place. */
export type Surveyed =
  | {
      readonly kind: "verdicts";
      readonly path: string;
      readonly parts: number;
      readonly notes: number;
      readonly outcomes: readonly Outcome[];
      /** Every part carries a TLP label, or a container's or a source's label is read as its own. */
      readonly isMarked: boolean;
      /** Sentences of engine failures; there should be none. */
      readonly alarms: readonly string[];
    }
  | {
      readonly kind: "refused";
      readonly path: string;
      readonly code: string;
      readonly place: string;
      readonly says: string;
    };

/** For whom, for what and under which rules files are decided. */
export interface Survey {
  readonly site: SiteFile;
  readonly recipients: readonly Recipient[];
  readonly packs: readonly Pack[];
  readonly request: Request;
  /** What counts as done for every file. */
  readonly performed: readonly Performed[];
}

/**
 * Reads one file and decides it for every recipient. Only a Refusal is caught: anything else is a
 * defect of ours and is thrown on.
 */
export async function surveyFile(
  path: string,
  { site, recipients, packs, request, performed }: Survey,
  ports: Ports,
): Promise<Surveyed> {
  try {
    const item = await ports.items.readItem(path);
    const grounds = { ...groundsOf(item, site, request, ports.today()), performed };
    const verdicts = recipients.map((recipient) => decide({ ...grounds, recipient }, packs));
    return {
      kind: "verdicts",
      path,
      parts: item.parts.length,
      notes: item.notes.length,
      outcomes: verdicts.map((verdict) => verdict.outcome),
      isMarked: isMarked(grounds.facts),
      alarms: verdicts.flatMap((verdict) => verdict.alarm ?? []),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: "refused", path, code: error.code, place: error.place, says: error.message };
  }
}

/**
 * What is wrong with how a file came out, one sentence each: an engine failed, an unmarked item came
 * out as free to go, or a refusal does not name the file.
 */
export function complaintsAbout(one: Surveyed): readonly string[] {
  if (one.kind === "refused") {
    return one.place.includes(one.path) ? [] : [`refused without naming the file: ${one.says}`];
  }
  const complaints = one.alarms.map((alarm) => `an engine failed: ${alarm}`);
  if (one.outcomes.length === 0) complaints.push("neither a verdict nor a refusal");
  if (!one.isMarked && one.outcomes.includes("release")) {
    complaints.push("not everything in it is marked, and it came out as release");
  }
  return complaints;
}

function isMarked({ levels, byContainer }: FactsSheet): boolean {
  return levels.tlp?.everywhere === true || byContainer?.levels.tlp?.everywhere === true;
}
