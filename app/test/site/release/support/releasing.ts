// Run as a program: releases to two places and calls some of it back, and moves the ledger on and shows what
// it covers, all at the same time, in a world that another process has open. Says what it does before and
// after. It is killed at it.
//
//   node releasing.ts HOME PEOPLE ORDER
import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { LedgerError } from "../../../../src/ledger/ledger-error.ts";
import { disclose } from "../../../../src/site/release/disclose.ts";
import { dice } from "../../../usecases/cases/support/race.ts";
import { World } from "../../../usecases/cases/support/world.ts";
import { object, publishOnly, recall, release, type Ready } from "./released.ts";

export interface ReleasingOrder {
  readonly ready: Omit<Ready, "site">;
  readonly places: readonly { readonly partner: string; readonly collection: string }[];
  readonly seed: number;
  /** The point of `disclose` at which it ends itself, and the how manieth time. */
  readonly stop?: { readonly point: string; readonly times: number };
}

/** What it says: a release that was acknowledged, a recall that is under way, one that was acknowledged. */
export type Told =
  | {
      readonly kind: "released";
      readonly release: string;
      readonly batch: string;
      readonly places: readonly string[];
    }
  | { readonly kind: "recalling" | "recalled"; readonly release: string };

/** The text of one object of a batch, which says how many there are. */
export interface BatchText {
  readonly batch: string;
  readonly nth: number;
  readonly of: number;
}

function tell(told: Told): void {
  writeSync(1, `${JSON.stringify(told)}\n`);
}

async function write(ready: Ready, { places, seed }: ReleasingOrder): Promise<never> {
  const roll = dice(seed);
  const released: string[] = [];
  for (;;) {
    const batch = randomUUID();
    const of = 1 + roll(6);
    const objects = Array.from({ length: of }, (_, nth) =>
      object({ text: JSON.stringify({ batch, nth, of } satisfies BatchText) }),
    );
    const to = roll(2) === 0 ? places : places.slice(0, 1);
    const id = await release(ready, to, objects);
    const where = to.map(({ collection }) => collection);
    tell({ kind: "released", release: id, batch, places: where });
    released.push(id);
    if (roll(4) > 0) continue;
    const [about = id] = released.splice(roll(released.length), 1);
    // Some are called back before they were shown, most after.
    if (roll(4) > 0) await shown(about, ready);
    tell({ kind: "recalling", release: about });
    await recall(ready, about);
    tell({ kind: "recalled", release: about });
  }
}

/** Waits until something was shown. */
async function shown(what: string, { site }: Ready): Promise<void> {
  for (;;) {
    const found = await site.store
      .as("app")
      .read(async ({ select }) =>
        select.selectFrom("disclosure").select("what").where("what", "=", what).execute(),
      );
    if (found.length > 0) return;
    await pause(10);
  }
}

/** As `advance` of the site does, with a point to end at. */
async function move({ site }: Ready, { stop }: ReleasingOrder): Promise<never> {
  let left = stop?.times ?? 0;
  for (;;) {
    await publishOnly(site).catch((error: unknown) => {
      // The other process was faster.
      if (!(error instanceof LedgerError && error.code === "lost-race")) throw error;
    });
    await disclose(site, (point) => {
      if (point === stop?.point) left -= 1;
      if (point === stop?.point && left === 0) process.kill(process.pid, "SIGKILL");
    });
    await pause(5);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [home = "", people = "", text = ""] = process.argv.slice(2);
  const world = await World.join(home, people);
  const order = JSON.parse(text) as ReleasingOrder;
  const ready = { ...order.ready, site: world.site };
  await Promise.all([write(ready, order), move(ready, order)]);
}
