import { lockEnd } from "../../store/release/outbox-end.ts";
import { shownOf } from "../../store/release/releases.ts";
import { UUID } from "../cases/colleagues.ts";
import type { Site } from "../site.ts";
import { takeAway } from "./take-away.ts";

/**
 * Takes away from every place what was shown of an item or a case that is erased, and what recalls serve
 * instead: the rows of the outbox hold it in the open. Call it once the key is destroyed: nothing of it is
 * shown after that. Done again it does nothing. Rejects with a StoreError.
 */
export async function takeErased(subject: string, { store }: Pick<Site, "store">): Promise<void> {
  if (!UUID.test(subject)) return;
  const sequencer = store.as("sequencer");
  for (const one of await store.as("app").read((reader) => shownOf(reader, subject))) {
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
