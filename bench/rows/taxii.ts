import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { clientConfig } from "../../app/src/store/connection.ts";
import { openStore } from "../../app/src/store/open-store.ts";
import type { TaxiiServerOrder } from "../children/taxii-server.ts";
import { Process } from "../ledger/process.ts";
import type { Row } from "../measure/row.ts";
import { fillCollection, letIn } from "../taxii/data-set.ts";
import { fullSync, pageRate, targetOf, type Rate, type Target } from "../taxii/load.ts";

const SERVER = new URL("../children/taxii-server.ts", import.meta.url);
const SMALL = 1_000;
const LARGE = 100_000;
const PAGE = 1_000;
const SECONDS = 3;
const CLIENTS = [1, 8, 32];
const LEAST_SHARE = 0.5;
const MOST_GROWTH = 1.3;

/**
 * Pages of the TAXII server over PostgreSQL, in a process of its own, each fetch on record before it is
 * answered; beside it a bare Hono handler in the same process that returns the same bytes.
 */
export async function taxii(): Promise<readonly Row[]> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "caveat-bench-")));
  const store = await openStore({ home });
  const client = new pg.Client({ ...clientConfig(store.target, undefined), user: "caveat" });
  await client.connect();
  const reader = await letIn(client);
  const sizes = [SMALL, LARGE];
  const collections: string[] = [];
  for (const size of sizes) collections.push(await fillCollection(client, reader, size));
  await client.end();
  const order: TaxiiServerOrder = { home };
  const server = new Process(SERVER, [JSON.stringify(order)], () => undefined);
  try {
    const [url = "", bare = ""] = await server.open;
    const basic = `Basic ${Buffer.from(`x:${reader.token}`).toString("base64")}`;
    const [small, large] = collections.map((id) =>
      targetOf(`${url}/${reader.root}/collections/${id}/objects/`, basic),
    );
    if (small === undefined || large === undefined) throw new Error("there are two collections");
    return [await firstPage(large, bare), await growth(small, large), await sync(large)];
  } finally {
    await server.stop();
    await store.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function firstPage(target: Target, bare: string): Promise<Row> {
  const body = JSON.stringify({ url: `${target.url}?limit=${PAGE}`, headers: target.headers });
  const shown = await fetch(bare, {
    method: "PUT",
    body,
    headers: { "content-type": "application/json" },
  });
  const { bytes } = (await shown.json()) as { readonly bytes: number };
  const rates: (readonly [number, Rate, Rate])[] = [];
  for (const clients of CLIENTS) {
    const ours = await pageRate(target, `?limit=${PAGE}`, clients, SECONDS);
    const theirs = await pageRate({ ...target, url: bare }, "", clients, SECONDS);
    rates.push([clients, ours, theirs]);
  }
  const shares = rates.map(([, ours, theirs]) => ours.perSecond / theirs.perSecond);
  const refused = rates.reduce((sum, [, ours]) => sum + ours.refused, 0);
  return {
    what: `TAXII first page, ${PAGE.toLocaleString("en")} of ${LARGE.toLocaleString("en")} objects, ${(bytes / 1000).toFixed(0)} kB`,
    measured: `${rates.map(([clients, { perSecond, p99 }]) => `${clients} clients ${perSecond.toFixed(0)}/s p99 ${p99} ms`).join(", ")}, ${refused} refused`,
    beside: `a bare Hono handler ${rates.map(([, , { perSecond }]) => `${perSecond.toFixed(0)}/s`).join(", ")}: ${shares.map((share) => share.toFixed(2)).join(", ")} ×`,
    bound: `≥ ${LEAST_SHARE} ×`,
    holds: Math.min(...shares) >= LEAST_SHARE && refused === 0,
    boundedBy:
      "the rows out of PostgreSQL, and the flush of the read log before each answer; the bare handler reads nothing and keeps nothing",
  };
}

async function growth(small: Target, large: Target): Promise<Row> {
  const { last } = await fullSync(large, PAGE);
  const [first, deep] = [await best(small, `?limit=${PAGE}`), await best(large, last)];
  const ratio = deep / first;
  return {
    what: `TAXII last page of ${LARGE.toLocaleString("en")} objects`,
    measured: `at best ${deep.toFixed(1)} ms`,
    beside: `the only page of ${SMALL.toLocaleString("en")} objects ${first.toFixed(1)} ms: ${ratio.toFixed(2)} ×`,
    bound: `≤ ${MOST_GROWTH} ×`,
    holds: ratio <= MOST_GROWTH,
    boundedBy: "the objects of one page; its place is found in an index",
  };
}

async function sync(target: Target): Promise<Row> {
  const { objects, pages, seconds } = await fullSync(target, PAGE);
  const bearer = target.headers["authorization"] ?? "";
  return {
    what: `TAXII full sync of ${objects.toLocaleString("en")} objects by one client`,
    measured: `${seconds.toFixed(1)} s, ${(objects / seconds).toFixed(0)} objects/s, ${pages} pages, ${bearer.split(" ")[0] ?? ""}`,
    boundedBy: "one page after the other, and the client's own JSON",
  };
}

/** The least of several rounds, in milliseconds. */
async function best({ url, headers }: Target, query: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 40; round += 1) {
    const start = performance.now();
    const response = await fetch(`${url}${query}`, { headers });
    await response.arrayBuffer();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
