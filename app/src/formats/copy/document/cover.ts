import type { CopyFor } from "../../../core/release/copy.ts";

/**
 * What a person reads first: the labels, who sends it and when, and the conditions one by one. Lines
 * without markup, at most 80 characters but for single long words. It names no recipient.
 */
export function coverOf({ own, at, caveats }: CopyFor): readonly string[] {
  const labels = caveats.flatMap(({ label }) => label ?? []);
  const conditions = caveats.flatMap(({ says }, i) => folded(`${i + 1}. ${says}`));
  return [
    ...(labels.length === 0 ? [] : [labels.join("  ")]),
    ...folded(`Released by ${own.name} on ${at.slice(0, 10)}.`),
    ...(conditions.length === 0 ? [] : ["Conditions of this release:"]),
    ...conditions,
  ];
}

const WIDTH = 80;

/** One sentence in lines; those after the first stand in. */
function folded(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `   ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
