import type { Answer } from "../connection/round-trip.ts";
import type { Session } from "../connection/session.ts";
import { readMark } from "./mark.ts";
import type { RegisterMemory } from "./register-memory.ts";

type Rows = Answer["rows"];

/**
 * What one transaction, which sees one state of the database, has looked up in the register. With its
 * first lookup it reads the register's mark; what it took from memory was right if that is the mark that
 * was remembered, and it can tell once it is done.
 */
export class RegisterReading {
  readonly #session: Session;
  readonly #memory: RegisterMemory;
  readonly #mayRely: boolean;
  readonly #read: [lookup: string, rows: Rows][] = [];
  #mark: Promise<Answer> | undefined;
  #reliedOn: string | undefined;

  /** `mayRely`: whether anything may be taken from memory. */
  constructor(session: Session, memory: RegisterMemory, mayRely: boolean) {
    this.#session = session;
    this.#memory = memory;
    this.#mayRely = mayRely;
  }

  /** What a lookup (`lookupOf`) comes to, where that may be taken from memory. */
  recall(lookup: string): Rows | undefined {
    this.#begin();
    const { mark } = this.#memory;
    if (!this.#mayRely || mark === undefined || mark !== (this.#reliedOn ?? mark)) return undefined;
    const rows = this.#memory.find(lookup);
    if (rows !== undefined) this.#reliedOn = mark;
    return rows;
  }

  /** What it came to in the database. */
  note(lookup: string, rows: Rows): void {
    this.#read.push([lookup, rows]);
  }

  /** Whether it took from memory what is not so in its transaction, as far as can be told. */
  async isWrong(): Promise<boolean> {
    return this.#reliedOn !== undefined && (await this.#found()) !== this.#reliedOn;
  }

  /**
   * Has what it read itself remembered. Not before its transaction has gone well; `found`: only what there
   * was, since anybody may ask for what there is not.
   */
  async remember(which: "all" | "found"): Promise<void> {
    const mark = this.#read.length === 0 ? undefined : await this.#found();
    if (mark === undefined) return;
    for (const [lookup, rows] of this.#read) {
      if (which === "all" || rows.length > 0) this.#memory.keep(mark, lookup, rows);
    }
  }

  /** The mark goes to the server before whatever is looked up, and is looked at when all is done. */
  #begin(): void {
    if (this.#mark !== undefined) return;
    this.#mark = markIn(this.#session);
    this.#mark.catch(() => undefined);
  }

  /** Undefined where there is none, or where it could not be read. */
  async #found(): Promise<string | undefined> {
    return await this.#mark?.then(markOf, () => undefined);
  }
}

async function markIn(session: Session): Promise<Answer> {
  const { sql, parameters } = readMark({});
  return await session.run(sql, parameters, true);
}

/** The mark in the answer to `readMark`. */
function markOf({ rows }: Pick<Answer, "rows">): string | undefined {
  const mark = rows[0]?.["mark"];
  return typeof mark === "string" ? mark : undefined;
}
