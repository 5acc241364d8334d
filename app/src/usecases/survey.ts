import type { SiteFile } from "../core/case.ts";
import { decide } from "../core/decide.ts";
import type { Pack } from "../core/pack.ts";
import type { Recipient } from "../core/partner.ts";
import { Refusal } from "../core/refusal.ts";
import type { Request } from "../core/request.ts";
import type { Outcome } from "../core/verdict.ts";
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
      /** Sentences of engine failures; there should be none. */
      readonly alarms: readonly string[];
    }
  | {
      readonly kind: "refused";
      readonly path: string;
      readonly code: string;
      readonly says: string;
    };

/**
 * Reads one file and decides it for every recipient. Only a Refusal is caught: anything else is a
 * defect of ours and is thrown on.
 */
export async function surveyFile(
  path: string,
  site: SiteFile,
  recipients: readonly Recipient[],
  packs: readonly Pack[],
  request: Request,
  ports: Ports,
): Promise<Surveyed> {
  try {
    const item = await ports.items.readItem(path);
    const grounds = groundsOf(item, site, request, ports.today());
    const verdicts = recipients.map((recipient) => decide({ ...grounds, recipient }, packs));
    return {
      kind: "verdicts",
      path,
      parts: item.parts.length,
      notes: item.notes.length,
      outcomes: verdicts.map((verdict) => verdict.outcome),
      alarms: verdicts.flatMap((verdict) => verdict.alarm ?? []),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: "refused", path, code: error.code, says: error.message };
  }
}
