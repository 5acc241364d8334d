// What the use cases of casework need of a site: its register, items, cases and persons, each kept in the
// database and the ledger in one transaction. Declared here, by the consumer; `site/cases` fills it.
import type { Act } from "../../core/casework/act.ts";
import type { StandingPermission } from "../../core/casework/permission.ts";
import type { Day } from "../../core/day.ts";
import type { Item } from "../../core/item.ts";
import type { OwnService } from "../../core/request.ts";
import type { Outcome } from "../../core/deciding/verdict.ts";
import type { VerdictToKeep } from "../memory.ts";
import type { CopyToKeep, RecallToKeep, ReleaseToKeep } from "../release/ports.ts";
import type { Ports } from "../ports.ts";
import type { CaseList, CaseListRow, DutyList, DutyListRow } from "./lists.ts";
import type {
  CaseRow,
  ClearanceRow,
  Colleague,
  DutyRow,
  GatheredCase,
  ItemContent,
  KnownItem,
  Matter,
  Moment,
  Registered,
  RestsOn,
  TakenAct,
  Version,
} from "./records.ts";
import type { CaseSettings } from "./settings.ts";

/** What a use case of casework is given. */
export interface CasePorts extends Pick<
  Ports,
  "packs" | "digest" | "canonical" | "engine" | "newId" | "now"
> {
  readonly register: Register;
  readonly items: ItemStore;
  readonly cases: CaseStore;
  readonly permissions: PermissionStore;
  readonly persons: PersonStore;
  readonly settings: CaseSettings;
  /** Reads an item from untrusted bytes. Throws a Refusal when it cannot; `name` is for messages. */
  readonly readItem: (bytes: Uint8Array, name: string) => Promise<Item>;
}

/** By whom and when, and the id of the entry that says so. */
export interface Mark {
  readonly id: string;
  readonly by: string;
  readonly at: Moment;
  /** A program did it in this person's name. */
  readonly machine?: true;
}

/** "done", or the reason why nothing was written: another write came first. */
export type Written = "done" | "changed";

/** The register of partners, and the own services. */
export interface Register {
  /** Undefined for somebody who does not work here. `day`: for the compartments. */
  colleague(id: string, day: Day): Promise<Colleague | undefined>;
  /** The own services that were described, each with its minister where it has one. */
  services(): Promise<readonly DescribedService[]>;
  /** Says where a service is and under which ids it appears in items; more ids may be added later. */
  describeService(
    id: string,
    country: string,
    aliases: readonly string[],
    mark: Mark,
  ): Promise<void>;
  /**
   * Keeps a new version; number 1 registers the partner. "changed": the number is taken. The same mark
   * again does nothing.
   */
  keep(
    partner: string,
    number: number,
    registered: Registered,
    from: Day,
    mark: Mark,
  ): Promise<Written>;
  /** The versions that count on a day, of these or of all; a partner without one is left out. */
  versions(day: Day, partners?: readonly string[]): Promise<readonly Version[]>;
  /** The number of the newest version, whether it counts yet or not; 0 for an unknown partner. */
  newest(partner: string): Promise<number>;
}

export interface DescribedService {
  readonly own: OwnService;
  readonly kind: string;
  readonly minister: string | undefined;
}

/** Items: their bytes, encrypted under a key of their own, and what is known of them. */
export interface ItemStore {
  /** Undefined for unknown bytes. */
  findBytes(sha256: string): Promise<string | undefined>;
  find(id: string): Promise<KnownItem | undefined>;
  /** Keeps a new item with its first version. "changed": the same bytes were kept meanwhile. */
  keep(item: ItemToKeep, mark: Mark): Promise<Written>;
  /** Keeps what is now known of an item. "changed": another version came first. */
  keepVersion(version: ItemVersion, mark: Mark): Promise<Written>;
  /** Another of the own services holds the same bytes. */
  share(id: string, service: string, mark: Mark): Promise<void>;
  /** Nobody sees it, or a case on it, without these compartments any more. */
  restrict(id: string, compartments: readonly string[], mark: Mark): Promise<void>;
  /** The original bytes; undefined where they were erased. */
  bytes(id: string): Promise<Uint8Array | undefined>;
}

export interface ItemVersion {
  readonly item: string;
  readonly number: number;
  /** The facts sheet as canonical JSON. */
  readonly facts: Uint8Array;
  readonly content: ItemContent;
  /** What persons are found by, hashed before it is kept. */
  readonly mentions: readonly string[];
}

export interface ItemToKeep extends ItemVersion {
  readonly sha256: string;
  readonly format: string;
  readonly service: string;
  readonly bytes: Uint8Array;
  readonly compartments: readonly string[];
}

/** Cases. */
export interface CaseStore {
  /**
   * Everything about a case as it is at one moment; `reader` is who asks, `recipients` replace those of
   * the case. Undefined for an unknown id. Opens what is sealed, so whoever hands it out has noted the
   * read before.
   */
  gather(id: string, about: Gathering): Promise<GatheredCase | undefined>;
  /** An id for a new case, under which its words can be sealed at once. */
  newId(): Promise<string>;
  /** All that the opening of a case is judged and decided on, in one state of the database. */
  opening(asked: OpeningOf): Promise<Opening>;
  /** The act with this id, and the case it is of; for whoever sends a step again. */
  findAct(id: string): Promise<TakenAct | undefined>;
  /** Writes all of it, with its entries in the ledger, or nothing. */
  write(write: CaseWrite): Promise<Written>;
  letIn(id: string, person: string, mark: Mark): Promise<void>;
  /** Notes that somebody reads; durable when it resolves. */
  noteRead(reader: string, what: string, id: string): Promise<void>;
  /** Notes that somebody reached where there is no need; durable, in the ledger. */
  raiseAlarm(
    kind: string,
    about: { readonly case?: string; readonly item?: string },
    mark: Mark,
  ): Promise<void>;
  list(list: CaseList): Promise<readonly CaseListRow[]>;
  duties(list: DutyList): Promise<readonly DutyListRow[]>;
  /** Cases that are to be decided again. */
  due(due: DueCases): Promise<readonly string[]>;
  /** Cases on an item that are not at their end. */
  ofItem(item: string): Promise<readonly string[]>;
  /** Notes which duties of cases without content are past their day. */
  escalateErased(day: Day, at: Moment): Promise<void>;
  /** Notes that a duty of a case without content was done. "changed": it was done before. */
  fulfil(id: string, duty: string, mark: Mark): Promise<Written>;
}

/** Which cases are looked for: at most so many, and not those that failed. */
export interface DueCases {
  readonly day: Day;
  /** The digest of the packs in force. */
  readonly packs: string;
  readonly except: readonly string[];
  readonly most: number;
}

export interface Gathering {
  /** Absent where nobody asks. */
  readonly reader?: string;
  readonly day: Day;
  readonly recipients?: readonly string[];
  /** The id of a step that is to be taken. */
  readonly act?: string;
}

/** A case that somebody wants to open. */
export interface OpeningOf {
  /** The id of the act. */
  readonly act: string;
  readonly by: string;
  readonly item: string;
  readonly recipients: readonly string[];
  readonly day: Day;
}

export interface Opening {
  /** The act with this id, where it was taken before. */
  readonly taken: TakenAct | undefined;
  /** Whoever asks; undefined for somebody who does not work here. */
  readonly reader: Colleague | undefined;
  readonly item: KnownItem | undefined;
  /**
   * What the case would be decided on; undefined where the item is not there. Throws a Refusal
   * "unknown-partner", and Denied for a service nobody described: to be asked for once it is known that
   * whoever asks may.
   */
  readonly matter: () => Matter | undefined;
}

export interface MatterOf {
  readonly service: string;
  readonly day: Day;
  /** Whose roles count. */
  readonly people: readonly string[];
  /** The case whose own use of a permission is not counted. */
  readonly case?: string;
}

/** One write of a case. */
export interface CaseWrite {
  readonly id: string;
  readonly at: Moment;
  /** The row that was gathered; undefined where the case begins. */
  readonly before: CaseRow | undefined;
  readonly row: Omit<CaseRow, "revision" | "updated">;
  /** Of the case itself, where it begins. */
  readonly compartments: readonly string[];
  readonly act?: ActToKeep;
  readonly partners: readonly RestsOn[];
  readonly verdicts: readonly CaseVerdictToKeep[];
  /** "none": it may not be released; "same": as before. */
  readonly clearance: ClearanceToKeep | "none" | "same";
  readonly duties: readonly DutyRow[];
  /** Ids of duties that have become overdue with this write. */
  readonly escalated: readonly string[];
  /** What persons are found by, hashed before it is kept. */
  readonly mentions: readonly string[];
}

export interface ActToKeep {
  readonly act: Act;
  readonly seq: number;
  /** What the entry says of it in the open: ids, codes and hashes. */
  readonly codes: Readonly<Record<string, string | number | readonly string[]>>;
  /** The answer of the key with which it was signed (WebAuthn), as it came. */
  readonly assertion?: string;
  readonly approval?: ApprovalToKeep;
  /** Approvals of the same person that fall with it. */
  readonly ends: readonly EndToKeep[];
  /** The copy it prepared. */
  readonly copy?: CopyToKeep;
  /** What leaves with it. */
  readonly release?: ReleaseToKeep;
  /** What it calls back. */
  readonly recall?: RecallToKeep;
}

export interface ApprovalToKeep {
  readonly manifest: string;
  readonly role: string;
  readonly round: number;
  readonly grant: string;
  readonly granted: { readonly from: Day; readonly until: Day };
  readonly on: Day;
  readonly expires: Day;
}

export interface EndToKeep {
  readonly approval: string;
  readonly manifest: string;
  readonly role: string;
  readonly round: number;
}

export interface CaseVerdictToKeep extends VerdictToKeep {
  readonly outcome: Outcome;
  /** How many verdicts on this recipient there are with it. */
  readonly nth: number;
}

export interface ClearanceToKeep extends ClearanceRow {
  readonly on: Day;
  /** Permissions that this case had not used before. */
  readonly newUses: readonly string[];
}

/** Approvals given beforehand. */
export interface PermissionStore {
  keep(permission: StandingPermission, about: PermissionAbout, mark: Mark): Promise<void>;
  find(id: string): Promise<FoundPermission | undefined>;
  end(id: string, lastDay: Day, mark: Mark): Promise<Written>;
  /** Those of a service, by id, at most `most` after the one with the id `after`. */
  list(
    service: string,
    page: { readonly after: string | undefined; readonly most: number },
  ): Promise<readonly ListedPermission[]>;
}

/** A permission as it is listed: ids, codes and days, nothing that is sealed. */
export interface ListedPermission {
  readonly id: string;
  readonly partner: string;
  readonly role: string;
  readonly giver: string;
  readonly on: Day;
  readonly until: Day;
  /** The last day, where it was ended before its time. */
  readonly lastDay: Day | undefined;
  readonly quota: number;
  readonly used: number;
}

export interface PermissionAbout {
  readonly service: string;
  readonly grant: string;
  readonly granted: { readonly from: Day; readonly until: Day };
  readonly isUnevaluated: boolean;
  /** The answer of the key with which it was signed (WebAuthn), as it came. */
  readonly assertion?: string;
}

export interface FoundPermission {
  readonly service: string;
  readonly permission: StandingPermission;
  readonly used: number;
  readonly isEnded: boolean;
}

/** What is held about persons. Texts by which somebody is found are hashed under a key of the site. */
export interface PersonStore {
  /** The opaque id of whoever is known under these texts: that of the first. */
  idOf(texts: readonly string[]): Promise<string>;
  /** Where any of these texts is mentioned. */
  search(texts: readonly string[]): Promise<Mentions>;
  /** Nothing about these is deleted from here on. `words` are sealed. */
  hold(texts: readonly string[], words: string, mark: Mark): Promise<void>;
  endHold(hold: string, mark: Mark): Promise<Written>;
  /** Keeps an order with its duties. "held": a complaint runs about somebody in one of the items. */
  order(order: OrderToKeep, mark: Mark): Promise<Ordered | "held">;
  /** Destroys the keys that orders of deletion name and that are still there. */
  executeOrders(): Promise<number>;
}

/** Where a person is mentioned, and to whom that may have gone. */
export interface Mentions {
  readonly items: readonly { readonly item: string; readonly sha256: string }[];
  readonly cases: readonly MentionedCase[];
  /** Complaints that run. */
  readonly holds: readonly string[];
}

export interface MentionedCase {
  readonly case: string;
  readonly item: string;
  readonly service: string;
  readonly status: CaseRow["status"];
  readonly outcome: Outcome;
  readonly recipients: readonly string[];
  /** It was cleared for release at some time. */
  readonly wasCleared: boolean;
}

export interface OrderToKeep {
  readonly kind: "deletion" | "correction";
  /** A code: an article, the number of an order. */
  readonly basis: string;
  readonly items: readonly string[];
  /** What is to be corrected; sealed under the key of each item. */
  readonly words: string | undefined;
  /**
   * The duty towards each partner to which something left in a case on such an item. `otherwise`: what it
   * says towards the recipients of a case that was cleared, and of which nothing left.
   */
  readonly duty: Pick<DutyRow, "says" | "basis" | "due" | "escalatesTo"> & {
    readonly otherwise: string;
  };
}

/** What an order came to: how many cases it is about, and how many duties there are towards recipients. */
export interface Ordered {
  readonly cases: readonly string[];
  readonly duties: number;
}
