import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { advance } from "../../../../src/site/advance.ts";
import { outboxOf } from "../../../../src/site/release/outbox.ts";
import type { World } from "../../../usecases/cases/support/world.ts";
import { Follower } from "./follower.ts";
import { addPlace, type Ready } from "./released.ts";
import type { BatchText, ReleasingOrder, Told } from "./releasing.ts";

const CHILD = fileURLToPath(new URL("./releasing.ts", import.meta.url));
/** When all that was shown may be seen. */
const LATER = "2099-01-01T00:00:00.000Z";
const PARTNERS = ["linde", "alder"] as const;

/** One round: what is killed, and when after its first release, in milliseconds. */
export interface KillRound {
  readonly roll: (below: number) => number;
  readonly milliseconds: number;
  readonly stop?: ReleasingOrder["stop"];
}

/** What a round came to. */
export interface KilledRelease {
  readonly problems: readonly string[];
  readonly released: number;
  readonly recalled: number;
  readonly followed: number;
}

/**
 * Two processes that release, recall, and show, on two places of their own, killed (SIGKILL) while a
 * client follows each place; then everything is shown, and looked at.
 */
export async function killReleasing(
  { roll, milliseconds, stop }: KillRound,
  ready: Ready,
  world: World,
): Promise<KilledRelease> {
  const places = [];
  for (const partner of PARTNERS) {
    places.push({ partner, collection: await addPlace(ready, partner) });
  }
  const { site, ...known } = ready;
  const outbox = outboxOf(site);
  const followers = places.map((place) => new Follower(outbox, place, { way: "both", roll }));
  const following = followers.map((one) => one.follow());
  const order = { ready: known, places };
  const told: Told[] = [];
  const children = [
    start({ ...order, seed: roll(1e9), ...(stop && { stop }) }, told, world),
    start({ ...order, seed: roll(1e9) }, told, world),
  ];
  const complaint = await killAll(children, told, milliseconds);
  const trouble: string[] = [];
  const telling = { ...site, onTrouble: (what: string) => void trouble.push(what) };
  await advance(telling);
  await advance(telling);
  // What was shown last lies a little ahead.
  await pause(1_500);
  for (const one of followers) one.stop();
  await Promise.all(following);
  const looked = await Promise.all(
    places.map((place, i) => lookAt(place, followers[i]?.seen ?? [], told, world)),
  );
  return {
    problems: [
      ...complaint,
      ...trouble,
      ...followers.flatMap((one) => one.problems),
      ...looked.flat(),
    ],
    released: told.filter(({ kind }) => kind === "released").length,
    recalled: told.filter(({ kind }) => kind === "recalled").length,
    followed: followers.reduce((sum, { seen }) => sum + seen.length, 0),
  };
}

interface Child {
  readonly process: ChildProcess;
  readonly said: () => string;
}

function start(order: ReleasingOrder, told: Told[], world: World): Child {
  const args = [CHILD, world.home, world.people, JSON.stringify(order)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  createInterface(child.stdout).on("line", (line) => void told.push(JSON.parse(line) as Told));
  return { process: child, said: () => said };
}

/** Kills those that run once something was released; one may end itself. Out: who ended otherwise. */
async function killAll(
  children: readonly Child[],
  told: readonly Told[],
  milliseconds: number,
): Promise<readonly string[]> {
  const closed = children.map(({ process: child }) => once(child, "close"));
  const hasEnded = ({ process: child }: Child): boolean =>
    child.exitCode !== null || child.signalCode !== null;
  while (told.length < 4 && !children.every(hasEnded)) await pause(10);
  await pause(milliseconds);
  for (const { process: child } of children) child.kill("SIGKILL");
  await Promise.all(closed);
  return children
    .filter(({ process: child }) => child.signalCode !== "SIGKILL")
    .map(({ said }) => `it ended by itself: ${said().slice(-2_000)}`);
}

interface Row {
  readonly position: number;
  readonly batch: string;
  readonly nth: number;
  readonly of: number;
  readonly what: string;
  readonly index: number;
  readonly kind: string;
}

/** What is wrong with a place, once everything is shown. */
async function lookAt(
  place: { readonly partner: string; readonly collection: string },
  followed: readonly { readonly position: number }[],
  told: readonly Told[],
  world: World,
): Promise<readonly string[]> {
  const rows = await rowsOf(place, world);
  const { size } = await publicSize(world);
  const problems: string[] = [];
  for (const { what, index, kind } of rows) {
    if (kind !== "case-release") problems.push(`${what} is shown and its entry is of ${kind}`);
    if (index >= size) problems.push(`${what} is shown and no public checkpoint covers it`);
  }
  const batches = new Map<string, Row[]>();
  for (const row of rows) batches.set(row.batch, [...(batches.get(row.batch) ?? []), row]);
  for (const [batch, all] of batches) {
    const nths = all.map(({ nth }) => nth).toSorted((a, b) => a - b);
    const whole = Array.from({ length: all[0]?.of ?? 0 }, (_, nth) => nth);
    if (nths.join() !== whole.join()) problems.push(`of ${batch} there are ${nths.join()}`);
  }
  const called = new Set(told.flatMap((one) => (one.kind === "recalling" ? one.release : [])));
  const gone = new Set(told.flatMap((one) => (one.kind === "recalled" ? one.release : [])));
  for (const one of told) {
    if (one.kind !== "released" || !one.places.includes(place.collection)) continue;
    const isThere = batches.has(one.batch);
    if (!called.has(one.release) && !isThere) problems.push(`${one.release} is lost`);
    if (gone.has(one.release) && isThere) problems.push(`${one.release} was recalled and is there`);
  }
  const seen = new Set(followed.map(({ position }) => position));
  const missed = rows.filter(({ position }) => !seen.has(position));
  if (missed.length > 0) problems.push(`a client missed ${missed.length} of ${rows.length} rows`);
  return [...problems, ...(await countsOf(place.collection, world))];
}

/** What a partner is handed, beside what the ledger says of it. */
async function rowsOf(
  { partner, collection }: { readonly partner: string; readonly collection: string },
  world: World,
): Promise<readonly Row[]> {
  const handed = await outboxOf(world.site, () => LATER).objects(partner, collection, {
    versions: ["all"],
    limit: 1_000_000,
    mostBytes: 1e9,
  });
  const entered = await world.as("auditor", async (client) => {
    const { rows } = await client.query<{
      position: string;
      what: string;
      idx: string;
      body: Buffer;
    }>(
      `select o.position, o.what, e.idx, e.body from outbox as o
       left join entry as e on e.id = o.what and e.log_id = (select id from log where partner is null)
       where o.collection = $1`,
      [collection],
    );
    return new Map(rows.map((row) => [Number(row.position), row]));
  });
  return handed.rows.map(({ position, body }) => {
    const { text } = JSON.parse(Buffer.from(body).toString()) as { readonly text: string };
    const entry = entered.get(position);
    const kind = entry?.body === undefined ? "nothing" : kindIn(entry.body);
    const index = Number(entry?.idx ?? Number.POSITIVE_INFINITY);
    return { ...(JSON.parse(text) as BatchText), position, what: entry?.what ?? "", index, kind };
  });
}

function kindIn(entry: Uint8Array): string {
  return (JSON.parse(Buffer.from(entry).toString()) as { readonly kind: string }).kind;
}

/** How many entries the checkpoint beside the tiles covers. */
async function publicSize({ site }: World): Promise<{ readonly size: number }> {
  const newest = await site.ledger.transact((tables) => tables.newestCheckpoint(site.origin));
  return { size: newest?.size ?? 0 };
}

/** Positions are given out without a gap: as many as the disclosures say. */
async function countsOf(collection: string, world: World): Promise<readonly string[]> {
  const [counts] = await world.as("auditor", async (client) => {
    const { rows } = await client.query<{ shown: string; position: string; waits: string }>(
      `select (select coalesce(sum(shown), 0) from disclosure where collection = $1) as shown,
         (select coalesce(max(position), 0) from outbox_head where collection = $1) as position,
         (select count(*) from disclosure_pending where collection = $1) as waits`,
      [collection],
    );
    return rows;
  });
  const { shown = "", position = "", waits = "" } = counts ?? {};
  return [
    ...(shown === position ? [] : [`${shown} rows were shown up to position ${position}`]),
    ...(waits === "0" ? [] : [`${waits} wait though all is covered`]),
  ];
}
