import type { Day } from "../../core/day.ts";
import type { Fixed, Moment } from "../column.ts";

/** The tables of migration 005: what leaves, to whom, and what is called back. */
export interface ReleaseSchema {
  readonly collection: CollectionTable;
  readonly partner_root: PartnerRootTable;
  readonly channel_credential: ChannelCredentialTable;
  readonly channel_key: ChannelKeyTable;
  readonly channel_credential_end: ChannelCredentialEndTable;
  readonly profile: ProfileTable;
  readonly copy: CopyTable;
  readonly release: ReleaseTable;
  readonly release_copy: ReleaseCopyTable;
  readonly recall: RecallTable;
  readonly recall_copy: RecallCopyTable;
  readonly revoked_name: RevokedNameTable;
  readonly notice: NoticeTable;
  readonly disclosure_pending: DisclosurePendingTable;
  readonly disclosure: DisclosureTable;
  readonly outbox_head: OutboxHeadTable;
  readonly outbox_sort: OutboxSortTable;
  readonly outbox_type: OutboxTypeTable;
  readonly outbox: OutboxTable;
  readonly outbox_shared: OutboxSharedTable;
  readonly outbox_until: OutboxUntilTable;
  readonly intake: IntakeTable;
  readonly intake_object: IntakeObjectTable;
  readonly partner_word: PartnerWordTable;
}

export interface CollectionTable {
  readonly id: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly alias: Fixed<string>;
  readonly title: Fixed<string>;
  readonly description: Fixed<string | null>;
  readonly medium: Fixed<string>;
  readonly can_write: Fixed<boolean>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface PartnerRootTable {
  readonly partner: Fixed<string>;
  readonly segment: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ChannelCredentialTable {
  readonly id: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly kind: Fixed<string>;
  readonly addresses: Fixed<string>;
  readonly valid_from: Fixed<Moment>;
  readonly valid_until: Fixed<Moment>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ChannelKeyTable {
  readonly hash: Fixed<Uint8Array>;
  readonly kind: Fixed<string>;
  readonly credential: Fixed<string>;
}

export interface ChannelCredentialEndTable {
  readonly credential: Fixed<string>;
  readonly entry: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ProfileTable {
  readonly partner: Fixed<string>;
  readonly topic: Fixed<string>;
  readonly number: Fixed<number>;
  readonly previous: Fixed<number | null>;
  readonly entry: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface CopyTable {
  readonly act: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly medium: Fixed<string>;
  readonly sha256: Fixed<Uint8Array>;
  readonly content: Fixed<Uint8Array>;
  readonly at: Fixed<Moment>;
}

export interface ReleaseTable {
  readonly id: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly manifest: Fixed<Uint8Array>;
  readonly clearance: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ReleaseCopyTable {
  readonly release: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly medium: Fixed<string>;
  readonly copy: Fixed<string>;
  readonly sha256: Fixed<Uint8Array>;
}

export interface RecallTable {
  readonly id: Fixed<string>;
  readonly release: Fixed<string>;
  readonly kind: Fixed<string>;
  readonly replacement: Fixed<string | null>;
  readonly due: Fixed<Day>;
  readonly at: Fixed<Moment>;
}

export interface RecallCopyTable {
  readonly recall: Fixed<string>;
  readonly release: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly sha256: Fixed<Uint8Array | null>;
  readonly content: Fixed<Uint8Array | null>;
  readonly until_day: Fixed<Day>;
}

export interface RevokedNameTable {
  readonly partner: Fixed<string>;
  readonly name: Fixed<string>;
  readonly recall: Fixed<string>;
}

export interface NoticeTable {
  readonly id: Fixed<string>;
  readonly recall: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly onward: Fixed<string | null>;
  readonly due: Fixed<Day>;
  readonly state: string;
  readonly at: Fixed<Moment>;
}

export interface DisclosurePendingTable {
  readonly what: Fixed<string>;
  readonly collection: Fixed<string>;
}

export interface DisclosureTable {
  readonly what: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly release: Fixed<string | null>;
  readonly recall: Fixed<string | null>;
  readonly log_id: Fixed<string>;
  readonly idx: Fixed<number>;
  readonly size: Fixed<number>;
  readonly shown: Fixed<number>;
  readonly first_position: Fixed<number | null>;
  readonly last_position: Fixed<number | null>;
  readonly receipt: Fixed<string | null>;
  readonly at: Fixed<Moment>;
}

export interface OutboxHeadTable {
  readonly collection: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly position: number;
  readonly date_added: Moment;
  /** Null until something changes after migration 006. */
  readonly state: string | null;
}

export interface OutboxSortTable {
  readonly partner: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly sort: Fixed<number>;
  readonly spec_version: Fixed<string>;
  readonly is_first: Fixed<boolean>;
  readonly is_last: Fixed<boolean>;
  readonly is_latest: Fixed<boolean>;
}

export interface OutboxTypeTable {
  readonly partner: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly type: Fixed<string>;
  readonly number: Fixed<number>;
}

export interface OutboxTable {
  readonly partner: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly position: Fixed<number>;
  readonly date_added: Fixed<Moment>;
  readonly object_id: Fixed<string>;
  readonly type: Fixed<string>;
  readonly spec_version: Fixed<string>;
  readonly version: Fixed<Moment>;
  readonly sort: number;
  readonly typed: number;
  readonly versioned: number;
  readonly media_type: Fixed<string>;
  readonly size: Fixed<number>;
  readonly body: Fixed<Uint8Array>;
  readonly what: string;
}

export interface OutboxSharedTable {
  readonly partner: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly position: Fixed<number>;
  readonly what: Fixed<string>;
}

export interface OutboxUntilTable {
  readonly recall: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly until_day: Fixed<Day>;
}

export interface IntakeTable {
  readonly id: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly collection: Fixed<string>;
  readonly credential: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface IntakeObjectTable {
  readonly intake: Fixed<string>;
  readonly nth: Fixed<number>;
  readonly object_id: Fixed<string>;
  readonly version: Fixed<string>;
  readonly state: string;
  readonly message: string | null;
  readonly content: Fixed<Uint8Array | null>;
  readonly item: string | null;
}

export interface PartnerWordTable {
  readonly id: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly kind: Fixed<string>;
  readonly about: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly by_person: Fixed<string | null>;
  readonly credential: Fixed<string | null>;
  readonly at: Fixed<Moment>;
}
