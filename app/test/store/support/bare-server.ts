import { spawn } from "node:child_process";
import { chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { onTestFinished } from "vitest";
import { serverAccount } from "../../../src/store/server/account.ts";
import { findBinaries } from "../../../src/store/server/binaries.ts";
import { runProgram } from "../../../src/store/server/run-program.ts";
import { emptyFolder } from "./homes.ts";

/** A PostgreSQL as a site runs it: made and started without Caveat, knows nothing of it. */
export class BareServer {
  readonly #socket: string;

  private constructor(socket: string) {
    this.#socket = socket;
  }

  /** Started with `args` besides; stopped after the test. Its superuser is `postgres`. */
  static async start(...args: readonly string[]): Promise<BareServer> {
    const data = join(emptyFolder(), "data");
    const account = await serverAccount("/nonexistent");
    mkdirSync(data, { mode: 0o700 });
    if (account !== undefined) chownSync(data, account.uid, account.gid);
    const { postgres, initdb } = await findBinaries({ account });
    const making = ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8"];
    await runProgram(initdb, making, { account });
    const listening = ["-D", data, "-k", data, "-c", "listen_addresses="];
    const child = spawn(postgres, [...listening, ...args], {
      cwd: "/",
      stdio: "ignore",
      ...account,
    });
    const ended = new Promise((resolve) => child.on("exit", resolve));
    onTestFinished(async () => {
      child.kill("SIGINT");
      await ended;
    });
    const server = new BareServer(data);
    while (
      await server.ask("postgres", "select 1").then(
        () => false,
        () => true,
      )
    )
      await pause(20);
    return server;
  }

  url(user: string, database: string): string {
    return `postgres://${user}@/${database}?host=${encodeURIComponent(this.#socket)}`;
  }

  /** Runs statements as the superuser. */
  async ask(database: string, sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url("postgres", database) });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}
