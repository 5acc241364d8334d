// What the use cases of release need beside those of casework: copies, places at partners, what left, and
// what is called back. Declared here, by the consumer; `site/release` fills the store.
import type { Day } from "../../core/day.ts";
import type { Copy, CopyFor, Medium, Secret } from "../../core/release/copy.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import type { CasePorts, Mark, Written } from "../cases/ports.ts";
import type { Moment } from "../cases/records.ts";
import type { EntryProof } from "../memory.ts";
import type { Door } from "./outbox.ts";

/** What a use case of release is given. */
export interface ReleasePorts extends CasePorts {
  readonly releases: ReleaseStore;
  /**
   * Makes a copy of an item by a plan. Throws a Refusal for what it cannot make; `name` tells the kind of
   * the bytes.
   */
  readonly makeCopy: (
    original: Uint8Array,
    name: string,
    medium: Medium,
    plan: SanitisePlan,
    about: CopyFor,
  ) => Promise<Copy>;
  /** Which `sanitise:*` of the plan are shown by the copy itself, by the rules of its format. */
  readonly carriedOut: (
    original: Uint8Array,
    plan: SanitisePlan,
    copy: Copy,
    about: CopyFor,
  ) => Promise<readonly string[]>;
  /**
   * Where what was removed, or something else that must not leave, is found in a copy all the same:
   * empty where nowhere. `allowed`: texts that may leave although it stands in them, such as our own names.
   */
  readonly residueOf: (
    copy: Copy,
    more: readonly Secret[],
    allowed: readonly string[],
  ) => Promise<readonly Residue[]>;
  /** How a copy differs from the original it was made from. */
  readonly differenceOf: (original: Uint8Array, copy: KeptCopy) => Promise<Difference>;
  /**
   * What is served in the place of a copy that is called back, so that consumers who never delete take
   * the recall in; undefined for a medium that needs none. `replacement`: the copy that takes its place,
   * of a correction.
   */
  readonly insteadOf: (
    copy: KeptCopy,
    at: Moment,
    replacement?: KeptCopy,
  ) => Promise<Copy | undefined>;
  /** Random bytes, for secrets. */
  readonly random: (bytes: number) => Uint8Array;
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
}

/** What is otherwise in a copy than in the original, line by line. */
export interface Difference {
  readonly lines: readonly {
    readonly kind: "same" | "removed" | "added";
    readonly text: string;
  }[];
  /** How many more lines there are than are shown. */
  readonly more: number;
}

/** Something that was removed and is there all the same. */
export interface Residue {
  /** Where in the copy: the id of an object, "line 12", "byte 1042". */
  readonly place: string;
  /** A sentence on what kind of thing, and in which spelling; never the thing itself. */
  readonly says: string;
}

/** Places at partners, what was made for them, what left, and what became of it. */
export interface ReleaseStore {
  /** "changed": the partner has a place with this alias or title already. */
  addCollection(collection: CollectionToKeep, mark: Mark): Promise<Written>;
  /** Of one partner, or of all, by partner and alias. */
  collections(partner?: string): Promise<readonly PartnerCollection[]>;
  /** Undefined for an unknown id. */
  collection(id: string): Promise<PartnerCollection | undefined>;
  /** Keeps the hash of a secret or of a key; the partner's root is made with the first. */
  addCredential(credential: CredentialToKeep, mark: Mark): Promise<{ readonly root: string }>;
  /** "changed": there is none with this id, or it has ended. */
  endCredential(credential: string, mark: Mark): Promise<Written>;
  credentials(partner: string): Promise<readonly PartnerCredential[]>;
  /**
   * What parts of items are called for a partner: UUIDs, not to be guessed, and the same each time until a
   * recall takes one back for good.
   */
  namesFor(partner: string): Promise<(part: string) => string>;
  /** Whether one of these ids was taken back for good from the partner. */
  isRevoked(partner: string, ids: readonly string[]): Promise<boolean>;
  /**
   * What `created` says in the objects with these ids that a place shows now, by id. For a new version of
   * one of them.
   */
  createdAt(
    partner: string,
    collection: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
  /** A copy that was prepared, opened; undefined where there is none, or it was erased. */
  copy(act: string): Promise<KeptCopy | undefined>;
  /** What a release was: undefined for an unknown id. */
  release(id: string): Promise<KeptRelease | undefined>;
  /** That a copy of a release was shown at a place; undefined where it was not, or not yet. */
  shown(release: string, collection: string): Promise<ShownCopy | undefined>;
  /** What left of these items, to whom. */
  releasedOf(items: readonly string[]): Promise<readonly ReleasedCopy[]>;
  /** Undefined for an unknown id. */
  notice(id: string): Promise<KeptNotice | undefined>;
  noticesOf(recall: string): Promise<readonly KeptNotice[]>;
  /** Notices nobody has answered, whose last day is before this one, at most so many. */
  unanswered(day: Day, most: number): Promise<readonly KeptNotice[]>;
  /**
   * Keeps what a partner said, with the notice's new state and its duty done where it answers one, and
   * the entry that says so. The words are sealed under the key of the case.
   */
  addWord(word: WordToKeep, mark: WordMark): Promise<Written>;
  /** What partners said about a release or a notice, opened, oldest first. */
  wordsAbout(about: string): Promise<readonly KeptWord[]>;
  /** Notes that a notice went unanswered, with its entry. "changed": it was answered meanwhile. */
  escalate(notice: string, mark: Mark): Promise<Written>;
  /** Keeps a plan for a partner and topic; its words are sealed under the partner's key. */
  addProfile(profile: ProfileToKeep, mark: Mark): Promise<Written>;
  /** The newest version of each, of one partner, opened. */
  profiles(partner: string): Promise<readonly Profile[]>;
}

export interface CollectionToKeep {
  readonly partner: string;
  readonly alias: string;
  readonly title: string;
  readonly description?: string;
  readonly medium: Medium;
  readonly canWrite: boolean;
}

/** A place of a partner; its id is that of the mark under which it was made. */
export interface PartnerCollection extends CollectionToKeep {
  readonly id: string;
}

export interface CredentialToKeep {
  readonly partner: string;
  readonly kind: "secret" | "certificate";
  readonly hash: Uint8Array;
  /** Networks it may come from; empty for any. */
  readonly addresses: readonly string[];
  readonly from: Moment;
  readonly until: Moment;
}

export interface PartnerCredential extends Omit<CredentialToKeep, "hash"> {
  readonly id: string;
  readonly isEnded: boolean;
}

/** A copy as it is kept with the act that prepared it: encrypted under the item's key. */
export interface CopyToKeep {
  readonly partner: string;
  readonly medium: Medium;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** What else of it is needed to hand it out again: kept beside the bytes, encrypted with them. */
  readonly about: Omit<Copy, "bytes">;
}

export interface KeptCopy extends CopyToKeep {
  readonly act: string;
  readonly case: string;
}

/** What is kept of a release with its act. */
export interface ReleaseToKeep {
  readonly clearance: string;
  readonly manifest: string;
  readonly copies: readonly ReleaseCopy[];
}

export interface ReleaseCopy {
  readonly collection: string;
  readonly partner: string;
  readonly medium: Medium;
  /** The act that prepared it. */
  readonly copy: string;
  readonly sha256: string;
}

export interface KeptRelease extends ReleaseToKeep {
  readonly id: string;
  readonly case: string;
  readonly at: Moment;
}

/** One copy that left. */
export interface ReleasedCopy {
  readonly item: string;
  readonly case: string;
  readonly release: string;
  readonly at: Moment;
  readonly partner: string;
  readonly medium: Medium;
  readonly sha256: string;
  /** When it was shown to the partner; undefined while it waits for its checkpoint. */
  readonly disclosed: Moment | undefined;
  /** The recall that took it away. */
  readonly recalled: string | undefined;
}

/** A copy that was shown to its partner, and what the partner can show of it. */
export interface ShownCopy {
  readonly at: Moment;
  /** "none": the desk hands it out itself. "waiting": no checkpoint covers the entry yet. */
  readonly receipt: EntryProof | "none" | "waiting";
}

/** What is kept of a recall with its act. */
export interface RecallToKeep {
  readonly release: string;
  readonly how: "recall" | "correction";
  readonly replacement: string | undefined;
  readonly due: Day;
  readonly notices: readonly NoticeToKeep[];
  /**
   * What is served in the place of what leaves, where a consumer does not notice that it is gone. The `ids`
   * of these copies are what is taken back for good: they are not given again.
   */
  readonly instead: readonly { readonly collection: string; readonly copy: CopyToKeep }[];
}

export interface NoticeToKeep {
  readonly id: string;
  readonly partner: string;
  /** A code for whoever has it from that partner. */
  readonly onward: string | undefined;
}

export type NoticeState = "open" | "acknowledged" | "destroyed" | "escalated";

export interface KeptNotice extends NoticeToKeep {
  readonly recall: string;
  readonly release: string;
  readonly case: string;
  readonly how: "recall" | "correction";
  readonly due: Day;
  readonly state: NoticeState;
  /** Who called it back. */
  readonly by: string;
}

export const WORDS = ["receipt", "acknowledgement", "destruction", "feedback"] as const;
export type WordKind = (typeof WORDS)[number];

export interface WordToKeep {
  readonly partner: string;
  readonly kind: WordKind;
  /** A release, or a notice. */
  readonly about: string;
  /** The case they are about. */
  readonly case: string;
  /** To whom the partner passed it on, as codes. */
  readonly onward: readonly string[];
  readonly says: string | undefined;
  /** The notice it answers, and what becomes of it. */
  readonly answers?: {
    readonly notice: string;
    readonly state: "acknowledged" | "destroyed";
    /** The id of the duty that is done with it. */
    readonly duty?: string;
  };
}

/** A person of the desk entered it, or a partner said it with its own credential. */
export type WordMark = Pick<Mark, "id" | "at"> &
  ({ readonly by: string; readonly machine?: true } | { readonly door: Door });

export interface KeptWord extends Omit<WordToKeep, "answers"> {
  readonly id: string;
  readonly at: Moment;
  readonly by: string | undefined;
  readonly credential: string | undefined;
}

export interface ProfileToKeep {
  readonly partner: string;
  readonly topic: string;
  /** 1, and one more for each version; "changed" where the number is taken. */
  readonly number: number;
  readonly plan: SanitisePlan;
}

export interface Profile extends ProfileToKeep {
  readonly id: string;
  readonly by: string;
  readonly at: Moment;
}
