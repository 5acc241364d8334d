import type { ServeRequest } from "../../usecases/desk.ts";
import type { Ports } from "../../usecases/ports.ts";
import { printable } from "../print/printable.ts";
import { print, type Terminal } from "../print/terminal.ts";
import { untilStopped } from "../until-stopped.ts";
import { fillRegister } from "./register.ts";
import { employ } from "./staff.ts";
import type { Story } from "./steps.ts";
import { stories } from "./stories.ts";

/** The demo's database and ledger, in the site's folder and apart from the site's own. */
export const APART = "demo";

/**
 * Serves the demo's desk and its partners' listener and carries five cases through it, over HTTP and with
 * people's keys, to the partners and back; then goes on serving for as long as `meanwhile` takes, at most until it is stopped. Rejects with what the server
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
    const ready = new Promise<Addresses>((resolve, reject) => {
      serving = ports.desk.serve(requestOf(terminal, resolve, end.signal));
      serving.catch(reject);
    });
    try {
      const addresses = await ready;
      await act(addresses, scenarioPath, ports, terminal);
      await Promise.race([meanwhile(addresses.desk, stopped), serving]);
    } finally {
      end.abort();
      await serving;
    }
  });
}

/** Where the demo is served. */
interface Addresses {
  readonly desk: string;
  readonly partners: string;
}

function requestOf(
  { errors }: Terminal,
  onReady: (addresses: Addresses) => void,
  signal: AbortSignal,
): ServeRequest {
  return {
    host: "127.0.0.1",
    port: 0,
    origin: undefined,
    tls: undefined,
    clientCertificates: false,
    partners: { host: "127.0.0.1", port: 0, origin: undefined },
    apart: APART,
    interval: 200,
    onTrouble: (what) => void errors.write(`caveat: ${printable(what)}\n`),
    onReady: (desk, partners = desk) => onReady({ desk, partners }),
    logTo: { write: () => undefined },
    signal,
  };
}

async function act(
  { desk, partners }: Addresses,
  path: string,
  ports: Ports,
  terminal: Terminal,
): Promise<void> {
  const scenario = await ports.cases.readScenario(path);
  const site = await ports.cases.readSite(ports.cases.resolve(path, scenario.site));
  const staff = await employ(desk, APART, ports);
  await fillRegister(site, staff);
  print(terminal, "Cases, carried through the server by people who sign with their keys\n");
  const stage = { scenario, path, staff, ports, partners, apart: APART };
  for await (const story of stories(stage)) print(terminal, printable(toText(story)));
}

function toText({ title, lines }: Story): string {
  return [`  ${title}`, ...lines.map((line) => `      ${line}`)].join("\n");
}
