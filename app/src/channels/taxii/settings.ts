import { Refusal } from "../../core/refusal.ts";
import type { Allowance, Allowances } from "../known-door.ts";

/** How the TAXII server is reached, and what it puts up with. */
export interface TaxiiSettings extends Allowances {
  /**
   * Where partners reach it, with the path it is mounted at and without a slash at the end:
   * "https://share.example", "https://desk.example/partners".
   */
  readonly url: string;
  readonly title: string;
  readonly description?: string;
  readonly contact?: string;
  /** Whether Basic is taken beside Bearer, `Token` and certificates. */
  readonly basic: boolean;
  /** Most bytes of a POST; it is said in the API root (TAXII 2.1 section 4.2). */
  readonly maxContentLength: number;
  /** Most JSON values and keys in a POST, and how deep they may nest. */
  readonly nodes: number;
  readonly depth: number;
  readonly page: PageSettings;
  /** Of pages that were answered: how many bytes are kept, and how long. */
  readonly kept: { readonly bytes: number; readonly milliseconds: number };
  /** Requests of one credential, and how many of them may be in hand at the same time. */
  readonly credential: Allowance & { readonly inHand: number };
}

export interface PageSettings {
  /** Objects of a page for which no limit is asked, and of any page. */
  readonly usual: number;
  readonly most: number;
  /** Bytes of the objects of a page. */
  readonly bytes: number;
}

const MB = 1_000_000;

/** What holds where a site says nothing else. */
const USUAL: Omit<TaxiiSettings, "url"> = {
  title: "Caveat",
  basic: true,
  maxContentLength: 10 * MB,
  nodes: 1_000_000,
  depth: 64,
  page: { usual: 1_000, most: 10_000, bytes: 10 * MB },
  kept: { bytes: 64 * MB, milliseconds: 600_000 },
  credential: { burst: 120, perSecond: 10, inHand: 16 },
  failures: { burst: 20, perSecond: 0.2 },
};

/** A partner that fetches for the first time gets a page a second at least. */
const LEAST_PER_SECOND = 1;

/**
 * The settings with what was left out. Throws a Refusal "bad-usage" for an address that clients may not
 * be sent to (TAXII 2.1 section 4.1: https, no query, no "//"), and for a rate under one page a second.
 */
export function taxiiSettings(
  given: Pick<TaxiiSettings, "url"> & Partial<TaxiiSettings>,
): TaxiiSettings {
  const url = URL.canParse(given.url) ? new URL(given.url) : undefined;
  if (url === undefined || `${url.origin}${url.pathname.replace(/^\/$/, "")}` !== given.url) {
    const remedy = "write it like https://share.example or https://share.example/partners";
    throw new Refusal("bad-usage", given.url, "it is no address of a server", remedy);
  }
  if (url.pathname.length > 1 && !/^(?:\/[A-Za-z0-9_-]+)+$/.test(url.pathname)) {
    throw new Refusal(
      "bad-usage",
      given.url,
      "its path is no plain path",
      "use letters and digits",
    );
  }
  if (url.protocol !== "https:" && !isLoopback(url)) {
    const remedy = "use https://, with TLS here or at a proxy on this machine";
    throw new Refusal("bad-usage", given.url, "without TLS only this machine is served", remedy);
  }
  const settings = { ...USUAL, ...given };
  if (settings.credential.perSecond < LEAST_PER_SECOND) {
    const problem = "a partner could not fetch one page a second";
    throw new Refusal("bad-usage", "credential.perSecond", problem, "allow at least 1");
  }
  return settings;
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1");
}
