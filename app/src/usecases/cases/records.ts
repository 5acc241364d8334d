import type { GroupEntry, Statement } from "../../core/case.ts";
import type { Act } from "../../core/casework/act.ts";
import type { CaseStatus } from "../../core/casework/case-state.ts";
import type { Duty } from "../../core/casework/duty.ts";
import type { StandingPermission } from "../../core/casework/permission.ts";
import type { Day } from "../../core/day.ts";
import type { Note } from "../../core/item.ts";
import type { Person } from "../../core/measure.ts";
import type { Recipient, Standing } from "../../core/partner.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import type { OwnService } from "../../core/request.ts";
import type { FactsSheet } from "../../core/facts/sheet.ts";
import type { Outcome } from "../../core/deciding/verdict.ts";

/** UTC with milliseconds or finer. */
export type Moment = string;

/** Somebody who works here, with the roles that were confirmed and the compartments of the day. */
export interface Colleague {
  readonly id: string;
  readonly service: string;
  readonly person: Person;
  readonly grants: readonly HeldGrant[];
  readonly compartments: readonly string[];
}

/** A confirmed grant of a role. */
export interface HeldGrant {
  readonly id: string;
  readonly role: string;
  /** The days as granted: what the database refers to. */
  readonly granted: { readonly from: Day; readonly until: Day };
  /** The days on which it is held, after its confirmation and before its end. */
  readonly held: { readonly from: Day; readonly until?: Day };
}

/** What the register holds about a partner, or about a group of them. */
export type Registered =
  | { readonly kind: "partner"; readonly standing: Standing }
  | { readonly kind: "group"; readonly group: GroupEntry };

/** The version of a registered partner or group that counts on a day. */
export interface Version {
  readonly partner: string;
  readonly number: number;
  readonly from: Day;
  /** Undefined where what it said was erased. */
  readonly registered: Registered | undefined;
  /** Goes up with everything that changes for this partner. */
  readonly revision: number;
  /** First days of versions that do not count yet. */
  readonly coming: readonly Day[];
}

/** What is known of an item beside its bytes. */
export interface KnownItem {
  readonly id: string;
  /** Of the original bytes, lower-case hex. */
  readonly sha256: string;
  /** Which of the own services hold it. */
  readonly services: readonly string[];
  readonly version: number;
  readonly facts: FactsSheet;
  readonly compartments: readonly string[];
  /** Undefined where it was erased. */
  readonly content: ItemContent | undefined;
}

/** What is sealed of an item with each of its versions. */
export interface ItemContent {
  readonly name: string;
  readonly notes: readonly Note[];
  readonly stated: readonly Statement[];
  /** Opaque ids of all persons it is about; absent where nobody has said who they are. */
  readonly persons?: readonly string[];
  /** Of a tear line: the item it was made from. */
  readonly parent?: ItemParent;
}

/** The item a tear line was made from, and by which plan. */
export interface ItemParent {
  readonly item: string;
  /** Of the parent's bytes, lower-case hex. */
  readonly sha256: string;
  readonly plan: SanitisePlan;
}

/** What a case is decided on beside its acts, as it is on a day. */
export interface Matter {
  readonly own: OwnService;
  readonly item: KnownItem;
  readonly recipients: readonly Recipient[];
  /** Whom it rests on, the members of groups among them, each with its revision. */
  readonly partners: readonly RestsOn[];
  /** Days on which another version of a standing begins to count. */
  readonly coming: readonly Day[];
  readonly people: readonly Colleague[];
  readonly permissions: readonly UsedPermission[];
}

export interface RestsOn {
  readonly partner: string;
  readonly part: "recipient" | "member";
  readonly revision: number;
  /** The case was not decided on this revision yet. */
  readonly isNew: boolean;
}

export interface UsedPermission {
  readonly permission: StandingPermission;
  /** In how many other cases it served. */
  readonly used: number;
}

/** A case, or what is left of one whose content was erased. */
export type StoredStatus = CaseStatus | "erased";

/** The row of a case: derived from its acts, for lists and for whoever comes next. */
export interface CaseRow {
  readonly id: string;
  readonly service: string;
  readonly item: string;
  readonly requester: string;
  readonly opened: Moment;
  readonly status: StoredStatus;
  readonly outcome: Outcome;
  /** Number of acts. */
  readonly seq: number;
  /** Number of writes. */
  readonly revision: number;
  readonly updated: Moment;
  readonly decidedOn: Day;
  readonly itemVersion: number;
  /** Digest of the packs it was decided under, lower-case hex. */
  readonly packs: string;
  readonly nextChange: Day | undefined;
  readonly recheck: boolean;
  readonly isDue: boolean;
}

/** An approval as the database knows it. */
export interface ApprovalRow {
  /** The id of the act. */
  readonly act: string;
  readonly manifest: string;
  readonly role: string;
  readonly approver: string;
  /** 1, and one more after each time it was taken back. */
  readonly round: number;
  readonly isEnded: boolean;
  /** Its last day; 9999-12-31 where there is none. */
  readonly expires: Day;
}

/** The newest verdict of a case on one recipient. */
export interface VerdictRow {
  readonly partner: string;
  readonly nth: number;
  readonly verdict: string;
  readonly outcome: Outcome;
}

/** A duty as it is kept; its text names nobody. */
export type DutyRow = Duty;

/** That a case may be released, and on whose signatures. */
export interface ClearanceRow {
  readonly id: string;
  readonly manifest: string;
  readonly signatures: readonly Signature[];
}

/** One signature that a clearance stands on. */
export interface Signature {
  readonly partner: string;
  readonly role: string;
  readonly by: string;
  /** The act of an approval, or the standing permission. */
  readonly from: { readonly approval: string } | { readonly permission: string };
  readonly expires: Day;
}

/** An act that was taken. */
export interface TakenAct {
  readonly case: string;
  readonly by: string;
}

/** Everything there is about a case. */
export interface GatheredCase {
  readonly row: CaseRow;
  /** Undefined where their content was erased. */
  readonly acts: readonly Act[] | undefined;
  /** The act that was asked about, where it was taken before, in this case or in another. */
  readonly taken: TakenAct | undefined;
  /** Of the case and of its item. */
  readonly compartments: readonly string[];
  readonly parties: readonly string[];
  readonly reader: Colleague | undefined;
  readonly matter: Matter | undefined;
  readonly approvals: readonly ApprovalRow[];
  readonly verdicts: readonly VerdictRow[];
  readonly duties: readonly DutyRow[];
  readonly clearance: ClearanceRow | undefined;
  /** Standing permissions that this case counts as a use of. */
  readonly uses: readonly string[];
}
