import type { Submittable } from "pg";
import { changesRegister } from "../register/changes.ts";
import { RoundTrip, type Answer, type Asked, type Prepared } from "./round-trip.ts";
import { toWire } from "./to-wire.ts";

/**
 * How many statements the server keeps for one connection. The program's are few; those whose text
 * depends on how much is asked for (lists) would fill its memory.
 */
const MOST_KEPT = 200;

/** How long a transaction that has only read stays open for somebody to end it along, in milliseconds. */
const LINGER = 3;

const LEAVING: Asked = {
  name: "leave",
  sql: "commit",
  values: [],
  resolve: () => undefined,
  reject: () => undefined,
  isAside: true,
};

/** What a session needs of pg's client. */
interface Client {
  query(trip: Submittable): unknown;
}

/**
 * One connection, and the transaction on it. Statements that are asked for before any of them is
 * answered go to the server together; the first of them takes the BEGIN along.
 */
export class Session {
  readonly #client: Client;
  readonly #listener: ((sql: string) => void) | undefined;
  readonly #prepared: Prepared = new Map();
  readonly #names: Map<string, string> = new Map();
  #waiting: Asked[] = [];
  #isScheduled = false;
  #isSending = false;
  #isOpen = false;
  #hasChangedRegister = false;

  /** `listener` is called with the text of every statement before it is sent. */
  constructor(client: Client, listener?: (sql: string) => void) {
    this.#client = client;
    this.#listener = listener;
  }

  /** Runs a BEGIN. Rejects where that fails; then nothing that was asked for has been run. */
  async begin(sql: string): Promise<void> {
    this.#isOpen = true;
    this.#hasChangedRegister = false;
    await this.#ask(sql, this.#nameOf(sql), []);
  }

  /**
   * Runs one statement of the transaction. Rejects with the server's error, with pg's when the
   * connection breaks, and with code 25P02 when one that went before it failed. `isKept`: its plan is
   * good for lists of any length.
   */
  async run(sql: string, values: readonly unknown[], isKept = false): Promise<Answer> {
    if (!this.#isOpen) throw over();
    if (changesRegister(sql)) this.#hasChangedRegister = true;
    // What a list is best looked up by depends on its length, so it is planned for each.
    const name = !isKept && values.some(Array.isArray) ? "" : this.#nameOf(sql);
    return await this.#ask(sql, name, values.map(toWire));
  }

  /** Whether a statement of the transaction writes to the register. */
  get hasChangedRegister(): boolean {
    return this.#hasChangedRegister;
  }

  /** Runs one statement outside a transaction: it is one by itself. Rejects as `run` does. */
  async alone(sql: string, values: readonly unknown[]): Promise<Answer> {
    return await this.#ask(sql, this.#nameOf(sql), values.map(toWire));
  }

  /** Ends the transaction. Resolves to "COMMIT", or to "ROLLBACK" where a statement had failed. */
  async commit(): Promise<string> {
    this.#isOpen = false;
    return (await this.#ask("commit", "commit", [])).tag;
  }

  /**
   * Ends a transaction that has only read. Nobody waits for that: it goes along with what is asked for
   * next, or after a moment by itself.
   */
  leave(): void {
    this.#isOpen = false;
    this.#waiting.push(LEAVING);
    setTimeout(() => this.#send(), LINGER).unref();
  }

  /** Ends it without a commit; the caller rolls back. What was not sent yet never is. */
  abandon(): void {
    this.#isOpen = false;
    for (const { reject } of this.#waiting) reject(over());
    this.#waiting = [];
  }

  #ask(sql: string, name: string, values: (string | Buffer | null)[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, sql, values, resolve, reject });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      process.nextTick(() => this.#send());
    });
  }

  /** Waits for those that were sent: only what a transaction's first ones began may follow them. */
  #send(): void {
    this.#isScheduled = false;
    if (this.#isSending || this.#waiting.length === 0) return;
    const asked = this.#waiting;
    this.#waiting = [];
    this.#isSending = true;
    if (this.#listener !== undefined) for (const { sql } of asked) this.#listener(sql);
    const done = (): void => {
      this.#isSending = false;
      this.#send();
    };
    this.#client.query(new RoundTrip(asked, this.#prepared, done));
  }

  #nameOf(sql: string): string {
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size >= MOST_KEPT) return known ?? "";
    const name = `s${this.#names.size}`;
    this.#names.set(sql, name);
    return name;
  }
}

function over(): Error {
  return new Error("this transaction is over; do the work inside its function");
}
