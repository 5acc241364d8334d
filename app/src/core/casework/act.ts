import type { Day } from "../day.ts";
import type { Medium } from "../release/copy.ts";
import type { SanitisePlan } from "../release/plan.ts";
import type { Harm, Request, RiskLevel } from "../request.ts";

/** Which bytes a case is about. */
export interface ItemReference {
  readonly id: string;
  /** SHA-256 of the item's bytes, lower-case hex. */
  readonly sha256: string;
}

/** Something specific that lowers a risk, with what shows that it is in place. */
export interface Mitigation {
  readonly id: string;
  readonly says: string;
  readonly evidence: string;
}

/** The risk by harm, at one of its two stages; the two are two records (NSIRA on mitigations). */
export interface Assessment {
  readonly stage: "before" | "after";
  readonly risk: Readonly<Partial<Record<Harm, RiskLevel>>>;
  /** Of the stage "after"; each counts once in a case. */
  readonly mitigations: readonly Mitigation[];
  readonly says: string;
}

/** A copy that leaves: which place it goes to, and which act prepared it. */
export interface LeavingCopy {
  /** The recipient of the case. */
  readonly recipient: string;
  /** Whose copy it is: the recipient itself, or a member of the group. */
  readonly partner: string;
  readonly medium: Medium;
  /** The place at the partner. */
  readonly collection: string;
  /** The act that prepared it. */
  readonly act: string;
  /** SHA-256 of its bytes, lower-case hex. */
  readonly sha256: string;
}

/** Somebody who has what is called back, and is told so. */
export interface Notified {
  readonly id: string;
  readonly partner: string;
  /** A code for somebody further down, who has it from that partner. */
  readonly onward?: string;
}

/** What one step of a case says. */
export type Step =
  /** Somebody asks to share an item: the case begins. */
  | {
      readonly kind: "open";
      readonly item: ItemReference;
      readonly recipients: readonly string[];
      readonly request: Request;
      readonly compartments: readonly string[];
    }
  /**
   * The requester changes what is asked. Approvals, statements and assessments were for something else,
   * and no longer count.
   */
  | { readonly kind: "amend"; readonly recipients: readonly string[]; readonly request: Request }
  /** A measure `state:what`, or `assess:what`: reasons, in words. */
  | { readonly kind: "state"; readonly measure: string; readonly says: string }
  | ({ readonly kind: "assess" } & Assessment)
  /** An originator is asked for its consent. */
  | {
      readonly kind: "ask-consent";
      readonly originator: string;
      readonly partner: string;
      readonly scope: string;
      readonly due: Day;
    }
  /** What it answered: consent for this partner, purpose and scope, until a day. */
  | {
      readonly kind: "consent";
      readonly originator: string;
      readonly partner: string;
      readonly purpose: string;
      readonly scope: string;
      readonly expires?: Day;
      readonly evidence: string;
    }
  | {
      readonly kind: "assure";
      readonly assurance: string;
      readonly partner: string;
      readonly says: string;
      readonly expires?: Day;
      /** Codes of those to whom the partner may pass it on under it. */
      readonly onward?: readonly string[];
    }
  /** A signature under a role, for one exact manifest. */
  | {
      readonly kind: "approve";
      readonly role: string;
      /** SHA-256 of the manifest, lower-case hex. */
      readonly manifest: string;
      readonly acknowledges: readonly string[];
      readonly expires?: Day;
      readonly says: string;
    }
  /** Somebody who may decide refuses; an approval of the same person falls with it. */
  | { readonly kind: "refuse"; readonly role: string; readonly says: string }
  /** Somebody with a higher role lets a refused case go on; it is then theirs to approve. */
  | { readonly kind: "override"; readonly role: string; readonly says: string }
  /** Takes an own approval back. */
  | { readonly kind: "retract"; readonly act: string; readonly says: string }
  /** The requester no longer asks. */
  | { readonly kind: "withdraw"; readonly says: string }
  /** The case has come to its end. */
  | { readonly kind: "close"; readonly says: string }
  /** The review after an urgent case, or of what a duty asked for. */
  | { readonly kind: "review"; readonly duty: string; readonly says: string }
  /** A copy was made for a recipient: exactly these bytes, by this plan. It replaces an earlier one. */
  | {
      readonly kind: "prepare";
      readonly recipient: string;
      readonly partner: string;
      readonly medium: Medium;
      readonly collection: string;
      readonly plan: SanitisePlan;
      readonly sha256: string;
      /** What the plan carried out, as measures `sanitise:*` name it. */
      readonly aspects: readonly string[];
      /** The caveats that stand in its bytes. */
      readonly caveats: readonly string[];
    }
  /** Copies leave. */
  | { readonly kind: "release"; readonly copies: readonly LeavingCopy[] }
  /** What left is called back, or replaced; everybody who has it is told. */
  | {
      readonly kind: "recall";
      /** The act that released it. */
      readonly release: string;
      readonly how: "recall" | "correction";
      /** The release that takes its place. */
      readonly replacement?: string;
      /** The last day for an answer. */
      readonly due: Day;
      readonly notices: readonly Notified[];
      readonly says: string;
    };

export type StepKind = Step["kind"];

/** A step that was taken: by whom, when, under which id. Acts are never changed. */
export type Act = Step & {
  readonly id: string;
  readonly by: string;
  /** UTC with milliseconds. */
  readonly at: string;
  /** A program took it in this person's name, with a token and nobody at the keyboard. */
  readonly machine?: true;
};

/** The day of an act. */
export function dayOf(act: Pick<Act, "at">): Day {
  return act.at.slice(0, 10);
}
