import type { ServeRequest } from "../../usecases/desk.ts";
import type { Ports } from "../../usecases/ports.ts";
import { printable } from "../printable.ts";
import { print, type Terminal } from "../terminal.ts";
import { untilStopped } from "../until-stopped.ts";
import { fillRegister } from "./register.ts";
import { employ } from "./staff.ts";
import { STORIES, type Story } from "./stories.ts";

/** The demo's database and ledger, in the site's folder and apart from the site's own. */
export const APART = "demo";

/**
 * Serves the demo's desk and carries five cases through it, over HTTP and with people's keys; then goes
 * on serving for as long as `meanwhile` takes, at most until it is stopped. Rejects with what the server
 * or a case rejects with.
 */
export async function runDesk(
  scenarioPath: string,
  meanwhile: (url: string, stopped: AbortSignal) => Promise<void>,
  ports: Ports,
  terminal: Terminal,
): Promise<void> {
  await untilStopped(async (stopped) => {
    const end = new AbortController();
    stopped.addEventListener("abort", () => end.abort());
    let serving: Promise<void> = Promise.resolve();
    const ready = new Promise<string>((resolve, reject) => {
      serving = ports.desk.serve(requestOf(terminal, resolve, end.signal));
      serving.catch(reject);
    });
    try {
      const url = await ready;
      await act(url, scenarioPath, ports, terminal);
      await Promise.race([meanwhile(url, stopped), serving]);
    } finally {
      end.abort();
      await serving;
    }
  });
}

function requestOf(
  { errors }: Terminal,
  onReady: (url: string) => void,
  signal: AbortSignal,
): ServeRequest {
  return {
    host: "127.0.0.1",
    port: 0,
    origin: undefined,
    tls: undefined,
    clientCertificates: false,
    apart: APART,
    interval: 200,
    onTrouble: (what) => void errors.write(`caveat: ${printable(what)}\n`),
    onReady,
    logTo: { write: () => undefined },
    signal,
  };
}

async function act(url: string, path: string, ports: Ports, terminal: Terminal): Promise<void> {
  const scenario = await ports.cases.readScenario(path);
  const site = await ports.cases.readSite(ports.cases.resolve(path, scenario.site));
  const staff = await employ(url, APART, ports);
  await fillRegister(site, staff);
  print(terminal, "Cases, carried through the server by people who sign with their keys\n");
  for (const story of STORIES) {
    print(terminal, printable(toText(await story({ scenario, path, staff, ports }))));
  }
}

function toText({ title, lines }: Story): string {
  return [`  ${title}`, ...lines.map((line) => `      ${line}`)].join("\n");
}
