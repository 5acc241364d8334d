import { demandsOn, isDone } from "./demands.ts";
import { statusOf } from "./allowed.ts";
import {
  askedIn,
  copiesIn,
  assessorsIn,
  of,
  requesterOf,
  riskIn,
  sinceAsked,
  standingIn,
  type Log,
  type Of,
} from "./log.ts";
import { FADES, permissionsWith, type ItemKind } from "./world.ts";

/** Everything a signature is for, as one text: equal texts, equal manifests. */
export function askedOn(log: Log, day: string, version: string): string {
  const asked = askedIn(log);
  const { risk: _, ...request } = asked.request;
  const recipients = asked.recipients.toSorted();
  const hasFaded = recipients.includes("fading") && day > FADES;
  const copies = copiesIn(log)
    .map(({ id }) => id)
    .toSorted();
  return JSON.stringify([recipients, request, riskIn(log), hasFaded, version, copies]);
}

/** Every measure that counts for a recipient, "measure by person", sorted. */
export function countingFor(
  recipient: string,
  log: Log,
  kind: ItemKind,
  day: string,
  version: string,
): readonly string[] {
  const { purpose } = askedIn(log).request;
  const isAlive = ({ expires }: { readonly expires?: string }): boolean =>
    expires === undefined || expires >= day;
  const reasons = sinceAsked(log).flatMap(({ act }) => {
    if (act.kind === "state") return [`${act.measure} by ${act.by}`];
    return act.kind === "assess" ? [`assess:risk-${act.stage} by ${act.by}`] : [];
  });
  const consents = of(log, "consent")
    .filter((a) => a.partner === recipient && a.purpose === purpose && isAlive(a))
    .map((a) => `consent:${a.originator} by ${a.originator}`);
  const assurances = of(log, "assure")
    .filter((a) => a.partner === recipient && isAlive(a))
    .map((a) => `assure:${a.assurance} by ${a.partner}`);
  const copies = copiesIn(log).filter((a) => a.recipient === recipient);
  const sanitised = copies.flatMap(({ aspects, by }) =>
    aspects
      .filter((aspect) => copies.every((other) => other.aspects.includes(aspect)))
      .map((aspect) => `sanitise:${aspect} by ${by}`),
  );
  const signed = signaturesFor(recipient, log, kind, day, version);
  const approvals = signed.map(({ role, by }) => `approve:${role} by ${by}`);
  return [...reasons, ...consents, ...assurances, ...sanitised, ...approvals].toSorted();
}

interface Signature {
  readonly by: string;
  readonly role: string;
  readonly isStanding: boolean;
}

/** Permissions first, then approvals; of one person only those under the role that came first. */
function signaturesFor(
  recipient: string,
  log: Log,
  kind: ItemKind,
  day: string,
  version: string,
): readonly Signature[] {
  const now = askedOn(log, day, version);
  const barred = [requesterOf(log), ...assessorsIn(log)];
  const approvals = standingIn(log)
    .filter(({ signed }) => signed === now)
    .filter(({ isFull }) => isFull === true)
    .filter(({ act }) => act.expires === undefined || act.expires >= day)
    .map(({ act: { by, role } }) => ({ by, role, isStanding: false }));
  const all = [...permitted(recipient, log, kind, day), ...approvals].filter(
    ({ by }) => !barred.includes(by),
  );
  return all.filter(({ by, role }) => all.find((one) => one.by === by)?.role === role);
}

function permitted(recipient: string, log: Log, kind: ItemKind, day: string): readonly Signature[] {
  const { mode, purpose, urgentWeighty } = askedIn(log).request;
  if (kind !== "raw" || mode !== "release" || urgentWeighty !== undefined) return [];
  return permissionsWith([])
    .filter(({ permission: p, used }) => p.partner === recipient && used < p.quota)
    .filter(({ permission: p }) => p.purpose === purpose && day <= p.until)
    .map(({ permission: { by, role } }) => ({ by, role, isStanding: true }));
}

/** May the item leave today? */
export function releasable(log: Log, kind: ItemKind, day: string, version: string): boolean {
  const asked = askedIn(log);
  if (statusOf(log) !== "open" || asked.request.mode !== "release") return false;
  const override = of(log, "override").at(-1)?.role;
  const isSeen = sinceAsked(log).some(({ act }) => act.machine !== true);
  return (
    (kind !== "person" || isSeen) &&
    asked.recipients.every((recipient) => {
      const demands = demandsOn(recipient, kind, asked.request, riskIn(log), day);
      const have = countingFor(recipient, log, kind, day, version).map((one) => one.split(" ")[0]);
      const isSigned = signaturesFor(recipient, log, kind, day, version).some(
        ({ role, isStanding }) => role === override && !isStanding,
      );
      return (
        demands !== "never" &&
        demands.every((one) => isDone(one, have)) &&
        (override === undefined || isSigned)
      );
    })
  );
}

/** May these copies leave today, as far as more than the steps before says? */
export function leaves(
  log: Log,
  act: Of<"release">,
  kind: ItemKind,
  day: string,
  version: string,
): boolean {
  const served = [...of(log, "release"), act].flatMap(({ copies }) => copies);
  return (
    releasable(log, kind, day, version) &&
    !(act.machine === true && kind === "person") &&
    askedIn(log).recipients.every((one) => served.some(({ partner }) => partner === one)) &&
    act.copies.every(
      ({ act: id }) => copiesIn(log).find((one) => one.id === id)?.caveats.length === 3,
    )
  );
}
