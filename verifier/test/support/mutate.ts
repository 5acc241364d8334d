/** Bytes with one thing changed. */
export interface Change {
  readonly says: string;
  readonly bytes: Uint8Array;
}

/** Every copy of the bytes with one bit changed. */
export function* bitFlips(bytes: Uint8Array): Generator<Change, void> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const at = Math.floor(bit / 8);
    const copy = bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
    yield { says: `bit ${bit % 8} of byte ${at} flipped`, bytes: copy };
  }
}

/** Every proper beginning of the bytes, the empty one included. */
export function* truncations(bytes: Uint8Array): Generator<Change, void> {
  for (let length = 0; length < bytes.length; length += 1) {
    yield { says: `the first ${length} bytes`, bytes: bytes.slice(0, length) };
  }
}

/** The bytes as lines, each with its newline. */
export function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(10, from);
    const to = newline < 0 ? bytes.length : newline + 1;
    lines.push(bytes.subarray(from, to));
    from = to;
  }
  return lines;
}

/** Every exchange of two lines that differ. */
export function* lineSwaps(bytes: Uint8Array): Generator<Change, void> {
  const lines = linesOf(bytes);
  for (const [a, first] of lines.entries()) {
    for (const [b, second] of lines.entries()) {
      if (a >= b || Buffer.compare(first, second) === 0) continue;
      const swapped = lines.with(a, second).with(b, first);
      yield { says: `lines ${a + 1} and ${b + 1} swapped`, bytes: joined(swapped) };
    }
  }
}

/** Every line left out, every line put before every other, and an empty line put before each. */
export function* lineEdits(bytes: Uint8Array): Generator<Change, void> {
  const lines = linesOf(bytes);
  for (let at = 0; at <= lines.length; at += 1) {
    if (at < lines.length)
      yield { says: `line ${at + 1} left out`, bytes: joined(lines.toSpliced(at, 1)) };
    for (const [from, line] of [...lines.entries(), [-1, Uint8Array.of(10)] as const]) {
      const says = `line ${from + 1} put before line ${at + 1}`;
      yield { says, bytes: joined(lines.toSpliced(at, 0, line)) };
    }
  }
}

/** The first line in which two texts differ; the number of lines of the shorter when none does. */
export function firstDifference(
  before: readonly Uint8Array[],
  after: readonly Uint8Array[],
): number {
  const at = before.findIndex(
    (line, place) => Buffer.compare(line, after[place] ?? Buffer.of()) !== 0,
  );
  return at < 0 ? before.length : at;
}

export function joined(lines: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(lines));
}
