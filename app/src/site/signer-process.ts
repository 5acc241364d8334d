import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LedgerError } from "../ledger/ledger-error.ts";
import { signerService, type SignerService } from "../ledger/signer/connect.ts";
import type { LogSigner } from "../ledger/signer/log-signer.ts";
import { socketFolder } from "../store/server/place.ts";

/** The signer of a site, reached over its socket. */
export interface SiteSigner extends AsyncDisposable {
  readonly service: SignerService;
}

const MAIN = fileURLToPath(
  new URL(
    import.meta.url.endsWith(".ts") ? "../ledger/signer/main.ts" : "../ledger/signer/main.js",
    import.meta.url,
  ),
);
const TRIES = 40;

/**
 * The signer: the one that listens at `socket`, which somebody else runs; else a process of our own on
 * the folder `signer` of the home. Several processes of a site share one: whoever finds none starts it,
 * it ends with whoever started it, and the others start the next.
 *
 * Rejects with "unreachable" when none answers, or with what the signer says at its start.
 */
export async function openSigner(home: string, socket: string | undefined): Promise<SiteSigner> {
  if (socket !== undefined) {
    const service = signerService(socket);
    await service.list();
    return { service, async [Symbol.asyncDispose]() {} };
  }
  const folder = join(home, "signer");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = new OwnSigner(await realpath(folder));
  await own.start();
  return own;
}

class OwnSigner implements SiteSigner {
  readonly #folder: string;
  #child: ChildProcess | undefined;
  #socket = "";
  readonly service: SignerService;

  constructor(folder: string) {
    this.#folder = folder;
    const insist = async <T>(ask: (service: SignerService) => Promise<T>): Promise<T> =>
      this.#insist(ask);
    const of = (origin: string): LogSigner => ({
      state: () => insist((service) => service.of(origin).state()),
      sign: (request) => insist((service) => service.of(origin).sign(request)),
      rotate: () => insist((service) => service.of(origin).rotate()),
      retire: (entered) => insist((service) => service.of(origin).retire(entered)),
    });
    this.service = {
      create: (origin) => insist((service) => service.create(origin)),
      list: () => insist((service) => service.list()),
      of,
    };
  }

  async start(): Promise<void> {
    this.#socket = join(await socketFolder(this.#folder, undefined), "signer.sock");
    await this.service.list();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.stdin?.end();
    child.kill("SIGTERM");
    await ended;
  }

  /** Asking again is harmless: the same request gets the same answer. */
  async #insist<T>(ask: (service: SignerService) => Promise<T>): Promise<T> {
    const service = signerService(this.#socket, []);
    for (let tried = 1; ; tried += 1) {
      try {
        return await ask(service);
      } catch (error) {
        const isAway = error instanceof LedgerError && error.code === "unreachable";
        if (!isAway || tried === TRIES) throw error;
      }
      await this.#spawn();
    }
  }

  /** Resolves when the new process listens, or when it gave way to one that runs. */
  async #spawn(): Promise<void> {
    const args = [MAIN, "--folder", this.#folder, "--socket", this.#socket, "--with-parent"];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
    child.stdin.on("error", () => {});
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString().slice(0, 2000)));
    const isReady = await new Promise<boolean>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", () => resolve(false));
      child.stdout.once("data", () => resolve(true));
    });
    if (isReady) this.#child = child;
    else if (!said.includes("another process works with this folder"))
      throw broken(said, this.#folder);
    else await pause(50);
    // It must not keep this process alive, nor fill a pipe that nobody reads.
    child.unref();
    child.stderr.resume();
  }
}

function broken(said: string, folder: string): LedgerError {
  const what = `the signer did not start: ${said.trim().split("\n").at(-1) ?? "it said nothing"}`;
  return new LedgerError("unreachable", folder, what, "put that right and try again");
}
