import { expect, test } from "vitest";
import { runSnapshots } from "../../../bench/campaigns/snapshots.ts";

/** The campaign's short form: `npm run campaign -- snapshots 20` is the long one. */
const SNAPSHOTS = 1;
/** Ends what hangs: many processes start one after the other, perhaps on a busy machine. */
const LONGEST_MS = 600_000;

test(
  "a site restored from an older copy does not start, and two histories of it are caught",
  async () => {
    const { failures, summary } = await runSnapshots(SNAPSHOTS, 1);
    expect(failures).toEqual([]);
    expect(summary).toContain(`${SNAPSHOTS} × the start (rollback)`);
  },
  LONGEST_MS,
);
