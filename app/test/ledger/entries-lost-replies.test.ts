import { expect, test } from "vitest";
import { runLostReplies } from "../../../bench/campaigns/lost-replies.ts";

/** The campaign's short form: `npm run campaign -- lost-replies 1000` is the long one. */
const REPLIES = 40;
/** Ends what hangs: many processes start one after the other, perhaps on a busy machine. */
const LONGEST_MS = 600_000;

test(
  "a reply lost after COMMIT loses and doubles no entry, and whoever asks learns of it",
  async () => {
    const { failures, summary } = await runLostReplies(REPLIES, 1);
    expect(failures).toEqual([]);
    expect(summary).toContain(`${REPLIES} replies`);
  },
  LONGEST_MS,
);
