import type { Fixed, Moment } from "../column.ts";

/** The tables of migrations 003 and 007: who works here, and how they prove who they are. */
export interface PeopleSchema {
  readonly service: ServiceTable;
  readonly person: PersonTable;
  readonly person_end: PersonEndTable;
  readonly role_grant: RoleGrantTable;
  readonly role_confirmation: RoleConfirmationTable;
  readonly role_end: RoleEndTable;
  readonly compartment: CompartmentTable;
  readonly compartment_member: CompartmentMemberTable;
  readonly compartment_member_end: CompartmentMemberEndTable;
  readonly enrolment: EnrolmentTable;
  readonly enrolment_confirmation: EnrolmentConfirmationTable;
  readonly enrolment_end: EnrolmentEndTable;
  readonly passkey: PasskeyTable;
  readonly passkey_end: PasskeyEndTable;
  readonly account: AccountTable;
  readonly session: SessionTable;
  readonly api_token: ApiTokenTable;
  readonly api_token_end: ApiTokenEndTable;
  readonly challenge: ChallengeTable;
  readonly used_signature: UsedSignatureTable;
  readonly register_mark: RegisterMarkTable;
}

/** The table of migration 007, of one row. */
export interface RegisterMarkTable {
  readonly id: Fixed<number>;
  readonly mark: string;
}

export interface ServiceTable {
  readonly id: Fixed<string>;
  readonly name: Fixed<string>;
  readonly kind: Fixed<"civil" | "military" | "csirt" | "police" | "other">;
  readonly minister: Fixed<string | null>;
  readonly at: Fixed<Moment>;
}

export interface PersonTable {
  readonly id: Fixed<string>;
  readonly service: Fixed<string>;
  readonly name: Fixed<string>;
  readonly administers: Fixed<boolean>;
  readonly at: Fixed<Moment>;
}

export interface PersonEndTable {
  readonly person: Fixed<string>;
  readonly at: Fixed<Moment>;
  readonly by_person: Fixed<string>;
}

export interface RoleGrantTable {
  readonly id: Fixed<string>;
  readonly person: Fixed<string>;
  readonly administers: Fixed<boolean>;
  readonly role: Fixed<string>;
  readonly valid_from: Fixed<string>;
  /** 9999-12-31: no end. */
  readonly valid_until: Fixed<string>;
  readonly mandate: Fixed<string>;
  readonly salt: Fixed<Uint8Array>;
  readonly proposed_by: Fixed<string | null>;
  readonly founder: Fixed<number | null>;
  readonly at: Fixed<Moment>;
}

export interface RoleConfirmationTable {
  readonly grant_id: Fixed<string>;
  readonly person: Fixed<string>;
  readonly role: Fixed<string>;
  readonly valid_from: Fixed<string>;
  readonly valid_until: Fixed<string>;
  readonly proposed_by: Fixed<string>;
  readonly confirmed_by: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface RoleEndTable {
  readonly grant_id: Fixed<string>;
  readonly last_day: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface CompartmentTable {
  readonly id: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface CompartmentMemberTable {
  readonly id: Fixed<string>;
  readonly compartment: Fixed<string>;
  readonly person: Fixed<string>;
  readonly valid_from: Fixed<string>;
  readonly valid_until: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface CompartmentMemberEndTable {
  readonly member: Fixed<string>;
  readonly last_day: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface EnrolmentTable {
  readonly id: Fixed<string>;
  readonly hash: Fixed<Uint8Array>;
  readonly person: Fixed<string>;
  readonly kind: Fixed<"founding" | "invitation" | "recovery">;
  readonly by_person: Fixed<string | null>;
  readonly at: Fixed<Moment>;
  readonly usable_from: Fixed<Moment>;
  readonly expires: Fixed<Moment>;
}

export interface EnrolmentConfirmationTable {
  readonly enrolment: Fixed<string>;
  readonly person: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly confirmed_by: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface EnrolmentEndTable {
  readonly enrolment: Fixed<string>;
  readonly how: Fixed<"used" | "stopped">;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface PasskeyTable {
  readonly id: Fixed<string>;
  readonly person: Fixed<string>;
  readonly public_key: Fixed<Uint8Array>;
  readonly counter: number;
  readonly at: Fixed<Moment>;
}

export interface PasskeyEndTable {
  readonly passkey: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface AccountTable {
  readonly issuer: Fixed<string>;
  readonly subject: Fixed<string>;
  readonly person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface SessionTable {
  readonly hash: Fixed<Uint8Array>;
  readonly person: Fixed<string>;
  readonly method: Fixed<"passkey" | "provider">;
  readonly strong: Fixed<boolean>;
  readonly began: Fixed<Moment>;
  readonly proven: Fixed<Moment>;
  readonly seen: Moment;
  readonly expires: Fixed<Moment>;
}

export interface ApiTokenTable {
  readonly id: Fixed<string>;
  readonly hash: Fixed<Uint8Array>;
  readonly person: Fixed<string>;
  readonly machine: Fixed<string>;
  readonly scopes: Fixed<string>;
  readonly certificate: Fixed<Uint8Array | null>;
  readonly at: Fixed<Moment>;
  readonly expires: Fixed<Moment>;
}

export interface ApiTokenEndTable {
  readonly token: Fixed<string>;
  readonly at: Fixed<Moment>;
  readonly by_person: Fixed<string>;
}

export interface ChallengeTable {
  readonly hash: Fixed<Uint8Array>;
  readonly purpose: Fixed<string>;
  readonly person: Fixed<string | null>;
  readonly body: Fixed<string>;
  readonly expires: Fixed<Moment>;
}

export interface UsedSignatureTable {
  readonly hash: Fixed<Uint8Array>;
  readonly at: Fixed<Moment>;
}
