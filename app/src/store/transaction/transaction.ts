import type { Kysely } from "kysely";
import type { ReadonlyKysely } from "kysely/readonly";
import type { Schema } from "../schema.ts";

/** The right to read, in a transaction that sees one state of the database from beginning to end. */
export class Reader {
  readonly #queries: Kysely<Schema>;
  #isOver = false;

  constructor(queries: Kysely<Schema>) {
    this.#queries = queries;
  }

  /** Selects. Throws once the transaction is over. */
  get select(): ReadonlyKysely<Schema> {
    return this.queries as never;
  }

  protected get queries(): Kysely<Schema> {
    if (this.#isOver) throw new Error("this transaction is over; do the work inside its function");
    return this.#queries;
  }

  /** Called by whoever opened the transaction, before it commits. */
  end(): void {
    this.#isOver = true;
  }
}

/** The right to write, which only exists inside a transaction. */
export class Transactor extends Reader {
  /** The caller's own name for what this transaction writes. */
  readonly id: string;
  /**
   * Whether statements may be left unanswered with `assume`. False where an assumption has failed
   * before: then everything is waited for, and looked at.
   */
  readonly mayAssume: boolean;
  readonly #assumed: Promise<unknown>[] = [];

  constructor(queries: Kysely<Schema>, id: string, mayAssume = false) {
    super(queries);
    this.id = id;
    this.mayAssume = mayAssume;
  }

  /** Inserts, and the few updates and deletes a role is granted. Throws once the transaction is over. */
  get change(): Kysely<Schema> {
    return this.queries;
  }

  /**
   * Takes the answers to statements that were asked for and are not waited for: they go to the server
   * with the COMMIT, where they are such as `statement` makes, which are asked for at once. Each of them
   * must fail there where it does not do what is assumed; then nothing is committed, and the whole work
   * is run once more, with `mayAssume` false.
   */
  assume(answers: readonly Promise<unknown>[]): void {
    if (!this.mayAssume) throw new Error("nothing may be assumed here; wait for the answers");
    // Looked at when the transaction is committed; until then no failure goes unnoticed.
    for (const answer of answers) answer.catch(() => undefined);
    this.#assumed.push(...answers);
  }

  /** What was left unanswered. */
  get assumed(): readonly Promise<unknown>[] {
    return this.#assumed;
  }
}
