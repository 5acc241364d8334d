import type { Day } from "../../../core/day.ts";
import { Refusal } from "../../../core/refusal.ts";
import { Denied } from "../../people/denied.ts";
import { requireColleague, requireRole } from "../colleague.ts";
import { untilWritten } from "../steps/insist.ts";
import type { CasePorts, Mark } from "../ports.ts";
import type { Registered } from "../records.ts";

/** A version of what is held about a partner or a group. */
export interface RecordStanding {
  readonly by: string;
  readonly registered: Registered;
  /** The day from which it counts; today where it is absent, never earlier. */
  readonly from?: Day;
}

export interface StandingRecorded {
  readonly partner: string;
  readonly version: number;
  readonly from: Day;
}

/**
 * Registers a partner, or a group of registered partners, with its first standing. Its words are sealed
 * under a key of its own; the ledger has their hash.
 *
 * Rejects with Denied "not-allowed", or "conflict" for one that is registered, and with a Refusal.
 */
export async function registerPartner(
  recorded: RecordStanding,
  ports: CasePorts,
): Promise<StandingRecorded> {
  const { partner, from, mark } = await prepare(recorded, ports);
  const written = await ports.register.keep(partner, 1, recorded.registered, from, mark);
  if (written === "done") return { partner, version: 1, from };
  const what = "a partner or group is registered under this id";
  throw new Denied("conflict", `partner ${partner}`, what, "record a new standing of it");
}

/**
 * Records what is held about a registered partner from a day on; what was held before stays as it was.
 * Cases that rest on it are decided again by `passDays`, and at their release whatever happens.
 *
 * Rejects with Denied "not-allowed", and with a Refusal "unknown-partner".
 */
export async function recordStanding(
  recorded: RecordStanding,
  ports: CasePorts,
): Promise<StandingRecorded> {
  const { partner, from, mark } = await prepare(recorded, ports);
  return untilWritten(async () => {
    const newest = await ports.register.newest(partner);
    if (newest === 0) throw unknown(partner);
    const version = newest + 1;
    const written = await ports.register.keep(partner, version, recorded.registered, from, mark);
    return written === "done" ? { partner, version, from } : "changed";
  }, `partner ${partner}`);
}

async function prepare(
  { by, registered, from }: RecordStanding,
  ports: CasePorts,
): Promise<{ readonly partner: string; readonly from: Day; readonly mark: Mark }> {
  const at = ports.now();
  const today = at.slice(0, 10);
  const partner = registered.kind === "group" ? registered.group.id : registered.standing.id;
  const place = `partner ${partner}`;
  if (!CODE.test(partner)) throw notCode(place);
  requireRole(await requireColleague(by, today, ports), ports.settings.register, today, place);
  if (from !== undefined && from < today) {
    const what = "a standing does not count before the day on which it is recorded";
    throw new Denied("bad-input", place, what, `give ${today} or a later day`);
  }
  if (registered.kind === "group") await requireMembers(registered.group.members, today, ports);
  return { partner, from: from ?? today, mark: { id: ports.newId(), by, at } };
}

/** It stands in the ledger in the open. */
const CODE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

function notCode(place: string): Refusal {
  const what = "its id is not a code, and free text may say something of a person";
  return new Refusal("bad-case", place, what, "give up to 64 letters, digits and ._:-");
}

async function requireMembers(
  members: readonly string[],
  day: Day,
  { register }: CasePorts,
): Promise<void> {
  const known = await register.versions(day, members);
  const missing = members.find(
    (id) => !known.some((one) => one.partner === id && one.registered?.kind === "partner"),
  );
  if (missing !== undefined) throw unknown(missing);
  const twice = members.find((id, i) => members.indexOf(id) !== i);
  if (twice === undefined && members.length > 1) return;
  const what = twice === undefined ? "a group has two members or more" : `${twice} stands twice`;
  throw new Refusal("bad-case", "members", what, "name each member once");
}

function unknown(id: string): Refusal {
  const what = `"${id}" is not a registered partner`;
  return new Refusal("unknown-partner", `partner ${id}`, what, "register it first");
}
