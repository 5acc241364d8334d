import { linesOf } from "./mutate.ts";

/** Which entry the lines of an export are about: what a verdict must name when a line is damaged. */
export interface Owner {
  readonly kind: "head" | "entry" | "field" | "erased" | "checkpoint" | "note" | "end";
  /** The entry; for a checkpoint's note, the first that no earlier checkpoint covers. */
  readonly index: number;
  /** How many entries the checkpoints above the line cover. */
  readonly covered: number;
}

/**
 * The owner of each line of a good export, and one more for what follows its last line. Reads the
 * export anew and naively, so that it shares nothing with the code under test.
 */
export function ownersOf(bytes: Uint8Array): Owner[] {
  const owners: Owner[] = [];
  let entries = 0;
  let covered = 0;
  let isNote = false;
  for (const [at, line] of linesOf(bytes).entries()) {
    const text = Buffer.from(line).toString();
    if (at < 5) owners.push({ kind: "head", index: 0, covered });
    else if (isNote) owners.push({ kind: "note", index: covered, covered });
    else if (text === "checkpoint\n") owners.push({ kind: "checkpoint", index: entries, covered });
    else if (text === "end\n") owners.push({ kind: "end", index: entries, covered });
    else if (/^[0-9]/.test(text)) owners.push({ kind: "entry", index: entries, covered });
    else
      owners.push({
        kind: text.startsWith("erased ") ? "erased" : "field",
        index: entries - 1,
        covered,
      });
    if (owners.at(-1)?.kind === "entry") entries += 1;
    if (isNote && text.startsWith("sum ")) [isNote, covered] = [false, entries];
    else if (text === "checkpoint\n" && at >= 5) isNote = true;
  }
  return [...owners, { kind: "end", index: entries, covered }];
}

/**
 * The entries that a verdict may name when `line` is the first that differs. One, but for the word
 * that opens a checkpoint: where it is put, taken away or exchanged for a good entry, that shows only
 * in what follows, and then every entry that is not covered is in doubt.
 */
export function namedBy(owner: Owner, line: Uint8Array | undefined): readonly number[] {
  const isWord =
    owner.kind === "checkpoint" || Buffer.from(line ?? []).toString() === "checkpoint\n";
  if (!isWord) return [owner.index];
  const { index, covered } = owner;
  return Array.from({ length: index + 2 - covered }, (_, at) => covered + at);
}
