import { deskObjection } from "../../core/casework/case-rules.ts";
import { rolesOn } from "../../core/measure.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import { requireColleague } from "../cases/colleague.ts";
import { untilWritten } from "../cases/steps/insist.ts";
import type { Mark } from "../cases/ports.ts";
import { Denied, insist as requireAllowed } from "../people/denied.ts";
import type { Profile, ReleasePorts } from "./ports.ts";

/** It stands in the ledger in the open. */
const TOPIC = /^[a-z0-9][a-z0-9._:-]{0,63}$/;

/**
 * Keeps a plan for a partner and topic, so that the next copy is made the same way; one kept before stays
 * as it was. Rejects with Denied "not-allowed", "bad-input", or "not-found" for an unknown partner.
 */
export async function keepProfile(
  profile: { readonly partner: string; readonly topic: string; readonly plan: SanitisePlan },
  who: Pick<Mark, "by" | "machine">,
  ports: ReleasePorts,
): Promise<Profile> {
  const { partner, topic, plan } = profile;
  const { by } = who;
  const at = ports.now();
  await requireDesk(by, at, ports);
  if (!TOPIC.test(topic)) {
    const what = "the topic is not a code";
    const remedy = "give up to 64 lower-case letters, digits and ._:-";
    throw new Denied("bad-input", "topic", what, remedy);
  }
  if ((await ports.register.newest(partner)) === 0) {
    const what = "no partner is registered under this id";
    throw new Denied("not-found", `partner ${partner}`, what, "name one of the register");
  }
  const id = ports.newId();
  return untilWritten(async () => {
    const known = await ports.releases.profiles(partner);
    const number = (known.find((one) => one.topic === topic)?.number ?? 0) + 1;
    const kept = { partner, topic, number, plan };
    const written = await ports.releases.addProfile(kept, { ...who, id, at });
    return written === "done" ? { ...kept, id, by, at } : "changed";
  }, `profile ${partner} ${topic}`);
}

/** The plans kept for a partner, the newest of each topic. Rejects with Denied "not-allowed". */
export async function listProfiles(
  partner: string,
  by: string,
  ports: ReleasePorts,
): Promise<readonly Profile[]> {
  await requireDesk(by, ports.now(), ports);
  return ports.releases.profiles(partner);
}

/** The plan kept for a partner and topic. Rejects with Denied "not-allowed" or "not-found". */
export async function findPlan(
  partner: string,
  topic: string,
  by: string,
  ports: ReleasePorts,
): Promise<SanitisePlan> {
  const found = (await listProfiles(partner, by, ports)).find((one) => one.topic === topic);
  if (found !== undefined) return found.plan;
  const what = "no profile is kept for this partner and topic";
  throw new Denied("not-found", `profile ${partner} ${topic}`, what, "keep one, or give a plan");
}

async function requireDesk(by: string, at: string, ports: ReleasePorts): Promise<void> {
  const day = at.slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  const roles = rolesOn(by, [reader.person], day);
  requireAllowed(deskObjection(roles, ports.settings.rules), "the profiles");
}
