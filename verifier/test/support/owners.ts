import { linesOf } from "./mutate.ts";

/** Which entry the lines of an export are about: what a verdict must name when a line is damaged. */
export interface Owner {
  readonly kind: "head" | "entry" | "field" | "erased" | "checkpoint" | "note" | "end";
  /** The entry; for a checkpoint's note, the first that no earlier checkpoint covers. */
  readonly index: number;
  /** How many entries the checkpoints above the line cover. */
  readonly covered: number;
  /** How many entries stand above the line. */
  readonly entries: number;
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
    const kind = at < 5 ? "head" : isNote ? "note" : kindOf(text);
    const index = indexOf(kind, entries, covered);
    owners.push({ kind, index, covered, entries });
    if (kind === "entry") entries += 1;
    if (kind === "checkpoint") isNote = true;
    if (kind === "note" && text.startsWith("sum ")) [isNote, covered] = [false, entries];
  }
  return [...owners, { kind: "end", index: entries, covered, entries }];
}

function indexOf(kind: Owner["kind"], entries: number, covered: number): number {
  if (kind === "head" || kind === "note") return covered;
  return kind === "field" || kind === "erased" ? entries - 1 : entries;
}

function kindOf(text: string): Owner["kind"] {
  if (text === "checkpoint\n") return "checkpoint";
  if (text === "end\n") return "end";
  if (/^[0-9]/.test(text)) return "entry";
  return text.startsWith("erased ") ? "erased" : "field";
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
