/** A line of two texts that are compared. */
export interface DifferenceLine {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** How many pairs of lines may still be compared one by one; beyond, all count as removed and added. */
export interface Patience {
  left: number;
}

/** Most such pairs in one comparison. */
export const MOST_PAIRS: number = 1 << 23;

/**
 * How one list of lines became another, in order: lines that stand in both as "same". Between lines that
 * stand once in each (patience diff) the longest common subsequence is taken where the rest is small.
 *
 * Cost: lines × log(lines), and one step for each pair that `patience` allows.
 */
export function compareLines(
  before: readonly string[],
  after: readonly string[],
  patience: Patience = { left: MOST_PAIRS },
): readonly DifferenceLine[] {
  const lines: DifferenceLine[] = [];
  let [a, b] = [0, 0];
  for (const [i, j] of [...anchors(before, after), [before.length, after.length] as const]) {
    for (const line of between(before.slice(a, i), after.slice(b, j), patience)) lines.push(line);
    const text = before[i];
    if (text !== undefined) lines.push({ kind: "same", text });
    [a, b] = [i + 1, j + 1];
  }
  return lines;
}

/** Pairs of places at which a line stands that each side has once, rising on both sides, as many as can be. */
function anchors(
  before: readonly string[],
  after: readonly string[],
): readonly (readonly [number, number])[] {
  const there = onceIn(after);
  const pairs = [...onceIn(before)].flatMap(([text, i]) => {
    const j = there.get(text);
    return j === undefined ? [] : [[i, j] as const];
  });
  // Patience sorting: of each pile the top, and of each pair the pair before it.
  const tops: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, j], nth) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < j) low = middle + 1;
      else high = middle;
    }
    previous[nth] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = nth;
  });
  const chosen: (readonly [number, number])[] = [];
  for (let nth = tops.at(-1) ?? -1; nth >= 0; nth = previous[nth] ?? -1) {
    const pair = pairs[nth];
    if (pair !== undefined) chosen.push(pair);
  }
  return chosen.reverse();
}

/** Lines that stand there once, with their place, in order. */
function onceIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const often = new Set<string>();
  lines.forEach((line, nth) => {
    if (places.has(line)) often.add(line);
    else places.set(line, nth);
  });
  for (const line of often) places.delete(line);
  return places;
}

function between(
  before: readonly string[],
  after: readonly string[],
  patience: Patience,
): readonly DifferenceLine[] {
  const removed = before.map((text) => ({ kind: "removed" as const, text }));
  const added = after.map((text) => ({ kind: "added" as const, text }));
  const pairs = before.length * after.length;
  if (pairs === 0 || pairs > patience.left) return [...removed, ...added];
  patience.left -= pairs;
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const [down, right] = [longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0];
      longest[i * width + j] =
        before[i] === after[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(down, right);
    }
  }
  return walk(before, after, longest);
}

function walk(
  before: readonly string[],
  after: readonly string[],
  longest: Uint32Array,
): readonly DifferenceLine[] {
  const width = after.length + 1;
  const lines: DifferenceLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [was, is] = [before[i], after[j]];
    if (was !== undefined && was === is) {
      lines.push({ kind: "same", text: was });
      i++;
      j++;
      continue;
    }
    const [down, right] = [longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0];
    if (was !== undefined && (is === undefined || down >= right)) {
      lines.push({ kind: "removed", text: was });
      i++;
    } else {
      lines.push({ kind: "added", text: is ?? "" });
      j++;
    }
  }
  return lines;
}
