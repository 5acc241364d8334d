import type { Kysely } from "kysely";
import type { ReadonlyKysely } from "kysely/readonly";
import type { Schema } from "./schema.ts";

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

  constructor(queries: Kysely<Schema>, id: string) {
    super(queries);
    this.id = id;
  }

  /** Inserts, and the few updates and deletes a role is granted. Throws once the transaction is over. */
  get change(): Kysely<Schema> {
    return this.queries;
  }
}
