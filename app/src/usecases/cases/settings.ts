import type { SourceDefault } from "../../core/case.ts";
import { CASE_RULES, type CaseRules } from "../../core/casework/case-rules.ts";
import { DUTY_RULES, type DutyRules } from "../../core/casework/duty.ts";

/** What a site has settled about its cases. */
export interface CaseSettings {
  /** Ids of the packs that are in force: an item must pass each. */
  readonly packs: readonly string[];
  /** What publishers mean when they write nothing. */
  readonly sourceDefaults: readonly SourceDefault[];
  readonly rules: CaseRules;
  readonly duties: DutyRules;
  /** Roles that keep the register of partners. */
  readonly register: readonly string[];
  /** Roles that answer for what is held about persons: they search, hold and order. */
  readonly redress: readonly string[];
}

/** Who does what where a site has settled nothing else; a proposal. */
export const CASE_ROLES: Pick<CaseSettings, "rules" | "duties" | "register" | "redress"> = {
  rules: CASE_RULES,
  duties: DUTY_RULES,
  register: ["officer", "head", "minister"],
  redress: ["legal", "head", "minister"],
};
