import { expect, test } from "vitest";
import { runKills } from "../../../bench/campaigns/kills.ts";

/** The campaign's short form: `npm run campaign -- kills 300` is the long one. Nothing is timed here. */
const ROUNDS = 8;
const SEED = 20_261_126;
/** Ends what hangs: many processes start one after the other, perhaps on a busy machine. */
const LONGEST_MS = 600_000;

test(
  "killing a running site's programs loses nothing, doubles nothing, and leaves one history",
  async () => {
    const { failures, summary } = await runKills(ROUNDS, SEED, Number.POSITIVE_INFINITY);
    expect(failures).toEqual([]);
    expect(summary).toContain(`${ROUNDS} kills`);
  },
  LONGEST_MS,
);
