/** A row as the database gave it; whoever gets it gets the same one as others, and it is frozen. */
export type RememberedRow = Readonly<Record<string, unknown>>;

/** How long something is remembered, in milliseconds: somebody may write to the database by hand. */
const LONGEST = 60_000;
const MOST_ANSWERS = 5_000;
const MOST_ROWS = 200;
/** How much is remembered in all: characters of text and bytes. */
const MOST_SIZE = 32_000_000;

/**
 * Answers to lookups in the register, as they were under one mark. They are good for whoever reads the
 * same mark in the transaction in which they are used, and for nobody else.
 */
export class RegisterMemory {
  readonly #now: () => number;
  #mark: string | undefined;
  #since = 0;
  #size = 0;
  #answers: Map<string, readonly RememberedRow[]> = new Map();

  /** `now`: milliseconds of a clock that does not go back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Under which mark it remembers anything. */
  get mark(): string | undefined {
    if (this.#mark !== undefined && this.#now() - this.#since > LONGEST) this.forget();
    return this.#mark;
  }

  /** The rows that a lookup came to; undefined where that is not remembered. */
  find(lookup: string): readonly RememberedRow[] | undefined {
    return this.#answers.get(lookup);
  }

  /** Takes an answer that was read in one transaction with its mark. */
  keep(mark: string, lookup: string, rows: readonly RememberedRow[]): void {
    if (rows.length > MOST_ROWS) return;
    const size = lookup.length + rows.reduce((sum, row) => sum + fix(row), 0);
    const isFull = this.#answers.size >= MOST_ANSWERS || this.#size + size > MOST_SIZE;
    if (mark !== this.mark || isFull) {
      this.forget();
      this.#mark = mark;
      this.#since = this.#now();
    }
    this.#size += size;
    this.#answers.set(lookup, rows);
  }

  forget(): void {
    this.#mark = undefined;
    this.#size = 0;
    this.#answers = new Map();
  }
}

/** Freezes a value with all that is in it, but for bytes, which cannot be. Out: its size. */
function fix(value: unknown): number {
  if (typeof value === "string" || value instanceof Uint8Array) return value.length;
  if (typeof value !== "object" || value === null) return 8;
  Object.freeze(value);
  return Object.values(value).reduce((sum: number, part) => sum + fix(part), 8);
}
