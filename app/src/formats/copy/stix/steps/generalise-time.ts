import type { SanitiseStep, TimeGrain } from "../../../../core/release/plan.ts";
import { isTimestamp } from "../../../stix/timestamp.ts";
import { coarsenInstant } from "../../text/coarse-time.ts";
import { textEditOf } from "../../text/text-edit.ts";
import type { Draft } from "../draft.ts";
import { kindAt } from "../shape/shape.ts";
import { editTexts } from "./edit-texts.ts";
import { textOf } from "../object.ts";

const STEP = "generalise-time";

/** Must be later than another time of the object, and not the same: these are rounded up. */
const ENDS: ReadonlySet<string> = new Set(["valid_until", "stop_time"]);

/**
 * Times tell no more than the day, month or year, in their properties and in texts. An object whose
 * times of creation tell more is made anew, with the time of the copy. An indicator that asks for a time
 * goes.
 */
export function generaliseTime(
  draft: Draft,
  step: SanitiseStep & { readonly step: "generalise-time" },
): void {
  for (const entry of draft.left()) {
    const { created, modified } = entry.json;
    entry.isChanged ||= [created, modified].some((time) => isFiner(time, step.to));
    if (/\bt'\d{4}-/.test(textOf(entry.json["pattern"]))) {
      draft.drop(entry, STEP, "an indicator whose pattern asks for a time");
      continue;
    }
    draft.edit(entry, STEP, "a time", (value, way) => {
      const key = String(way.at(-1));
      if (typeof value !== "string" || kindAt(entry.type, way) !== "time") return value;
      if (way.length === 1 && (key === "created" || key === "modified")) return value;
      return isTimestamp(value) ? coarsen(value, step.to, ENDS.has(key)) : undefined;
    });
  }
  const edit = textEditOf(step, draft.to.own, draft.log);
  if (edit !== undefined) editTexts(draft, STEP, edit);
}

function isFiner(time: unknown, grain: TimeGrain): boolean {
  return typeof time === "string" && isTimestamp(time) && coarsen(time, grain, false) !== time;
}

/** The start of the day, month or year, or of the next one; the same text where it is that already. */
function coarsen(time: string, grain: TimeGrain, isUp: boolean): string {
  const midnight = time.includes(".") ? "T00:00:00.000Z" : "T00:00:00Z";
  const start = `${(coarsenInstant(time, grain) ?? time).slice(0, 10)}${midnight}`;
  if (/T00:00:00(?:\.0+)?Z$/.test(time) && time.slice(0, 10) === start.slice(0, 10)) return time;
  return isUp ? nextAfter(start, grain) : start;
}

function nextAfter(start: string, grain: TimeGrain): string {
  const [year = 0, month = 1, day = 1] = start.slice(0, 10).split("-").map(Number);
  const next = new Date(0);
  if (grain === "year") next.setUTCFullYear(year + 1, 0, 1);
  else if (grain === "month") next.setUTCFullYear(year, month, 1);
  else next.setUTCFullYear(year, month - 1, day + 1);
  return next.toISOString();
}
