import { Refusal } from "../core/refusal.ts";
import type { ProviderSettings } from "./providers/settings.ts";

/** How the server is reached, and what it puts up with. */
export interface HttpSettings {
  /** Where people reach it: "https://desk.example". Requests for another host are refused. */
  readonly origin: string;
  /** The relying party id of passkeys: the host of the origin, or a domain above it. */
  readonly rpId: string;
  /** How authenticators show the site. */
  readonly name: string;
  readonly providers: readonly ProviderSettings[];
  readonly limits: HttpLimits;
}

export interface HttpLimits {
  /** Most bytes of a request's body, where a route says nothing else. */
  readonly body: number;
  /** Most JSON values and keys in it, and how deep they may nest. */
  readonly nodes: number;
  readonly depth: number;
  /** Requests of one address, and of one credential: so many at once, and so many a second after that. */
  readonly address: Allowance;
  readonly credential: Allowance;
  /** Proofs of who somebody is that were refused, by address. */
  readonly failures: Allowance;
  /** Things that were not there, by credential, before it looks like a search for what is there. */
  readonly missing: Allowance;
}

export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

export const HTTP_LIMITS: HttpLimits = {
  body: 65_536,
  nodes: 10_000,
  depth: 16,
  address: { burst: 2_000, perSecond: 1_000 },
  credential: { burst: 2_000, perSecond: 1_000 },
  failures: { burst: 20, perSecond: 0.2 },
  missing: { burst: 60, perSecond: 0.5 },
};

/** Whether the browser reaches it over TLS, here or at a proxy before it. */
export function isSecure({ origin }: Pick<HttpSettings, "origin">): boolean {
  return origin.startsWith("https://");
}

/**
 * The settings with what was left out. Throws a Refusal "bad-usage" for an origin that is none, or that
 * is not secure on another machine than this.
 */
export function httpSettings(
  given: Pick<HttpSettings, "origin"> & Partial<HttpSettings>,
): HttpSettings {
  const url = URL.canParse(given.origin) ? new URL(given.origin) : undefined;
  if (url === undefined || url.origin !== given.origin) {
    throw refusal(given.origin, "it is no origin", "write it like https://desk.example");
  }
  if (!isSecure(given) && !isLoopback(url.hostname)) {
    const remedy = "use https://, with TLS here or at a proxy on this machine";
    throw refusal(given.origin, "without TLS only this machine is served", remedy);
  }
  const rpId = given.rpId ?? url.hostname;
  if (url.hostname !== rpId && !url.hostname.endsWith(`.${rpId}`)) {
    throw refusal(rpId, "it does not stand above the origin's host", "leave it out");
  }
  const rest = { name: "Caveat", providers: [], limits: HTTP_LIMITS };
  return { ...rest, ...given, rpId };
}

/** What browsers take for a secure place without TLS (W3C Secure Contexts section 3.1). */
function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "127.0.0.1";
}

function refusal(place: string, problem: string, remedy: string): Refusal {
  return new Refusal("bad-usage", place, problem, remedy);
}
