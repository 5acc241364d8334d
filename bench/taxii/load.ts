import autocannon from "autocannon";

/** A collection of any TAXII 2.1 server, as its clients reach it. */
export interface Target {
  /** Of its objects, with a slash at the end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Rate {
  /** Pages a second. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
}

const ACCEPT = "application/taxii+json;version=2.1";

/** Basic or Bearer, as somebody would set up a client. */
export function targetOf(url: string, authorization: string): Target {
  return { url, headers: { accept: ACCEPT, authorization } };
}

/** Asks for one and the same page, by so many clients at once, for so many seconds. */
export async function pageRate(
  { url, headers }: Target,
  query: string,
  clients: number,
  seconds: number,
): Promise<Rate> {
  const result = await autocannon({
    url: `${url}${query}`,
    headers,
    connections: clients,
    duration: seconds,
  });
  const { p50, p99 } = result.latency;
  return {
    perSecond: result["2xx"] / result.duration,
    p50,
    p99,
    refused: result.non2xx + result.errors,
  };
}

export interface Sync {
  readonly objects: number;
  readonly pages: number;
  readonly seconds: number;
  /** The query of the last page. */
  readonly last: string;
}

/** Follows `next` from the first page to the last, as a client does that fetches everything. */
export async function fullSync({ url, headers }: Target, limit: number): Promise<Sync> {
  const start = performance.now();
  let [objects, pages, query] = [0, 0, `?limit=${limit}`];
  for (;;) {
    const response = await fetch(`${url}${query}`, { headers });
    if (!response.ok) throw new Error(`a page was answered with ${response.status}`);
    const page = (await response.json()) as {
      readonly more?: boolean;
      readonly next?: string;
      readonly objects?: readonly unknown[];
    };
    pages += 1;
    objects += page.objects?.length ?? 0;
    if (page.more !== true || page.next === undefined) break;
    query = `?limit=${limit}&next=${encodeURIComponent(page.next)}`;
  }
  return { objects, pages, seconds: (performance.now() - start) / 1000, last: query };
}
