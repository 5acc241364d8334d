import { insist } from "../denied.ts";
import type { PeoplePorts } from "../ports.ts";
import type { Service } from "../records.ts";
import { authorityObjection } from "./objection.ts";
import { readActor } from "./read-actor.ts";

/** Whoever runs the machine, before there is anybody else. */
export const OPERATOR = "operator";

/**
 * Registers a service whose people work here. `by`: an administrator, or the operator while there is no
 * service yet. Rejects with "not-allowed", or "conflict" where the service is registered.
 */
export async function registerService(
  service: Service,
  id: string,
  by: string,
  { store, now, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  await store.transact(id, async (people) => {
    if (by === OPERATOR) {
      const others = await people.services();
      insist(others.length > 0 ? "an administrator registers services" : undefined, "service");
    } else {
      const actor = await readActor(by, people, at);
      insist(authorityObjection({ kind: "register-service" }, actor, rules), "service");
    }
    await people.addService(service, at);
    await people.enter("service", id, at, { service: service.id, kind: service.kind, by });
  });
}
