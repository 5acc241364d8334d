import { Denied, insist } from "../denied.ts";
import { dayOf } from "../moment.ts";
import type { PeoplePorts } from "../ports.ts";
import { toHex } from "../secret.ts";
import { authorityObjection } from "./objection.ts";
import { checkPeriod, type Period } from "./period.ts";
import { readActor, requirePerson } from "./read-actor.ts";

export interface RoleProposal extends Period {
  readonly person: string;
  readonly role: string;
  /** The paper on which it rests, and who gave it. */
  readonly mandate: string;
}

/** The fewest characters that name a paper and who gave it. */
const LEAST_MANDATE = 10;
const ROLE = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Proposes that somebody hold a role. It is none until a second person confirms it, and not before today:
 * authority is not given for what was signed already. `id`: of the grant, made by whoever asks. The
 * ledger commits to the mandate and does not hold its words.
 *
 * Rejects with "bad-input", "not-allowed" or "not-found".
 */
export async function proposeRole(
  proposal: RoleProposal,
  id: string,
  by: string,
  { store, now, random, sha256, rules }: PeoplePorts,
): Promise<void> {
  const at = now();
  check(proposal, dayOf(at));
  const { person, role, from, until, mandate } = proposal;
  const salt = random(32);
  const words = sha256(Buffer.concat([salt, new TextEncoder().encode(mandate)]));
  await store.transact(id, async (people) => {
    const actor = await readActor(by, people, at);
    const about = await requirePerson(person, people);
    insist(authorityObjection({ kind: "propose-role", person: about, role }, actor, rules), "role");
    const { administers } = about;
    const grant = { id, person, role, from, until, mandate, salt, administers };
    await people.addGrant({ ...grant, proposedBy: by, founder: undefined }, at);
    const body = { person, role, from, until: until ?? null, mandate: toHex(words), by };
    await people.enter("role-proposed", id, at, body);
  });
}

function check(proposal: RoleProposal, today: string): void {
  const { role, mandate, from } = proposal;
  checkPeriod(proposal);
  if (!ROLE.test(role)) {
    throw new Denied("bad-input", "role", "it is no name of a role", "write it in lower case");
  }
  if (mandate.trim().length < LEAST_MANDATE) {
    const remedy = "name the paper on which it rests, and who gave it";
    throw new Denied("bad-input", "mandate", "it names no paper", remedy);
  }
  if (from < today) {
    throw new Denied("bad-input", "from", "it lies in the past", `begin on ${today} or later`);
  }
}
