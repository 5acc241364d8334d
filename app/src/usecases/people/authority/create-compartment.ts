import { Denied, insist } from "../denied.ts";
import type { PeoplePorts } from "../ports.ts";
import { authorityObjection } from "./objection.ts";
import { readActor } from "./read-actor.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/**
 * Makes a compartment, which has no members yet. Its id stands in the ledger: a code word, not a
 * description. `id`: of this act. Rejects with "bad-input", "not-allowed" or "conflict".
 */
export async function createCompartment(
  compartment: string,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  if (!NAME.test(compartment)) {
    const remedy = "take letters, digits, - and _, at most 40";
    throw new Denied("bad-input", "compartment", "it is no code word", remedy);
  }
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    insist(authorityObjection({ kind: "create-compartment" }, actor, rules), "compartment");
    await people.addCompartment(compartment, { by, at });
    await people.enter("compartment", id, at, { compartment, by });
  });
}
