import { expect, test } from "vitest";
import { runPages } from "../../../../bench/campaigns/pages.ts";

/** The campaign's short form: `npm run campaign -- pages 1000000` is the long one. */
const OBJECTS = 3_000;
const LONGEST_MS = 600_000;

test(
  "clients that follow a place while twelve write to it see every object once",
  async () => {
    const { failures, summary } = await runPages(OBJECTS, 1);
    expect(failures).toEqual([]);
    expect(summary).toContain("12 writers");
  },
  LONGEST_MS,
);
