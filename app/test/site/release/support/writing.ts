// Run as a program: several writers at the same time release objects to one place, in bundles of random
// sizes, until there are so many; says after each bundle how many it held.
//
//   node writing.ts HOME PEOPLE ORDER
import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { dice } from "../../../usecases/cases/support/race.ts";
import { World } from "../../../usecases/cases/support/world.ts";
import { object, release, type Ready } from "./released.ts";

export interface WritingOrder {
  /** Each writer has a case of its own, so that they do not wait for each other. */
  readonly ready: readonly Omit<Ready, "site">[];
  readonly place: { readonly partner: string; readonly collection: string };
  /** How many objects each releases. */
  readonly objects: number;
  readonly largest: number;
  readonly seed: number;
}

async function write(ready: Ready, order: WritingOrder, seed: number): Promise<void> {
  const roll = dice(seed);
  for (let left = order.objects; left > 0;) {
    const count = Math.min(left, 1 + roll(order.largest));
    const objects = Array.from({ length: count }, () => object());
    await release(ready, [order.place], objects);
    writeSync(1, `${count}\n`);
    left -= count;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [home = "", people = "", text = ""] = process.argv.slice(2);
  const world = await World.join(home, people);
  const order = JSON.parse(text) as WritingOrder;
  await Promise.all(
    order.ready.map((ready, i) => write({ ...ready, site: world.site }, order, order.seed + i)),
  );
  await world.site[Symbol.asyncDispose]();
}
