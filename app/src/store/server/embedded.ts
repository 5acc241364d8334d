import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { checkSafety } from "../check-safety.ts";
import { closeAtExit } from "./close-at-exit.ts";
import { getRunning, type GetRunningSettings } from "./get-running.ts";
import type { Running } from "./inspect.ts";
import { HOLDING, keeperClient, type Endpoint } from "./keeper-client.ts";
import { stopServer, tellServer } from "./stop-server.ts";

export interface EmbeddedSettings extends GetRunningSettings {
  /** Told in a sentence when the server has gone, why it does not come back, and when it is back. */
  readonly onTrouble?: ((what: string) => void) | undefined;
}

const LONGEST_PAUSE_MS = 5_000;

/**
 * A PostgreSQL of our own that is kept running while this is open: made where there is none, taken
 * over where it runs, started otherwise, and again whenever it dies.
 *
 * A connection of its own tells it that the server has gone, and tells other processes that the
 * server is in use: the last one to close stops it. A process that is killed leaves the server
 * running, for the next one to take over.
 */
export class EmbeddedServer {
  readonly #settings: EmbeddedSettings;
  readonly #forget: () => void;
  #running: Running;
  #started: boolean;
  #keeper: Client;
  #closed: Promise<void> | undefined;
  #revival: Promise<void> = Promise.resolve();

  private constructor(settings: EmbeddedSettings, up: Up) {
    this.#settings = settings;
    this.#keeper = up.keeper;
    this.#running = up.running;
    this.#started = up.started;
    this.#watch();
    this.#forget = closeAtExit(
      async () => await this.close(),
      () => this.#signalNow(),
    );
  }

  /** Throws "no-server", "foreign-database", "unsafe-database" or "database-down". */
  static async open(settings: EmbeddedSettings): Promise<EmbeddedServer> {
    return new EmbeddedServer(settings, await bringUp(settings));
  }

  get endpoint(): Endpoint {
    return this.#running;
  }

  /** The server's process; another one after it has died. */
  get pid(): number {
    return this.#running.pid;
  }

  /** Stops the server, unless another process has it open too. */
  async close(): Promise<void> {
    return await (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.#revival;
    const { data, pid } = this.#running;
    if (await letGo(this.#keeper, this.#running)) await stopServer(data, pid);
    this.#forget();
  }

  #watch(): void {
    this.#keeper.once("end", () => {
      if (this.#closed === undefined) this.#revival = this.#revive();
    });
  }

  async #revive(): Promise<void> {
    const tell = this.#settings.onTrouble ?? (() => undefined);
    tell("the database server has gone; it is started again");
    for (let ms = 50; this.#closed === undefined; ms = Math.min(2 * ms, LONGEST_PAUSE_MS)) {
      try {
        const up = await bringUp(this.#settings);
        this.#keeper = up.keeper;
        this.#running = up.running;
        this.#started = up.started;
        this.#watch();
        tell("the database server is back");
        return;
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error));
        await pause(ms);
      }
    }
  }

  /** At the very end of a process nothing can be waited for, nor asked who else uses the server. */
  #signalNow(): void {
    const { data, pid } = this.#running;
    if (this.#started) tellServer(data, pid, "SIGINT");
  }
}

interface Up {
  readonly keeper: Client;
  readonly running: Running;
  readonly started: boolean;
}

async function bringUp(settings: EmbeddedSettings): Promise<Up> {
  const { running, started } = await getRunning(settings);
  const keeper = keeperClient(running, HOLDING);
  await keeper.connect();
  try {
    await checkSafety(keeper, `the database in ${running.data}`);
    return { keeper, running, started };
  } catch (error) {
    await keeper.end();
    if (started) await stopServer(running.data, running.pid);
    throw error;
  }
}

/**
 * Ends our hold on the server; true when nobody else holds it. Looks only once our own connection is
 * gone from the server's list: of two that let go at the same time, the later one then sees none.
 */
async function letGo(keeper: Client, running: Running): Promise<boolean> {
  const asking = keeperClient(running, "caveat closing");
  try {
    const { rows } = await keeper.query("select pg_backend_pid() as pid");
    const own = Number(rows[0]?.["pid"]);
    await keeper.end();
    await asking.connect();
    for (;;) {
      const holders = await asking.query(
        "select pid from pg_stat_activity where application_name = $1",
        [HOLDING],
      );
      if (holders.rows.every((row) => row["pid"] !== own)) return holders.rows.length === 0;
      await pause(2);
    }
  } catch {
    return false;
  } finally {
    await asking.end().catch(() => undefined);
  }
}
