import type { Command } from "commander";
import { logWriter } from "./log-writer.ts";
import { exampleOf, readWhole } from "./options.ts";
import { printable } from "./print/printable.ts";
import { Refusal } from "../core/refusal.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";
import { untilStopped } from "./until-stopped.ts";

interface Options {
  readonly port: number;
  readonly host: string;
  readonly origin?: string;
  readonly tlsKey?: string;
  readonly tlsCertificate?: string;
  readonly clientCertificates?: boolean;
  readonly interval: number;
  readonly partnersPort?: number;
  readonly partnersHost: string;
  readonly partnersOrigin?: string;
}

const ABOUT = `serve the desk's API until stopped (SIGTERM, or Ctrl-C)

People sign in with a passkey, or at an identity provider; machines with a
token. The document of the API is at /api/v1/openapi.json, its health at
/health and /ready, its figures at /metrics. It also keeps the ledger going,
and decides cases again on the day on which something they rest on passes.

With --partners-port it also serves what was released, on a listener that shows
partners nothing else: TAXII 2.1 at /taxii2/, MISP feeds below /misp/, and what
they say back below /words/. It has the same TLS as the desk, or a proxy's.

Without TLS it serves this machine only. With --origin it expects TLS, here or
at a proxy on this machine. One line about each request goes to standard
output: who, what, how long, and nothing of the content.`;

/** caveat serve */
export function addServe(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command("serve")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .option("--port <number>", "where it listens; 0 takes a free one", readWhole(0, 65_535), 8600)
    .option("--host <address>", "the address it listens at", "127.0.0.1")
    .option("--origin <url>", "where people reach it: https://desk.example")
    .option("--tls-key <file>", "the key of its certificate, PEM")
    .option("--tls-certificate <file>", "the certificate with its chain, PEM")
    .option("--client-certificates", "ask clients for a certificate; tokens may be bound to one")
    .option(
      "--partners-port <number>",
      "where partners fetch; 0 takes a free one",
      readWhole(0, 65_535),
    )
    .option("--partners-host <address>", "the address partners' listener has", "127.0.0.1")
    .option("--partners-origin <url>", "where partners reach it: https://share.example")
    .option("--interval <ms>", "between two turns of the ledger", readWhole(10, 86_400_000), 1000)
    .addHelpText("after", exampleOf("serve --port 8600"))
    .action(async (options: Options) => {
      const { desk } = terminal.connect();
      const log = logWriter((lines) => void terminal.output.write(lines));
      process.once("exit", log.flush);
      const tell = (what: string): void =>
        void terminal.errors.write(`caveat: ${printable(what)}\n`);
      await untilStopped((signal) =>
        desk.serve({
          host: options.host,
          port: options.port,
          origin: options.origin,
          tls: tlsOf(options),
          clientCertificates: options.clientCertificates === true,
          partners: partnersOf(options),
          interval: options.interval,
          onTrouble: tell,
          onReady: (url, partners) => {
            print(terminal, `the desk is at ${url}`);
            if (partners !== undefined) print(terminal, `partners fetch at ${partners}`);
          },
          logTo: log,
          signal,
        }),
      );
      log.flush();
      process.off("exit", log.flush);
      done(EXIT.ok);
    });
}

function partnersOf({ partnersPort, partnersHost, partnersOrigin }: Options) {
  if (partnersPort === undefined) {
    if (partnersOrigin === undefined) return undefined;
    const what = "partners have an address and no listener";
    throw new Refusal("bad-usage", "--partners-origin", what, "give --partners-port too");
  }
  return { host: partnersHost, port: partnersPort, origin: partnersOrigin };
}

function tlsOf({ tlsKey, tlsCertificate }: Options) {
  if (tlsKey === undefined && tlsCertificate === undefined) return undefined;
  if (tlsKey !== undefined && tlsCertificate !== undefined) {
    return { key: tlsKey, certificate: tlsCertificate };
  }
  const what = "a key without its certificate, or the other way round";
  throw new Refusal("bad-usage", "--tls-key", what, "give both");
}
