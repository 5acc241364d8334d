import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "../core/refusal.ts";
import { makeApp } from "../http/app.ts";
import { caseRoutes } from "../http/cases/routes.ts";
import { serve, type Answering, type TlsSettings } from "../http/serve.ts";
import { httpSettings } from "../http/settings.ts";
import { ledgerMemory } from "../site/ledger-memory.ts";
import type { SiteSettings } from "../site/settings.ts";
import { openSite, type Site } from "../site/site.ts";
import { recipients } from "../site/release/recipients.ts";
import { verdictMemory } from "../site/verdict-memory.ts";
import { passDays } from "../usecases/cases/deciding/pass-days.ts";
import type { ServeRequest } from "../usecases/desk.ts";
import { forgetExpired } from "../usecases/people/sign-in/forget-expired.ts";
import { keepGoing, Troubles } from "../usecases/keep-going.ts";
import type { Memory } from "../usecases/memory.ts";
import type { Ports } from "../usecases/ports.ts";
import { escalateNotices } from "../usecases/release/escalate-notices.ts";
import type { ReleasePorts } from "../usecases/release/ports.ts";
import { peoplePorts } from "./people-ports.ts";
import { readProviders } from "./read-providers.ts";
import { releasePorts } from "./release-ports.ts";
import { servePartners, type PartnersServing } from "./serve-partners.ts";

const MINUTE = 60_000;

/**
 * Serves a site: its HTTP API, its ledger, and its calendar. Ends when the signal says so, and then in
 * order: no new requests, the ledger's last turn, the database. Rejects with "fork" or "rollback" when
 * somebody rewrote the ledger, and as `openSite` and `serve` do.
 */
export async function serveDesk(
  request: ServeRequest,
  settings: SiteSettings,
  ports: Ports,
): Promise<void> {
  const tls = await readTls(request);
  const providers = await readProviders(request.providers);
  const troubles = new Troubles(request.onTrouble);
  const onTrouble = (what: string): void => troubles.hear(what);
  await using site = await openSite({ ...settings, onTrouble });
  const releases = await releasePorts(site, ports);
  // The app pins its own address, and which port that is is known when it listens.
  let app: Answering = { fetch: () => new Response(null, { status: 503 }) };
  const answering: Answering = { fetch: (asked, env) => app.fetch(asked, env) };
  const serving = await serve(answering, { host: request.host, port: request.port, tls });
  let partners: PartnersServing | undefined;
  try {
    partners = await servePartners(request, tls, site, releases);
    const origin = request.origin ?? `http://localhost:${serving.port}`;
    const people = peoplePorts(site);
    const given = { people, isReady: () => isReady(site), logTo: request.logTo };
    app = makeApp(given, httpSettings({ origin, providers }), [caseRoutes(releases)]);
    request.onReady(origin, partners?.origin);
    await Promise.all([
      keepLedger(site, troubles, request),
      everyMinute(() => passDaysOf(releases, troubles), troubles, request),
      everyMinute(() => forgetExpired(people), troubles, request),
    ]);
  } finally {
    await Promise.all([serving.stop(), partners?.stop()]);
  }
}

async function keepLedger(
  site: Site,
  troubles: Troubles,
  { interval, signal }: ServeRequest,
): Promise<void> {
  const memory: Memory = {
    verdicts: verdictMemory(site),
    ledger: ledgerMemory(site),
    recipients: () => recipients(site),
    async [Symbol.asyncDispose]() {},
  };
  await keepGoing(memory, troubles, {
    isStopped: () => signal.aborted,
    pause: () => rest(interval, signal),
  });
  await memory.ledger.advance();
}

/**
 * A case changes on the day on which something it rests on passes, and a notice that nobody answered goes
 * to whoever is next, without anybody touching either.
 */
async function passDaysOf(ports: ReleasePorts, troubles: Troubles): Promise<void> {
  const at = ports.now();
  const cases = await passDays(at, ports);
  for (const one of cases.failed) troubles.hear(`case ${one.case}: ${one.reason}`);
  const { failed } = await escalateNotices(at, ports);
  for (const one of failed) troubles.hear(`notice ${one.notice}: ${one.reason}`);
}

async function everyMinute(
  work: () => Promise<void>,
  troubles: Troubles,
  { signal }: ServeRequest,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch((error: unknown) => {
      troubles.hear(error instanceof Error ? error.message : String(error));
    });
    await rest(MINUTE, signal);
  }
}

/** Cut short when it is stopped, which is no error. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

async function isReady({ store, signer, origin }: Site): Promise<boolean> {
  try {
    await store.as("app").read(({ select }) => select.selectFrom("log").select("id").execute());
    await signer.of(origin).state();
    return true;
  } catch {
    return false;
  }
}

async function readTls({
  tls,
  clientCertificates,
}: ServeRequest): Promise<TlsSettings | undefined> {
  if (tls === undefined) return undefined;
  const read = (path: string): Promise<string> =>
    readFile(path, "utf8").catch(() => {
      throw new Refusal("unreadable-file", path, "it cannot be read", "check its name and rights");
    });
  return { key: await read(tls.key), certificate: await read(tls.certificate), clientCertificates };
}
