/** A row of the outbox as far as its sort depends on it. */
export interface Versioned {
  readonly position: number;
  readonly object: string;
  readonly specVersion: string;
  /** UTC, all with the same number of digits. */
  readonly version: string;
}

/** What sort of row it is among all of its collection. */
export interface Sort {
  readonly specVersion: string;
  /** Of the versions of its object in this specification. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Its object is held in no later specification. */
  readonly isLatest: boolean;
}

/**
 * The sort of each row by its position; `rows` are all there are of each of their objects. Of two rows with
 * the same version the later one counts as the later version.
 */
export function sortsOf(rows: readonly Versioned[]): ReadonlyMap<number, Sort> {
  const sorts = new Map<number, Sort>();
  for (const ofObject of grouped(rows, ({ object }) => object)) {
    const latest = ofObject.map((row) => row.specVersion).reduce(laterSpec);
    for (const versions of grouped(ofObject, (row) => row.specVersion)) {
      const first = versions.reduce((a, b) => (isBefore(b, a) ? b : a));
      const last = versions.reduce((a, b) => (isBefore(a, b) ? b : a));
      for (const row of versions) {
        const { specVersion } = row;
        const isLatest = specVersion === latest;
        sorts.set(row.position, {
          specVersion,
          isFirst: row === first,
          isLast: row === last,
          isLatest,
        });
      }
    }
  }
  return sorts;
}

/** The same text for the same sort. */
export function sortKey({ specVersion, isFirst, isLast, isLatest }: Sort): string {
  return JSON.stringify([specVersion, isFirst, isLast, isLatest]);
}

function isBefore(a: Versioned, b: Versioned): boolean {
  return a.version === b.version ? a.position < b.position : a.version < b.version;
}

/** "2.1" is later than "2.0", and "2.10" than "2.9"; what is no number counts as 0. */
function laterSpec(a: string, b: string): string {
  const [left, right] = [a, b].map((text) => text.split(".").map((part) => Number(part) || 0));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i += 1) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference > 0 ? a : b;
  }
  return a > b ? a : b;
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Iterable<readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups.values();
}
