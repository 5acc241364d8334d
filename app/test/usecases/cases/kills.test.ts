import { expect, test } from "vitest";
import { killWhile, problemsAfter } from "./support/kill.ts";
import { USES } from "./support/killable.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

// `npm run campaign -- case-kills N` kills as often as anybody likes, at random moments.
test.each(Object.keys(USES))(
  "a process killed during %s has lost nothing it said was done, and each is in the ledger once",
  async (use) => {
    const done = await killWhile(use, 40, world());
    expect(done.length).toBeGreaterThan(0);
    expect(await problemsAfter(done, world())).toEqual([]);
  },
  120_000,
);
