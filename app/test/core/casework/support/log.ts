import type { Act } from "../../../../src/core/casework/act.ts";
import { worstRisk } from "./demands.ts";
import { PEOPLE } from "./world.ts";

/** What the reference remembers of an act beside the act: for an approval what was signed, and how. */
export interface Entry {
  readonly act: Act;
  /** What was asked under which packs when the manifest was made; see `askedOn`. */
  readonly signed?: string;
  /** Everything was acknowledged that is demanded where that manifest holds. */
  readonly isFull?: boolean;
}

/**
 * The reference state machine: no state at all. Every answer is looked up anew in the log of what was
 * allowed, in another style than the code's and without any of it but the roles on a day.
 */
export type Log = readonly Entry[];

export type Of<K extends Act["kind"]> = Extract<Act, { readonly kind: K }>;

const NOTHING = { recipients: [], request: { mode: "release", purpose: "" } } as const;

/** The acts of these kinds, in their order. */
export function of<K extends Act["kind"]>(log: Log, ...kinds: readonly K[]): readonly Of<K>[] {
  return log.map(({ act }) => act).filter((act): act is Of<K> => kinds.some((k) => k === act.kind));
}

/** The roles somebody holds on a day. */
export function rolesOf(by: string, day: string): readonly string[] {
  const terms = PEOPLE.find(({ id }) => id === by)?.roles ?? [];
  return terms.flatMap(({ role, from, until }) =>
    day < from || day > (until ?? "9999-12-31") ? [] : [role],
  );
}

/** The name the table has for an act. */
export function stepOf(act: Act): string {
  if (act.kind === "state" && act.measure.startsWith("assess:")) return "state-risk";
  return act.kind === "review" && act.duty === "after-review" ? "after-review" : act.kind;
}

/** Whoever asks. */
export function requesterOf(log: Log): string | undefined {
  return of(log, "open")[0]?.by;
}

/** From the newest opening or change on: that act and what followed. */
export function sinceAsked(log: Log): Log {
  return log.slice(log.findLastIndex(({ act }) => act.kind === "open" || act.kind === "amend"));
}

/** What is asked now; nothing in particular where there is no case. */
export function askedIn(log: Log): Pick<Of<"amend">, "recipients" | "request"> {
  return of(log, "open", "amend").at(-1) ?? NOTHING;
}

/** The copies that would leave: since the newest change, of each recipient and medium the newest. */
export function copiesIn(log: Log): readonly Of<"prepare">[] {
  return of(sinceAsked(log), "prepare").filter(
    (one, i, all) =>
      !all.slice(i + 1).some((o) => o.recipient === one.recipient && o.medium === one.medium),
  );
}

/** Whoever ever assessed anything in this case. */
export function assessorsIn(log: Log): readonly string[] {
  return log.flatMap(({ act }) =>
    act.kind === "assess" || stepOf(act) === "state-risk" ? [act.by] : [],
  );
}

/** Approvals that were not taken back, and whose giver did not refuse afterwards. */
export function standingIn(log: Log): readonly (Entry & { readonly act: Of<"approve"> })[] {
  return log.flatMap((entry, i) => {
    const { act } = entry;
    if (act.kind !== "approve") return [];
    const after = log.slice(i).map((one) => one.act);
    const isGone = after.some(
      (a) => (a.kind === "retract" && a.act === act.id) || (a.kind === "refuse" && a.by === act.by),
    );
    return isGone ? [] : [{ ...entry, act }];
  });
}

/** The risk before mitigation: by harm the worst of what each assessor said last; the requester adds. */
export function riskIn(log: Log): Readonly<Record<string, string>> {
  const said = of(sinceAsked(log), "assess")
    .filter(({ stage }) => stage === "before")
    .flatMap(({ by, risk }) => Object.entries(risk).map(([harm, level]) => ({ by, harm, level })));
  const asked = Object.entries(askedIn(log).request.risk ?? {})
    .filter(([, level]) => level !== "below-real")
    .map(([harm, level]) => ({ by: "", harm, level }));
  const last = [...asked, ...said].filter(
    (one, i, all) => !all.slice(i + 1).some((o) => o.by === one.by && o.harm === one.harm),
  );
  const harms = [...new Set(last.map(({ harm }) => harm))].toSorted();
  return Object.fromEntries(
    harms.map((harm) => [
      harm,
      worstRisk(last.filter((one) => one.harm === harm).map(({ level }) => level)),
    ]),
  );
}
