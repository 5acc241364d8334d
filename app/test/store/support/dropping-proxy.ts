import { mkdtempSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What happens to a COMMIT: the server never gets it, or the client never gets the answer. */
export type Drop = "request" | "answer";

/** Binds the statement "commit": "B", a length in four bytes, the portal without a name, the statement. */
const COMMIT = /B[^]{4}\0commit\0/;

/**
 * Stands between a client and a server's socket, and breaks the connection at a COMMIT when told to.
 * What the client sends is otherwise passed on as it is.
 */
export class DroppingProxy {
  /** The folder of its socket. */
  readonly folder: string;
  readonly #server: Server;
  readonly #behind: string;
  readonly #open: Set<Socket> = new Set();
  #next: Drop | undefined;
  dropped = 0;

  private constructor(behind: string, port: number) {
    this.#behind = join(behind, `.s.PGSQL.${port}`);
    this.folder = mkdtempSync(join(tmpdir(), "caveat-proxy-"));
    this.#server = createServer((client) => this.#pass(client));
  }

  static async open(behind: string, port: number): Promise<DroppingProxy> {
    const proxy = new DroppingProxy(behind, port);
    await new Promise<void>((resolve) => {
      proxy.#server.listen(join(proxy.folder, `.s.PGSQL.${port}`), resolve);
    });
    return proxy;
  }

  /** The next COMMIT of any client is dropped. */
  dropNext(what: Drop): void {
    this.#next = what;
  }

  #pass(client: Socket): void {
    const server = createConnection(this.#behind);
    for (const socket of [client, server]) {
      this.#open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => this.#open.delete(socket));
    }
    client.on("close", () => server.end());
    server.on("close", () => client.destroy());
    server.on("data", (bytes) => client.write(bytes));
    client.on("data", (bytes) => this.#fromClient(bytes, client, server));
  }

  #fromClient(bytes: Buffer, client: Socket, server: Socket): void {
    const isCommit = COMMIT.test(bytes.toString("latin1"));
    const drop = isCommit ? this.#next : undefined;
    if (drop === undefined) return void server.write(bytes);
    this.#next = undefined;
    this.dropped += 1;
    if (drop === "request") return void client.destroy();
    server.removeAllListeners("data");
    server.once("data", () => client.destroy());
    server.write(bytes);
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
