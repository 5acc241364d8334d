import type { Request } from "../request.ts";
import type { Act, ItemReference } from "./act.ts";

/** Where a case stands. Whether it may be released is no state: it is decided each time. */
export type CaseStatus = "open" | "refused" | "withdrawn" | "closed";

type Of<K extends Act["kind"]> = Extract<Act, { readonly kind: K }>;

/** What the acts of a case come to. */
export interface CaseState {
  readonly id: string;
  readonly status: CaseStatus;
  readonly item: ItemReference;
  readonly requester: string;
  readonly opened: string;
  readonly recipients: readonly string[];
  readonly request: Request;
  readonly compartments: readonly string[];
  /** Since the request was last changed; those before are in `superseded`. */
  readonly statements: readonly Of<"state">[];
  readonly assessments: readonly Of<"assess">[];
  /** Reasons and risks that were written for an earlier request of this case. */
  readonly superseded: readonly (Of<"state"> | Of<"assess">)[];
  readonly asked: readonly Of<"ask-consent">[];
  /** Ids of the questions in `asked` that a consent has answered. */
  readonly answered: readonly string[];
  readonly consents: readonly Of<"consent">[];
  readonly assurances: readonly Of<"assure">[];
  readonly approvals: readonly Of<"approve">[];
  /** Ids of approvals that were taken back, or whose giver refused since. */
  readonly retracted: readonly string[];
  readonly refusals: readonly Of<"refuse">[];
  /** The newest override; its role must approve too. */
  readonly override?: Of<"override">;
  readonly reviews: readonly Of<"review">[];
  /** Since the request was last changed: for each recipient, partner and medium the newest. */
  readonly copies: readonly Of<"prepare">[];
  readonly releases: readonly Of<"release">[];
  readonly recalls: readonly Of<"recall">[];
  /** Everybody who took a step. */
  readonly people: readonly string[];
  /** Those of them who took one themselves, not by a program, since the request was last changed. */
  readonly humans: readonly string[];
}

/**
 * The state of a case after its acts, in their order. Throws where the first act does not open it, or a
 * later one opens it again: that is never stored.
 */
export function stateOf(id: string, acts: readonly Act[]): CaseState {
  const [first, ...rest] = acts;
  if (first?.kind !== "open") throw new Error(`the case ${id} does not begin with being opened`);
  return rest.reduce(applyAct, begin(id, first));
}

/** The state after one more act, which was allowed when it was taken. */
export function applyAct(state: CaseState, act: Act): CaseState {
  const next = step(state, act);
  return {
    ...next,
    people: withPerson(next.people, act.by),
    humans: act.machine === true ? next.humans : withPerson(next.humans, act.by),
  };
}

/** Are these the recipients of the case, each once? */
export function isFor({ recipients }: CaseState, ids: readonly string[]): boolean {
  const sorted = ids.toSorted();
  return (
    sorted.length === recipients.length && recipients.toSorted().every((id, i) => id === sorted[i])
  );
}

function begin(id: string, act: Of<"open">): CaseState {
  return {
    id,
    status: "open",
    item: act.item,
    requester: act.by,
    opened: act.at,
    recipients: act.recipients,
    request: act.request,
    compartments: act.compartments,
    statements: [],
    assessments: [],
    superseded: [],
    asked: [],
    answered: [],
    consents: [],
    assurances: [],
    approvals: [],
    retracted: [],
    refusals: [],
    reviews: [],
    copies: [],
    releases: [],
    recalls: [],
    people: [act.by],
    humans: act.machine === true ? [] : [act.by],
  };
}

function withPerson(people: readonly string[], one: string): readonly string[] {
  return people.includes(one) ? people : [...people, one];
}

function step(state: CaseState, act: Act): CaseState {
  switch (act.kind) {
    case "open":
      throw new Error(`the case ${state.id} is opened twice`);
    case "amend":
      return amended(state, act);
    case "state":
      return { ...state, statements: [...state.statements, act] };
    case "assess":
      return { ...state, assessments: [...state.assessments, act] };
    case "ask-consent":
      return { ...state, asked: [...state.asked, act] };
    case "consent":
      return consented(state, act);
    case "assure":
      return { ...state, assurances: [...state.assurances, act] };
    case "approve":
      return { ...state, approvals: [...state.approvals, act] };
    case "refuse":
      return refused(state, act);
    case "override":
      return { ...state, status: "open", override: act };
    case "retract":
      return { ...state, retracted: [...state.retracted, act.act] };
    case "withdraw":
      return { ...state, status: "withdrawn" };
    case "close":
      return { ...state, status: "closed" };
    case "review":
      return { ...state, reviews: [...state.reviews, act] };
    case "prepare":
      return { ...state, copies: [...state.copies.filter((one) => !isSamePlace(one, act)), act] };
    case "release":
      return { ...state, releases: [...state.releases, act] };
    case "recall":
      return { ...state, recalls: [...state.recalls, act] };
  }
}

function isSamePlace(one: Of<"prepare">, { recipient, partner, medium }: Of<"prepare">): boolean {
  return one.recipient === recipient && one.partner === partner && one.medium === medium;
}

function amended(state: CaseState, { recipients, request }: Of<"amend">): CaseState {
  const superseded = [...state.superseded, ...state.statements, ...state.assessments];
  const gone = { statements: [], assessments: [], copies: [], humans: [] };
  return { ...state, recipients, request, superseded, ...gone };
}

/** A consent answers every question to the same originator about the same partner. */
function consented(state: CaseState, act: Of<"consent">): CaseState {
  const questions = state.asked.filter(
    ({ originator, partner }) => originator === act.originator && partner === act.partner,
  );
  const answered = [...new Set([...state.answered, ...questions.map(({ id }) => id)])];
  return { ...state, answered, consents: [...state.consents, act] };
}

/** Whoever refuses no longer approves. */
function refused(state: CaseState, act: Of<"refuse">): CaseState {
  const own = state.approvals.filter(({ by }) => by === act.by).map(({ id }) => id);
  return {
    ...state,
    status: "refused",
    refusals: [...state.refusals, act],
    retracted: [...state.retracted, ...own],
  };
}
