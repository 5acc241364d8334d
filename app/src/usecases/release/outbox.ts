// The release store as the channels see it: read for one partner at a time. Whoever fills it reads as a
// database role that can see nothing else, and answers about another partner's things exactly as about
// things that do not exist (DESIGN §5, §11.1).

import type { Day } from "../../core/day.ts";
import type { NoticeState } from "./ports.ts";

/** How a partner shows who it is. */
export type Credential =
  /** Basic, Bearer or `Token`: SHA-256 of the secret. */
  | { readonly kind: "secret"; readonly hash: Uint8Array }
  /** SHA-256 of the client certificate's public key (SPKI). */
  | { readonly kind: "certificate"; readonly hash: Uint8Array };

/** A partner's own way in. */
export interface Door {
  readonly partner: string;
  /** Segment of the partner's API root: opaque, stable, without "." "," "*". */
  readonly root: string;
  readonly credential: string;
  /** The place that was asked for, where it is the partner's own. */
  readonly collection?: Collection;
}

/** A place of a partner from which it fetches, or to which it writes. */
export interface Collection {
  readonly id: string;
  readonly alias: string;
  readonly title: string;
  readonly description?: string;
  readonly medium: "taxii" | "misp-feed" | "package";
  readonly canRead: boolean;
  readonly canWrite: boolean;
  /** Absent where nothing was ever shown there. */
  readonly state?: CollectionState;
}

/** What a collection was at when it was looked at. */
export interface CollectionState {
  /** Another one after every change, and none it had before: under the same mark the rows are the same. */
  readonly mark: string;
  /** The time of the newest row, which may be ahead of the clock: UTC. */
  readonly lastAdded: string;
}

/** What is asked for. All conditions hold together; an absent one lets everything through. */
export interface Wanted {
  /** Strictly later than this: UTC, whole milliseconds. */
  readonly addedAfter?: string;
  /**
   * Not later than this, the time of the request: what is dated ahead is not shown before its time has
   * come, or a client that asks from its own clock on would never see it. UTC, whole milliseconds.
   */
  readonly until?: string;
  /** After this position: where the last page ended. */
  readonly after?: number;
  readonly ids?: readonly string[];
  readonly types?: readonly string[];
  /** Absent: the last version of each object. */
  readonly versions?: readonly ("first" | "last" | "all" | { readonly exactly: string })[];
  /** Absent: of each object the latest specification it is held in. */
  readonly specVersions?: readonly string[];
  readonly limit: number;
  /** A page ends before it holds more than this many bytes, but not before its first object. */
  readonly mostBytes: number;
}

/** One version of one object, as it was released. */
export interface Released {
  /** Dense within its collection, from 1. */
  readonly position: number;
  /** UTC in whole milliseconds, strictly increasing with the position. */
  readonly dateAdded: string;
  readonly id: string;
  readonly type: string;
  readonly specVersion: string;
  /** UTC. */
  readonly version: string;
  readonly mediaType: string;
}

export interface Page<T extends Released> {
  /** In the order of their positions. */
  readonly rows: readonly T[];
  /** Another row that matches exists now. */
  readonly more: boolean;
  readonly asOf?: AsOf;
}

export type ReleasedBody = Released & { readonly body: Uint8Array };

/** A page as it is handed out in one piece. */
export interface Envelope {
  /** Of its rows, in their order. */
  readonly positions: readonly number[];
  /** The times of its first row and of its last; absent where there is none. */
  readonly firstAdded?: string;
  readonly lastAdded?: string;
  /** Another row that matches exists now. */
  readonly more: boolean;
  /**
   * Its objects as they lie in the release store, with commas between them: text whose UTF-8 is their
   * bytes, in pieces that follow each other.
   */
  readonly text: readonly string[];
  readonly asOf?: AsOf;
}

/** As of when a page was read: what the collection was at, and up to which time rows were shown, in UTC. */
export interface AsOf extends CollectionState {
  readonly until: string;
}

/** The release store as one partner may read it. */
export interface Outbox {
  /**
   * Undefined for a credential that is unknown, ended, not valid today, or not for this address. `place`:
   * the id or the alias of a collection that is looked up along, among the partner's own.
   */
  doorOf(
    credential: Credential,
    address: string | undefined,
    place?: string,
  ): Promise<Door | undefined>;
  collections(partner: string): Promise<readonly Collection[]>;
  manifest(partner: string, collection: string, wanted: Wanted): Promise<Page<Released>>;
  objects(partner: string, collection: string, wanted: Wanted): Promise<Page<ReleasedBody>>;
  /** The same in one piece, which costs less than its rows do. */
  envelope(partner: string, collection: string, wanted: Wanted): Promise<Envelope>;
  /** Whether any version of it is there, whatever else is asked. */
  holds(partner: string, collection: string, object: string): Promise<boolean>;
  /**
   * Durable when it resolves: who fetched what, at one go, before the answer is sent. `reader`: what the
   * program that fetched says it is (a MISP sends the uuid of its instance); evidence, and no proof.
   */
  noteFetch(
    door: Door,
    collection: string,
    rows: readonly Pick<Released, "position">[],
    reader?: string,
  ): Promise<void>;
  /** Takes in what a partner sent; it waits there with its originator's control. */
  takeIn(door: Door, collection: string, intake: Intake): Promise<void>;
  /** What became of it; undefined for another partner's or an expired one. */
  status(partner: string, id: string): Promise<Intake | undefined>;
  /**
   * What this partner was asked to take back or replace, and has not confirmed in full; the oldest first,
   * at most 1,000. There from when the recall is shown.
   */
  notices(partner: string): Promise<readonly OwnNotice[]>;
  /** What was shown to this partner, and when; the newest first, at most 1,000. */
  receipts(partner: string): Promise<readonly OwnReceipt[]>;
}

/** What a recall asks of the partner that reads it. */
export interface OwnNotice {
  readonly id: string;
  readonly how: "recall" | "correction";
  readonly release: string;
  /** The last day for an answer. */
  readonly due: Day;
  readonly state: NoticeState;
  /** A code for whoever has it from this partner. */
  readonly onward?: string;
}

export interface OwnReceipt {
  readonly release: string;
  readonly collection: string;
  /** UTC. */
  readonly at: string;
}

/** One request in which a partner sent objects. */
export interface Intake {
  readonly id: string;
  readonly at: string;
  readonly objects: readonly IntakeObject[];
}

export interface IntakeObject {
  readonly id: string;
  readonly version: string;
  readonly state: "success" | "failure" | "pending";
  /** One sentence, for a failure. */
  readonly message?: string;
  /** As it came; absent for a failure. */
  readonly bytes?: Uint8Array;
}
