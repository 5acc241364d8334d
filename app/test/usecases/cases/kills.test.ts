import { expect, test } from "vitest";
import { killWhile, problemsAfter } from "./support/kill.ts";
import { USES } from "./support/killable.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();
const ALL = Object.keys(USES);

// `npm run campaign -- case-kills N` kills as often as anybody likes, at random moments.
test.each([0, 70])(
  "a process killed with every use case under way, after %i ms, has lost nothing it said was done, and each is in the ledger once",
  async (milliseconds) => {
    const done = await killWhile(ALL, milliseconds, world());
    expect(new Set(done.map(({ use }) => use)).size).toBe(ALL.length);
    expect(await problemsAfter(done, world())).toEqual([]);
  },
  240_000,
);
