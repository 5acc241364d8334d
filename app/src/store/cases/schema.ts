import type { Day } from "../../core/day.ts";
import type { Fixed, Moment } from "../column.ts";

/** The tables of migration 004: cases, and what they rest on. */
export interface CasesSchema {
  readonly service_country: ServiceCountryTable;
  readonly service_alias: ServiceAliasTable;
  readonly partner: PartnerTable;
  readonly partner_version: PartnerVersionTable;
  readonly item: ItemTable;
  readonly item_version: ItemVersionTable;
  readonly item_service: ItemServiceTable;
  readonly item_compartment: ItemCompartmentTable;
  readonly case_file: CaseFileTable;
  readonly case_compartment: CaseCompartmentTable;
  readonly case_partner: CasePartnerTable;
  readonly case_party: CasePartyTable;
  readonly act: ActTable;
  readonly approval_end: ApprovalEndTable;
  readonly approval: ApprovalTable;
  readonly permission: PermissionTable;
  readonly permission_end: PermissionEndTable;
  readonly permission_use: PermissionUseTable;
  readonly demand: DemandTable;
  readonly demand_role: DemandRoleTable;
  readonly clearance_step: ClearanceStepTable;
  readonly clearance: ClearanceTable;
  readonly case_clearance: CaseClearanceTable;
  readonly case_verdict: CaseVerdictTable;
  readonly duty: DutyTable;
  readonly alarm: AlarmTable;
  readonly item_mention: ItemMentionTable;
  readonly case_mention: CaseMentionTable;
  readonly hold: HoldTable;
  readonly hold_mention: HoldMentionTable;
  readonly hold_end: HoldEndTable;
  readonly person_order: PersonOrderTable;
  readonly person_order_item: PersonOrderItemTable;
  readonly order_erasure: OrderErasureTable;
}

export interface ServiceCountryTable {
  readonly service: Fixed<string>;
  readonly country: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ServiceAliasTable {
  readonly service: Fixed<string>;
  readonly alias: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface PartnerTable {
  readonly id: Fixed<string>;
  readonly subject: Fixed<string>;
  readonly is_group: Fixed<boolean>;
  readonly revision: number;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface PartnerVersionTable {
  readonly partner: Fixed<string>;
  readonly number: Fixed<number>;
  readonly previous: Fixed<number | null>;
  readonly entry: Fixed<string>;
  readonly hash: Fixed<Uint8Array>;
  readonly recorded_on: Fixed<Day>;
  readonly valid_from: Fixed<Day>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ItemTable {
  readonly id: Fixed<string>;
  readonly sha256: Fixed<Uint8Array>;
  readonly size: Fixed<number>;
  readonly format: Fixed<string>;
  readonly original: Fixed<Uint8Array>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
  readonly version: number;
}

export interface ItemVersionTable {
  readonly item: Fixed<string>;
  readonly number: Fixed<number>;
  readonly previous: Fixed<number | null>;
  readonly entry: Fixed<string>;
  readonly facts: Fixed<Uint8Array>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ItemServiceTable {
  readonly item: Fixed<string>;
  readonly service: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ItemCompartmentTable {
  readonly item: Fixed<string>;
  readonly compartment: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface CaseFileTable {
  readonly id: Fixed<string>;
  readonly service: Fixed<string>;
  readonly item: Fixed<string>;
  readonly requester: Fixed<string>;
  readonly opened: Fixed<Moment>;
  readonly status: string;
  readonly outcome: string;
  readonly seq: number;
  readonly revision: number;
  readonly updated: Moment;
  readonly decided_on: Day;
  readonly item_version: number;
  readonly packs: Uint8Array;
  readonly next_change: Day | null;
  readonly recheck: boolean;
  readonly is_due: boolean;
}

export interface CaseCompartmentTable {
  readonly case_id: Fixed<string>;
  readonly compartment: Fixed<string>;
}

export interface CasePartnerTable {
  readonly case_id: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly part: string;
  readonly revision: number;
  readonly is_live: boolean;
  readonly service: Fixed<string>;
  readonly status: string;
  readonly outcome: string;
  readonly is_due: boolean;
  readonly updated: Moment;
}

export interface CasePartyTable {
  readonly case_id: Fixed<string>;
  readonly person: Fixed<string>;
  readonly let_in_by: Fixed<string | null>;
  readonly status: string;
  readonly outcome: string;
  readonly is_due: boolean;
  readonly updated: Moment;
  readonly at: Fixed<Moment>;
}

export interface ActTable {
  readonly id: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly seq: Fixed<number>;
  readonly previous: Fixed<number | null>;
  readonly kind: Fixed<string>;
  readonly person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface ApprovalEndTable {
  readonly approval: Fixed<string>;
  readonly act: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly manifest: Fixed<Uint8Array>;
  readonly role: Fixed<string>;
  readonly approver: Fixed<string>;
  readonly round: Fixed<number>;
}

export interface ApprovalTable {
  readonly act: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly manifest: Fixed<Uint8Array>;
  readonly role: Fixed<string>;
  readonly approver: Fixed<string>;
  readonly requester: Fixed<string>;
  readonly round: Fixed<number>;
  readonly previous: Fixed<number | null>;
  readonly grant_id: Fixed<string>;
  readonly valid_from: Fixed<Day>;
  readonly valid_until: Fixed<Day>;
  readonly on_day: Fixed<Day>;
  readonly expires: Fixed<Day>;
}

export interface PermissionTable {
  readonly id: Fixed<string>;
  readonly service: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly role: Fixed<string>;
  readonly giver: Fixed<string>;
  readonly grant_id: Fixed<string>;
  readonly valid_from: Fixed<Day>;
  readonly valid_until: Fixed<Day>;
  readonly on_day: Fixed<Day>;
  readonly until_day: Fixed<Day>;
  readonly unevaluated: Fixed<boolean>;
  readonly quota: Fixed<number>;
  readonly at: Fixed<Moment>;
}

export interface PermissionEndTable {
  readonly permission: Fixed<string>;
  readonly entry: Fixed<string>;
  readonly last_day: Fixed<Day>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface PermissionUseTable {
  readonly permission: Fixed<string>;
  readonly nth: Fixed<number>;
  readonly previous: Fixed<number | null>;
  readonly case_id: Fixed<string>;
  readonly requester: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly role: Fixed<string>;
  readonly giver: Fixed<string>;
  readonly quota: Fixed<number>;
  readonly until_day: Fixed<Day>;
  readonly on_day: Fixed<Day>;
  readonly at: Fixed<Moment>;
}

export interface DemandTable {
  readonly id: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly manifest: Fixed<Uint8Array>;
  readonly roles: Fixed<number>;
  readonly at: Fixed<Moment>;
}

export interface DemandRoleTable {
  readonly demand: Fixed<string>;
  readonly nth: Fixed<number>;
  readonly partner: Fixed<string>;
  readonly role: Fixed<string>;
}

export interface ClearanceStepTable {
  readonly demand: Fixed<string>;
  readonly nth: Fixed<number>;
  readonly previous: Fixed<number | null>;
  readonly case_id: Fixed<string>;
  readonly manifest: Fixed<Uint8Array>;
  readonly partner: Fixed<string | null>;
  readonly role: Fixed<string | null>;
  readonly approver: Fixed<string | null>;
  readonly approval: Fixed<string | null>;
  readonly permission: Fixed<string | null>;
  readonly expires: Fixed<Day | null>;
  readonly on_day: Fixed<Day>;
}

export interface ClearanceTable {
  readonly id: Fixed<string>;
  readonly case_id: Fixed<string>;
  readonly manifest: Fixed<Uint8Array>;
  readonly roles: Fixed<number>;
  readonly at: Fixed<Moment>;
}

export interface CaseClearanceTable {
  readonly case_id: Fixed<string>;
  readonly clearance: string;
  readonly manifest: Uint8Array;
}

export interface CaseVerdictTable {
  readonly case_id: Fixed<string>;
  readonly partner: Fixed<string>;
  readonly nth: Fixed<number>;
  readonly previous: Fixed<number | null>;
  readonly verdict: Fixed<string>;
  readonly seq: Fixed<number>;
  readonly on_day: Fixed<Day>;
}

export interface DutyTable {
  readonly case_id: Fixed<string>;
  readonly id: Fixed<string>;
  readonly service: Fixed<string>;
  readonly says: Fixed<string>;
  readonly basis: Fixed<string>;
  readonly due: Day;
  readonly escalates_to: Fixed<string>;
  readonly done: boolean;
  readonly overdue: boolean;
  readonly at: Fixed<Moment>;
}

export interface AlarmTable {
  readonly id: Fixed<string>;
  readonly kind: Fixed<string>;
  readonly person: Fixed<string>;
  readonly case_id: Fixed<string | null>;
  readonly item: Fixed<string | null>;
  readonly at: Fixed<Moment>;
}

export interface ItemMentionTable {
  readonly handle: Fixed<Uint8Array>;
  readonly item: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface CaseMentionTable {
  readonly handle: Fixed<Uint8Array>;
  readonly case_id: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface HoldTable {
  readonly id: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface HoldMentionTable {
  readonly hold: Fixed<string>;
  readonly handle: Fixed<Uint8Array>;
}

export interface HoldEndTable {
  readonly hold: Fixed<string>;
  readonly entry: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface PersonOrderTable {
  readonly id: Fixed<string>;
  readonly kind: Fixed<string>;
  readonly basis: Fixed<string>;
  readonly by_person: Fixed<string>;
  readonly at: Fixed<Moment>;
}

export interface PersonOrderItemTable {
  readonly order_id: Fixed<string>;
  readonly item: Fixed<string>;
}

export interface OrderErasureTable {
  readonly order_id: Fixed<string>;
  readonly subject: Fixed<string>;
  readonly done: boolean;
}
