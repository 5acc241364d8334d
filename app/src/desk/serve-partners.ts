import { serve, type Answering, type TlsSettings } from "../http/serve.ts";
import type { Site } from "../site/site.ts";
import type { ServeRequest } from "../usecases/desk.ts";
import type { ReleasePorts } from "../usecases/release/ports.ts";
import { partnerApp } from "./partner-app.ts";

export interface PartnersServing {
  /** Where partners reach it. */
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * Serves partners on a listener of their own, where that was asked for. Rejects with a Refusal for an
 * address that they may not be sent to, and where it cannot be listened on; then nothing is served.
 */
export async function servePartners(
  { partners }: Pick<ServeRequest, "partners">,
  tls: TlsSettings | undefined,
  site: Site,
  ports: ReleasePorts,
): Promise<PartnersServing | undefined> {
  if (partners === undefined) return undefined;
  const { host, port } = partners;
  // Where it is reached stands in its answers, and which port that is is known when it listens.
  let app: Answering = { fetch: () => new Response(null, { status: 503 }) };
  const answering: Answering = { fetch: (asked, env) => app.fetch(asked, env) };
  const serving = await serve(answering, { host, port, tls });
  try {
    const scheme = tls === undefined ? "http" : "https";
    const origin = partners.origin ?? `${scheme}://localhost:${serving.port}`;
    app = await partnerApp(origin, site, ports);
    return { origin, stop: () => serving.stop() };
  } catch (error) {
    await serving.stop();
    throw error;
  }
}
