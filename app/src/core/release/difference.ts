import {
  compareLines,
  MOST_PAIRS,
  type DifferenceLine,
  type Patience,
} from "./difference-lines.ts";

export type { DifferenceLine };

/** A part of an item as it is compared: a STIX object, a MISP attribute, a whole document. */
export interface ComparedPart {
  /** Its id; "" for a document. */
  readonly id: string;
  /** What to call it: its type, and where it stands. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** What became of one part. */
export interface PartDifference {
  readonly what: "kept" | "changed" | "removed" | "added";
  /** What it was called in the original, and in the copy; one of them where it is in one only. */
  readonly before?: string;
  readonly after?: string;
  readonly lines: readonly DifferenceLine[];
}

/**
 * How a copy differs from its original, part by part: in the original's order, with what was added at the
 * end. `ids` says which part became which.
 */
export function compareParts(
  before: readonly ComparedPart[],
  after: readonly ComparedPart[],
  ids: readonly { readonly from: string; readonly to: string }[],
): readonly PartDifference[] {
  const becameOf = new Map(ids.map(({ from, to }) => [from, to]));
  const left = new Map(after.map((part) => [part.id, part]));
  const patience: Patience = { left: MOST_PAIRS };
  const differences = before.map((part): PartDifference => {
    const id = becameOf.get(part.id) ?? part.id;
    const now = left.get(id);
    left.delete(id);
    return now === undefined ? gone(part) : compare(part, now, patience);
  });
  for (const { title, lines } of left.values()) {
    const added = lines.map((text) => ({ kind: "added" as const, text }));
    differences.push({ what: "added", after: title, lines: added });
  }
  return differences;
}

function gone({ title, lines }: ComparedPart): PartDifference {
  const removed = lines.map((text) => ({ kind: "removed" as const, text }));
  return { what: "removed", before: title, lines: removed };
}

function compare(before: ComparedPart, after: ComparedPart, patience: Patience): PartDifference {
  const lines = compareLines(before.lines, after.lines, patience);
  const what = lines.every(({ kind }) => kind === "same") ? "kept" : "changed";
  return { what, before: before.title, after: after.title, lines };
}

/** What is shown of a difference, line by line, and how many more lines there are. */
export interface ShownDifference {
  readonly lines: readonly DifferenceLine[];
  readonly more: number;
}

/** Lines shown round a change. */
const AROUND = 2;

/**
 * A difference as one list of lines: before each part a line that names it, of what stayed only what stands
 * beside a change. What is left out is counted in a line of its own.
 *
 * @param most  lines that are shown at the most
 */
export function showDifference(
  parts: readonly PartDifference[],
  most: number = Infinity,
): ShownDifference {
  const lines = parts.flatMap((part) => [headOf(part), ...aroundChanges(part.lines)]);
  return { lines: lines.slice(0, most), more: Math.max(0, lines.length - most) };
}

/** As a terminal shows it: "- " before what is gone, "+ " before what is new. */
export function toTerminalLines({ lines, more }: ShownDifference): readonly string[] {
  const shown = lines.map(({ kind, text }) => `${MARKS[kind]}${text}`);
  return more === 0 ? shown : [...shown, `… ${more} more lines`];
}

const MARKS = { same: "  ", removed: "- ", added: "+ " } as const;

function headOf({ what, before, after }: PartDifference): DifferenceLine {
  const names = before === after || after === undefined ? before : (before ?? after);
  const became = before !== undefined && after !== undefined && before !== after;
  const kind = what === "removed" || what === "added" ? what : "same";
  return { kind, text: `[${what}] ${names ?? ""}${became ? ` → ${after}` : ""}`.trimEnd() };
}

function aroundChanges(lines: readonly DifferenceLine[]): readonly DifferenceLine[] {
  const shown = new Uint8Array(lines.length);
  lines.forEach(({ kind }, nth) => {
    if (kind !== "same") shown.fill(1, Math.max(0, nth - AROUND), nth + AROUND + 1);
  });
  const out: DifferenceLine[] = [];
  let hidden = 0;
  const tell = (): void => {
    if (hidden === 1) out.push({ kind: "same", text: "… 1 line as it was" });
    if (hidden > 1) out.push({ kind: "same", text: `… ${hidden} lines as they were` });
    hidden = 0;
  };
  lines.forEach((line, nth) => {
    if (shown[nth] === 0) hidden++;
    else {
      tell();
      out.push(line);
    }
  });
  tell();
  return out;
}
