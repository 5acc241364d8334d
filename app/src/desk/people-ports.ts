import { createHash, randomBytes, randomUUID } from "node:crypto";
import { peopleStore } from "../site/people.ts";
import type { Site } from "../site/site.ts";
import type { PeoplePorts } from "../usecases/people/ports.ts";
import { PEOPLE_RULES } from "../usecases/people/rules.ts";

/** What the use cases on people need, filled by an open site. Alarms are told as trouble. */
export function peoplePorts(site: Site): PeoplePorts {
  return {
    store: peopleStore(site),
    now: () => new Date().toISOString(),
    newId: () => randomUUID(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
    rules: PEOPLE_RULES,
    alarm: (code, about) => site.onTrouble(`alarm ${code}: ${JSON.stringify(about)}`),
  };
}
