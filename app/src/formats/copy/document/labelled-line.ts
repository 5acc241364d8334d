import type { SanitiseStep } from "../../../core/release/plan.ts";
import type { RemovalLog } from "../removal-log.ts";

/** "Ticket: ABC-12", "**Author**: …", "| Author | …": a name, a mark, and what it says. */
const LABELLED =
  /^([\s>*_#|-]{0,20})([\p{L}\p{N}][\p{L}\p{N} _-]{0,60}?)([*_]{0,3}\s{0,3}[:=|]\s{0,10}[*_]{0,3})(.*)$/u;

/**
 * Takes out, or masks, the lines of a text that begin with the name of a property: "ticket" stands for
 * "Ticket: …". Case and the mark between the words of a name do not matter.
 */
export function editLabelledLines(
  step: SanitiseStep & { step: "drop-property" | "mask" },
  text: string,
  log: RemovalLog,
): string {
  const wanted = keyOf(step.property.slice(step.property.lastIndexOf(".") + 1));
  const lines = text.split("\n").flatMap((line) => {
    const [, before = "", name = "", mark = "", value = ""] = LABELLED.exec(line) ?? [];
    if (name === "" || keyOf(name) !== wanted) return [line];
    log.value("text", value, "the text");
    log.change(step.step, "the text", "the line of a property was taken out");
    return step.step === "mask" ? [`${before}${name}${mark}${step.with}`] : [];
  });
  return lines.join("\n");
}

/** A name of a property, a column or a header as it is compared. */
export function keyOf(name: string): string {
  return name
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "-");
}
