import { randomUUID } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { taxiiApp } from "../../app/src/channels/taxii/app.ts";
import { taxiiSettings } from "../../app/src/channels/taxii/settings.ts";
import { Buckets } from "../../app/src/http/rate-limit.ts";
import { outboxOf } from "../../app/src/site/release/outbox.ts";
import type { Site } from "../../app/src/site/site.ts";
import { clientConfig } from "../../app/src/store/connection/connection.ts";
import { openStore } from "../../app/src/store/open-store.ts";
import type { Outbox } from "../../app/src/usecases/release/outbox.ts";
import { numbersFrom } from "../ledger/random-numbers.ts";
import { rankTest } from "../measure/rank-test.ts";
import { makeNeighbours, type Names, type Neighbours } from "../taxii/neighbours.ts";
import { plantedIn } from "../taxii/planted.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/**
 * More than this is no chance: by one it comes once in 1.7 million comparisons (two sides of a normal
 * distribution).
 */
const MOST_DEVIATIONS = 5;
/** Asked before anything is measured, of each kind. */
const WARM = 200;
const CURSOR_KEY = new Uint8Array(32).fill(1);
const PLENTY = { burst: 1e9, perSecond: 1e9 };

/**
 * Asks as one partner for another's things and for things that are not there, one kind after the other,
 * which of them by chance, and holds the times of both against each other. N: requests of each kind. To
 * show that it would find a difference, one is planted: an extra look-up, and a fifth of a millisecond.
 */
export async function runIsolationTiming(count: number, seed: number): Promise<Outcome> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "caveat-campaign-")));
  const store = await openStore({ home });
  try {
    const client = new pg.Client({ ...clientConfig(store.target, undefined), user: "caveat" });
    await client.connect();
    const neighbours = await makeNeighbours(client, CURSOR_KEY);
    await client.end();
    const outbox = outboxOf({ store } as Pick<Site, "store"> as Site);
    return await compareAll(neighbours, outbox, { count, seed });
  } finally {
    await store.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

type App = ReturnType<typeof taxiiApp>;

interface Asked {
  readonly count: number;
  readonly seed: number;
}

async function compareAll(neighbours: Neighbours, outbox: Outbox, asked: Asked): Promise<Outcome> {
  const { names } = neighbours;
  const planted = plantedIn(outbox, neighbours);
  const progress = startProgress((names.length + planted.length) * (asked.count + WARM));
  const failures: string[] = [];
  const found: string[] = [];
  const run = async (kind: Names, over: Outbox): Promise<Compared> => {
    const done = found.length * (asked.count + WARM);
    const compared = await compare(kind, over, neighbours, asked, (i) =>
      progress.at(done + i, kind.what),
    );
    found.push(compared.says);
    return compared;
  };
  for (const kind of names) {
    const { says, isAlike } = await run(kind, outbox);
    if (!isAlike) failures.push(`another's and absent differ: ${says}`);
  }
  for (const [kind, leaky] of planted) {
    const { says, isAlike } = await run(kind, leaky);
    if (isAlike) failures.push(`too few requests to find what was planted: ${says}`);
  }
  progress.stop();
  return { failures, summary: `${asked.count} requests of each kind: ${found.join("; ")}` };
}

interface Compared {
  readonly says: string;
  readonly isAlike: boolean;
}

async function compare(
  { what, theirs, absent }: Names,
  outbox: Outbox,
  { asking }: Neighbours,
  { count, seed }: Asked,
  onDone: (done: number) => void,
): Promise<Compared> {
  const app = appOver(outbox);
  const random = numbersFrom(seed);
  const times: readonly [number[], number[]] = [[], []];
  const statuses = new Set<number>();
  for (let i = 0; i < count + WARM; i += 1) {
    const which = random() < 0.5 ? 0 : 1;
    const names = which === 0 ? theirs : absent;
    const path = names[Math.floor(random() * names.length)] ?? "";
    const { time, status } = await ask(app, path, asking.token);
    statuses.add(status);
    if (i >= WARM) times[which].push(time);
    onDone(i + 1);
  }
  const { share, deviations, median } = rankTest(...times);
  const says = `${what} (${[...statuses].join()}) ${(median * 1000).toFixed(0)} µs, ${share.toFixed(3)}, ${deviations.toFixed(1)} deviations`;
  return { says, isAlike: Math.abs(deviations) <= MOST_DEVIATIONS && statuses.size === 1 };
}

async function ask(
  app: App,
  path: string,
  token: string,
): Promise<{ readonly time: number; readonly status: number }> {
  const headers = {
    accept: "application/taxii+json;version=2.1",
    authorization: `Bearer ${token}`,
  };
  const start = performance.now();
  const response = await app.request(path, { headers });
  await response.arrayBuffer();
  return { time: performance.now() - start, status: response.status };
}

function appOver(outbox: Outbox): App {
  return taxiiApp({
    outbox,
    now: () => new Date().toISOString(),
    newId: randomUUID,
    cursorKeys: [CURSOR_KEY],
    settings: taxiiSettings({
      url: "https://share.example",
      credential: { ...PLENTY, inHand: 1_000 },
      failures: PLENTY,
    }),
    limits: new Buckets(() => Date.now()),
    certificateOf: () => undefined,
    onTrouble: (error) => {
      throw error;
    },
  });
}
