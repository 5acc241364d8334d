import { Refusal } from "../../core/refusal.ts";
import type { Caveat } from "../../core/release/copy.ts";
import type { PackedFile } from "./container.ts";
import type { PackageLabel } from "./label.ts";

export const COVER = "cover.txt";
const WIDTH = 78;

/** A cover that a person reads first: who sends it, what it is, and every caveat in full. */
export function writeCover({
  from,
  at,
  content,
  caveats,
}: Pick<PackageLabel, "from" | "at" | "content" | "caveats">): string {
  const rules = caveats.map(
    ({ says, label }, index) => `${index + 1}. ${label === undefined ? "" : `${label}. `}${says}`,
  );
  return [
    `From     ${from.name}`,
    `Made     ${at}`,
    `Content  ${content.file} (${content.mediaType})`,
    "",
    "What it is given to you under. Who uses it keeps to all of this:",
    "",
    ...(rules.length === 0 ? ["Nothing beyond the agreement between us."] : rules),
    "",
  ]
    .map(wrapped)
    .join("\n");
}

/**
 * The file of a cover. Throws a Refusal "bad-package" where it leaves out a caveat: who reads only the
 * cover must know them all. Where lines end does not matter.
 */
export function coverFile(cover: string, caveats: readonly Caveat[]): PackedFile {
  const flat = flattened(cover);
  const missing = caveats.find(
    ({ says, label = "" }) => !flat.includes(flattened(says)) || !flat.includes(flattened(label)),
  );
  if (missing !== undefined) {
    const remedy = "write every caveat into it";
    throw new Refusal("bad-package", COVER, `it leaves out the caveat ${missing.id}`, remedy);
  }
  return {
    name: COVER,
    bytes: new TextEncoder().encode(cover.endsWith("\n") ? cover : `${cover}\n`),
  };
}

function flattened(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(" ");
}

/** A line as several, none longer than a terminal is wide unless one word is. */
function wrapped(line: string): string {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current !== "" && longer.length > WIDTH) {
      lines.push(current);
      current = `   ${word}`;
    } else current = longer;
  }
  return [...lines, current].join("\n");
}
