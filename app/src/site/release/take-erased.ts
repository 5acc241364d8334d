import { lockEnd } from "../../store/release/outbox-end.ts";
import { shownOf } from "../../store/release/releases.ts";
import { UUID } from "../cases/colleagues.ts";
import type { Site } from "../site.ts";
import { takeAway } from "./take-away.ts";

/**
 * Takes away from every place what was shown of items or cases that are erased, and what recalls serve
 * instead: the rows of the outbox hold it in the open. Call it once their keys are destroyed: nothing of
 * them is shown after that. Done again it does nothing. Rejects with a StoreError.
 */
export async function takeErased(
  subjects: readonly string[],
  { store }: Pick<Site, "store">,
): Promise<void> {
  const known = subjects.filter((subject) => UUID.test(subject));
  if (known.length === 0) return;
  const sequencer = store.as("sequencer");
  for (const one of await sequencer.read((reader) => shownOf(reader, known))) {
    await sequencer.transact(
      one.what,
      async (transactor) => {
        await lockEnd(transactor, one);
        await takeAway(transactor, one, one.what);
      },
      { isolation: "read committed", settled: async () => undefined },
    );
  }
}
