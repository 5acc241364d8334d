import type { Connection, FieldDef, Submittable } from "pg";
import { COLUMN_TYPES } from "./column-types.ts";
import { isRefusal } from "../transaction/failure.ts";

/** A statement, and who waits for its answer. */
export interface Asked {
  /** What the server keeps it under; "" for one that is parsed and planned this once. */
  readonly name: string;
  readonly sql: string;
  readonly values: (string | Buffer | null)[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** Nobody waits for it: what goes wrong with it went wrong with the next. */
  readonly isAside?: true;
}

/** What a statement came to. */
export interface Answer {
  /** The command, and how many rows it was about: "COMMIT", "INSERT 0 1", "SELECT 3". */
  readonly tag: string;
  readonly rows: readonly Row[];
}

type Row = Readonly<Record<string, unknown>>;

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** The statements that the server keeps for a connection, and the columns of their rows once known. */
export type Prepared = Map<string, readonly Column[] | undefined>;

/**
 * Statements that go to the server in one piece and end with one Sync (PostgreSQL's documentation,
 * "Extended Query"): run in their order, each on what was committed before it began. Once one fails the
 * server passes over the rest, so none runs outside the transaction that the first of them begins.
 */
export class RoundTrip implements Submittable {
  readonly #asked: readonly Asked[];
  readonly #prepared: Prepared;
  readonly #done: () => void;
  /** The names that the server has still to take. */
  readonly #parsing: string[] = [];
  #connection: Connection | undefined;
  #at = 0;
  #columns: readonly Column[] = [];
  #rows: Row[] = [];

  /** `done` is called when the next one may be sent. */
  constructor(asked: readonly Asked[], prepared: Prepared, done: () => void) {
    this.#asked = asked;
    this.#prepared = prepared;
    this.#done = done;
  }

  /** Called by pg when the connection is free, as are all methods below. */
  submit(connection: Connection): void {
    connection.stream.cork();
    for (const asked of this.#asked) this.#write(connection, asked);
    connection.sync();
    connection.stream.uncork();
    if (this.#parsing.length === 0) return;
    this.#connection = connection;
    connection.on("parseComplete", this.#onParsed);
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: COLUMN_TYPES.getTypeParser(dataTypeID, "text"),
    }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const columns = this.#prepared.get(this.#asked[this.#at]?.name ?? "") ?? this.#columns;
    const row: Record<string, unknown> = {};
    columns.forEach(({ name, parse }, at) => {
      const text = fields[at] ?? null;
      row[name] = text === null ? null : parse(text);
    });
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const asked = this.#asked[this.#at];
    if (asked === undefined) return;
    const rows = this.#rows;
    if (asked.name !== "" && this.#prepared.get(asked.name) === undefined) {
      this.#prepared.set(asked.name, this.#columns);
    }
    this.#at += 1;
    this.#columns = [];
    this.#rows = [];
    asked.resolve({ tag: text, rows });
  }

  /** The server's error, or pg's when the connection broke. */
  handleError(error: unknown): void {
    const [failed, ...others] = this.#asked.slice(this.#at).filter((one) => one.isAside !== true);
    this.#at = this.#asked.length;
    failed?.reject(error);
    // A connection that broke says nothing of the others: they may have been run, a COMMIT too.
    const isPassedOver = isRefusal(error);
    for (const other of others) other.reject(isPassedOver ? passedOver(error) : error);
    this.handleReadyForQuery();
  }

  handleReadyForQuery(): void {
    this.#connection?.off("parseComplete", this.#onParsed);
    this.#done();
  }

  #write(connection: Connection, { name, sql, values }: Asked): void {
    const isKept = this.#prepared.has(name) || (name !== "" && this.#parsing.includes(name));
    if (!isKept) {
      this.#parsing.push(name);
      connection.parse({ name, text: sql, types: [] }, true);
    }
    if (this.#prepared.get(name) === undefined) connection.describe({ type: "S", name }, true);
    connection.bind({ statement: name, values }, true);
    connection.execute(null, true);
  }

  /** One that fails later is kept by the server all the same. */
  readonly #onParsed = (): void => {
    const name = this.#parsing.shift() ?? "";
    if (name !== "") this.#prepared.set(name, undefined);
  };
}

/** What the server answers to a statement in a transaction that failed: in_failed_sql_transaction. */
function passedOver(cause: unknown): Error {
  const error = new Error("a statement before it failed, so it was not run", { cause });
  return Object.assign(error, { code: "25P02" });
}
