import { expect, test } from "vitest";
import { runReleaseKills } from "../../../../bench/campaigns/release-kills.ts";

/** The campaign's short form: `npm run campaign -- release-kills 300` is the long one. */
const ROUNDS = 4;
const LONGEST_MS = 600_000;

test(
  "killing those who release and show loses nothing, and shows nothing that is not in the ledger",
  async () => {
    const { failures, summary } = await runReleaseKills(ROUNDS, 20_261_126);
    expect(failures).toEqual([]);
    expect(summary).toContain(`${ROUNDS} kills`);
  },
  LONGEST_MS,
);
