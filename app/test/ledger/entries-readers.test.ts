import { expect, test } from "vitest";
import { runEntries } from "../../../bench/campaigns/entries.ts";

/** The campaign's short form: `npm run campaign -- entries 1000000` is the long one. */
const ENTRIES = 100_000;
/** Ends what hangs: many processes start one after the other, perhaps on a busy machine. */
const LONGEST_MS = 600_000;

test(
  "readers that follow by the index see every entry of many writers and sequencers once",
  async () => {
    const { failures, summary } = await runEntries(ENTRIES, 1);
    expect(failures).toEqual([]);
    expect(summary).toContain("100,000 entries");
  },
  LONGEST_MS,
);
