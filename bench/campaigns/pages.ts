import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { advance } from "../../app/src/site/advance.ts";
import { outboxOf } from "../../app/src/site/release/outbox.ts";
import { Follower, type Way } from "../../app/test/site/release/support/follower.ts";
import { addPlace, readyCase, type Ready } from "../../app/test/site/release/support/released.ts";
import type { WritingOrder } from "../../app/test/site/release/support/writing.ts";
import { dice } from "../../app/test/usecases/cases/support/race.ts";
import { World } from "../../app/test/usecases/cases/support/world.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

const CHILD = fileURLToPath(
  new URL("../../app/test/site/release/support/writing.ts", import.meta.url),
);
const PROCESSES = 3;
const WRITERS_EACH = 4;
const WAYS: readonly Way[] = ["position", "time", "both"];
/** Objects in a bundle, and rows on a page, at most. */
const LARGEST = 400;
const PAGE = 700;

/**
 * Twelve writers in three processes release to one place, while clients follow it in pages of random
 * sizes: one by `next`, one by the time of the last row, one by either. Each must see every object once,
 * in the order of the positions. Times grow by a millisecond with each object, so a thousand become
 * visible in a second at most.
 */
export async function runPages(objects: number, seed: number): Promise<Outcome> {
  await using world = await World.open();
  const each = Math.ceil(objects / (PROCESSES * WRITERS_EACH));
  const cases: Ready[] = [];
  for (let i = 0; i < PROCESSES * WRITERS_EACH; i += 1) cases.push(await readyCase(world, i));
  const [first] = cases;
  if (first === undefined) throw new Error("there is no case to release");
  const place = { partner: "linde", collection: await addPlace(first, "linde") };
  const roll = dice(seed);
  const outbox = outboxOf(world.site);
  const followers = WAYS.map((way) => new Follower(outbox, place, { way, roll, most: PAGE }));
  const following = Promise.all(followers.map((one) => one.follow()));
  const progress = startProgress(objects);
  let written = 0;
  const writing = Array.from({ length: PROCESSES }, (_, i) => {
    const own = cases.slice(i * WRITERS_EACH, (i + 1) * WRITERS_EACH);
    const ready = own.map(({ site: _site, ...known }) => known);
    const order = { ready, place, objects: each, largest: LARGEST, seed: roll(1e9) };
    return write(order, world, (count) => progress.at((written += count)));
  });
  const complaints = await whileMoving(Promise.all(writing), world);
  await shownToTheEnd(place.collection, world);
  for (const one of followers) one.stop();
  await following;
  progress.stop();
  const failures = [
    ...complaints.flat(),
    ...followers.flatMap((one, i) => problemsOf(one, WAYS[i] ?? "both", written)),
  ];
  const pages = WAYS.length;
  return {
    failures: failures.map((says) => `seed ${seed}: ${says}`),
    summary: `${written} objects from seed ${seed} by ${cases.length} writers, followed by ${pages} clients`,
  };
}

async function write(
  order: WritingOrder,
  world: World,
  tell: (count: number) => void,
): Promise<readonly string[]> {
  const args = [CHILD, world.home, world.people, JSON.stringify(order)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  createInterface(child.stdout).on("line", (line) => tell(Number(line)));
  await once(child, "close");
  return child.exitCode === 0 ? [] : [`a writer ended with ${said.slice(-2_000)}`];
}

/** Moves the ledger on, and shows what it covers, until the work is done and once more. */
async function whileMoving<T>(work: Promise<T>, world: World): Promise<T> {
  let isOver = false;
  const done = work.finally(() => (isOver = true));
  while (!isOver) {
    await advance(world.site);
    await pause(20);
  }
  await advance(world.site);
  return done;
}

/** Waits until the time of the last row has passed. */
async function shownToTheEnd(collection: string, world: World): Promise<void> {
  const last = await world.as("auditor", async (client) => {
    const { rows } = await client.query<{ last: Date }>(
      "select date_added as last from outbox_head where collection = $1",
      [collection],
    );
    return rows[0]?.last.getTime() ?? 0;
  });
  await pause(Math.max(0, last - Date.now()) + 100);
}

function problemsOf({ seen, problems }: Follower, way: Way, written: number): readonly string[] {
  const ids = new Set(seen.map(({ id }) => id));
  const gap = seen.findIndex(({ position }, i) => position !== i + 1);
  return [
    ...problems.map((says) => `by ${way}: ${says}`),
    ...(gap === -1 ? [] : [`by ${way}: row ${gap + 1} has the position ${seen[gap]?.position}`]),
    ...(seen.length === written ? [] : [`by ${way}: ${seen.length} of ${written} rows were seen`]),
    ...(ids.size === seen.length ? [] : [`by ${way}: ${ids.size} objects in ${seen.length} rows`]),
  ];
}
