import { randomUUID } from "node:crypto";
import type { Outbox } from "../../app/src/usecases/release/outbox.ts";
import { instead } from "../../app/test/channels/support/instead.ts";
import type { Names, Neighbours } from "./neighbours.ts";

const PLANTED_MS = 0.2;

/** Release stores in which another's collection takes a little longer than one that is not there. */
export function plantedIn(
  outbox: Outbox,
  { names: [collections], asking }: Neighbours,
): readonly (readonly [Names, Outbox])[] {
  if (collections === undefined) throw new Error("there are collections to ask for");
  const theirs = new Set(collections.theirs.map((path) => path.split("/").at(-2)));
  const leaking = (more: () => Promise<unknown>): Outbox =>
    instead(outbox, {
      doorOf: async (credential, address, place) => {
        const door = await outbox.doorOf(credential, address, place);
        if (place !== undefined && theirs.has(place)) await more();
        return door;
      },
    });
  const wait = async (): Promise<void> => {
    const end = performance.now() + PLANTED_MS;
    while (performance.now() < end);
  };
  return [
    [
      { ...collections, what: "planted: one more look-up" },
      leaking(() => outbox.holds(asking.partner, randomUUID(), "none")),
    ],
    [{ ...collections, what: `planted: ${PLANTED_MS} ms` }, leaking(wait)],
  ];
}
