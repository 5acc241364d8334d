import { dayOf, type Act } from "../../../../src/core/casework/act.ts";
import { worstRisk } from "./demands.ts";
import {
  askedIn,
  assessorsIn,
  copiesIn,
  of,
  requesterOf,
  riskIn,
  rolesOf,
  sinceAsked,
  standingIn,
  stepOf,
  type Log,
  type Of,
} from "./log.ts";
import { allows, RUNGS, type Actor } from "./steps-table.ts";

/** Where the case stands: what the last act that changes it says. */
export function statusOf(log: Log): string {
  const last = of(log, "open", "refuse", "override", "withdraw", "close").at(-1)?.kind ?? "none";
  const says: Readonly<Record<string, string>> = {
    open: "open",
    refuse: "refused",
    override: "open",
    withdraw: "withdrawn",
    close: "closed",
  };
  return says[last] ?? last;
}

/** May this act be written? */
export function allowed(log: Log, act: Act): boolean {
  const roles = rolesOf(act.by, dayOf(act));
  const actor: Actor = {
    roles,
    isRequester: act.by === requesterOf(log),
    isAssessor: assessorsIn(log).includes(act.by),
    isSigner: standingIn(log).some(({ act: { by } }) => by === act.by),
    isProgram: act.machine === true,
  };
  const role = "role" in act ? act.role : "";
  if ("says" in act && act.says.trim().length < 10) return false;
  return allows(stepOf(act), statusOf(log), actor, role) && particulars(log, act);
}

/** What the table cannot say. */
function particulars(log: Log, act: Act): boolean {
  switch (act.kind) {
    case "open":
    case "amend":
      return act.recipients.length > 0;
    case "state":
      return /^(?:state|assess):./.test(act.measure);
    case "approve":
      return !standingIn(log).some(
        ({ act: a }) => a.by === act.by && a.manifest === act.manifest && a.role !== act.role,
      );
    case "override":
      return of(log, "refuse").every(({ role }) => (RUNGS[act.role] ?? 0) > (RUNGS[role] ?? 0));
    case "retract":
      return standingIn(log).some(({ act: a }) => a.id === act.act && a.by === act.by);
    case "assess":
      return assessable(log, act);
    case "prepare":
      return askedIn(log).recipients.includes(act.recipient);
    case "release":
      return leaving(log, act);
    case "recall":
      return recallable(log, act);
    default:
      return true;
  }
}

/** Each copy as it was prepared, the newest, once, and never one that left. */
function leaving(log: Log, { copies }: Of<"release">): boolean {
  const gone = of(log, "release").flatMap((one) => one.copies.map(({ act }) => act));
  const places = copies.map(({ collection }) => collection);
  return (
    copies.length > 0 &&
    new Set(places).size === places.length &&
    copies.every(({ act, recipient, sha256 }) => {
      const made = copiesIn(log).find(({ id }) => id === act);
      return made?.recipient === recipient && made.sha256 === sha256 && !gone.includes(act);
    })
  );
}

/** Of what left, once, and everybody who got it is told. */
function recallable(log: Log, act: Of<"recall">): boolean {
  const release = of(log, "release").find(({ id }) => id === act.release);
  const before = of(log, "recall").some((a) => a.release === act.release && a.how === "recall");
  const told = act.notices.map(({ partner }) => partner);
  return (
    release !== undefined &&
    !before &&
    act.due >= dayOf(act) &&
    release.copies.every(({ partner }) => told.includes(partner))
  );
}

function assessable(log: Log, act: Of<"assess">): boolean {
  const ids = act.mitigations.map(({ id }) => id);
  if (act.stage === "before") return ids.length === 0;
  const before = of(sinceAsked(log), "assess").filter(({ stage }) => stage === "before");
  if (before.length === 0 || new Set(ids).size < ids.length) return false;
  const table = riskIn(log);
  return Object.entries(act.risk).every(([harm, level]) => {
    const was = table[harm];
    return was !== undefined && (ids.length > 0 || worstRisk([was, level]) === level);
  });
}
