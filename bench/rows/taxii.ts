import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { clientConfig } from "../../app/src/store/connection/connection.ts";
import { openStore } from "../../app/src/store/open-store.ts";
import type { TaxiiServerOrder } from "../children/taxii-server.ts";
import { Process } from "../ledger/process.ts";
import type { Row } from "../measure/row.ts";
import { fillCollection, letIn } from "../taxii/data-set.ts";
import { fullSync, pageRate, targetOf, type Rate, type Sync, type Target } from "../taxii/load.ts";

const SERVER = new URL("../children/taxii-server.ts", import.meta.url);
const SIZES = [1_000, 10_000, 100_000];
const PAGE = 1_000;
/** Ours and the other in turn, so that what else the machine does hits both. */
const TURNS = 3;
const TURN_SECONDS = 1;
const CLIENTS = [1, 8, 32];
const ROUNDS = 40;
const LEAST_SHARE = 0.5;
const MOST_GROWTH = 1.3;

/**
 * Pages of the TAXII server over PostgreSQL, in a process of its own, each fetch on record before it is
 * answered; beside it a bare Hono handler in the same process that returns the same bytes.
 */
export async function taxii(): Promise<readonly Row[]> {
  return taxiiWith(SIZES);
}

/** The same with collections of these sizes, the smallest first: a page holds 1,000 objects. */
export async function taxiiWith(sizes: readonly number[]): Promise<readonly Row[]> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "caveat-bench-")));
  const store = await openStore({ home });
  const client = new pg.Client({ ...clientConfig(store.target, undefined), user: "caveat" });
  await client.connect();
  const { partner, root, token } = await letIn(client);
  const ids: string[] = [];
  for (const size of sizes) ids.push(await fillCollection(client, { partner }, size));
  await client.end();
  const order: TaxiiServerOrder = { home };
  const server = new Process(SERVER, [JSON.stringify(order)], () => undefined);
  try {
    const [url = "", bare = ""] = await server.open;
    const served = ids.map((id, i) => ({
      size: sizes[i] ?? 0,
      url: `${url}/${root}/collections/${id}/objects/`,
    }));
    return await rowsOf(served, bare, token);
  } finally {
    await server.stop();
    await store.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Served {
  readonly size: number;
  readonly url: string;
}

async function rowsOf(served: readonly Served[], bare: string, token: string): Promise<Row[]> {
  const basic = `Basic ${Buffer.from(`x:${token}`).toString("base64")}`;
  const largest = served.at(-1);
  if (largest === undefined) throw new Error("give a size");
  const syncs: [Served, Sync][] = [];
  for (const one of served) syncs.push([one, await fullSync(targetOf(one.url, basic), PAGE)]);
  return [
    await firstPage(largest, targetOf(largest.url, basic), bare),
    await firstPage(largest, targetOf(largest.url, `Bearer ${token}`), bare),
    await growth(syncs, basic),
    syncRow(syncs.at(-1)?.[1]),
  ];
}

/** Which page it is: of how many, and shown which way. */
async function firstPage({ size }: Served, target: Target, bare: string): Promise<Row> {
  const bytes = await showPage(`${target.url}?limit=${PAGE}`, target, bare);
  const rates: (readonly [number, Rate, Rate])[] = [];
  for (const clients of CLIENTS) {
    rates.push([clients, ...(await inTurns(target, { ...target, url: bare }, clients))]);
  }
  const shares = rates.map(([, ours, theirs]) => ours.perSecond / theirs.perSecond);
  const refused = rates.reduce((sum, [, ours]) => sum + ours.refused, 0);
  return {
    what: `TAXII first page, ${count(PAGE)} of ${count(size)} objects, ${(bytes / 1000).toFixed(0)} kB, ${schemeOf(target)}`,
    measured: `${rates.map(([clients, { perSecond, p99 }]) => `${clients} clients ${perSecond.toFixed(0)}/s p99 ${p99} ms`).join(", ")}, ${refused} refused`,
    beside: `a bare Hono handler ${rates.map(([, , { perSecond }]) => `${perSecond.toFixed(0)}/s`).join(", ")}: ${shares.map((share) => share.toFixed(2)).join(", ")} ×`,
    bound: `≥ ${LEAST_SHARE} ×`,
    holds: Math.min(...shares) >= LEAST_SHARE && refused === 0,
    boundedBy:
      "two round trips to PostgreSQL, of which the second flushes the read log, shared by whoever asks at the same time; the page itself is kept while its collection does not change, and goes out without a copy, which the bare handler makes",
  };
}

async function inTurns(target: Target, bare: Target, clients: number): Promise<[Rate, Rate]> {
  const rates: [Rate, Rate][] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const ours = await pageRate(target, `?limit=${PAGE}`, clients, TURN_SECONDS);
    rates.push([ours, await pageRate(bare, "", clients, TURN_SECONDS)]);
  }
  return [together(rates.map(([ours]) => ours)), together(rates.map(([, theirs]) => theirs))];
}

function together(rates: readonly Rate[]): Rate {
  const sum = (of: (rate: Rate) => number): number => rates.reduce((all, one) => all + of(one), 0);
  return {
    perSecond: sum(({ perSecond }) => perSecond) / rates.length,
    p50: Math.max(...rates.map(({ p50 }) => p50)),
    p99: Math.max(...rates.map(({ p99 }) => p99)),
    refused: sum(({ refused }) => refused),
  };
}

/** Has the bare handler fetch a page, to return it. Out: its bytes. */
async function showPage(url: string, { headers }: Target, bare: string): Promise<number> {
  const shown = await fetch(bare, {
    method: "PUT",
    body: JSON.stringify({ url, headers }),
    headers: { "content-type": "application/json" },
  });
  return ((await shown.json()) as { readonly bytes: number }).bytes;
}

/** Each page is asked for once, so that none is kept. */
async function growth(syncs: readonly (readonly [Served, Sync])[], basic: string): Promise<Row> {
  const times: (readonly [number, number])[] = [];
  for (const [{ url, size }, { last }] of syncs) {
    const query = last.replace(/^\?limit=[0-9]+/, "");
    const headers = targetOf(url, basic).headers;
    times.push([size, await best((round) => `${url}?limit=${PAGE - 1 - round}${query}`, headers)]);
  }
  const least = times[0]?.[1] ?? Number.NaN;
  const others = times.slice(1).map(([size, time]) => [count(size), time, time / least] as const);
  return {
    what: `TAXII last page of ${others.map(([size]) => size).join(", ")} objects, read anew`,
    measured: `at best ${others.map(([, time]) => time.toFixed(1)).join(", ")} ms`,
    beside: `the only page of ${count(times[0]?.[0] ?? 0)} objects ${least.toFixed(1)} ms: ${others.map(([, , ratio]) => ratio.toFixed(2)).join(", ")} ×`,
    bound: `≤ ${MOST_GROWTH} ×`,
    holds: others.every(([, , ratio]) => ratio <= MOST_GROWTH),
    boundedBy: "the objects of one page; its place is found in an index",
  };
}

function syncRow(sync: Sync | undefined): Row {
  const { objects = 0, pages = 0, seconds = Number.NaN } = sync ?? {};
  return {
    what: `TAXII full sync of ${count(objects)} objects by one client, for the first time`,
    measured: `${seconds.toFixed(1)} s, ${(objects / seconds).toFixed(0)} objects/s, ${pages} pages, Basic`,
    boundedBy: "one page after the other, none of them kept yet, and the client's own JSON",
  };
}

/** The least of several rounds, in milliseconds. */
async function best(
  urlOf: (round: number) => string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const response = await fetch(urlOf(round), { headers });
    await response.arrayBuffer();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function schemeOf({ headers }: Target): string {
  return (headers["authorization"] ?? "").split(" ")[0] ?? "";
}

function count(number: number): string {
  return number.toLocaleString("en");
}
