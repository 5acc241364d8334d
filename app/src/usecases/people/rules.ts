/** What a site has settled about who gives rights to whom, and for how long things are good. */
export interface PeopleRules {
  /** Roles that propose a role for somebody. */
  readonly propose: readonly string[];
  /** Roles that confirm one that was proposed. */
  readonly confirm: readonly string[];
  /** Roles that say who may look into a compartment. */
  readonly compartments: readonly string[];
  /** Below so many administrators at work, the operator of the machine may enrol one. */
  readonly founders: number;
  /** Milliseconds before a link that recovers an account works without a second administrator. */
  readonly recoveryWait: number;
  /** Milliseconds in which a link can be used. */
  readonly linkLife: number;
  /** Milliseconds in which a challenge can be answered. */
  readonly challengeLife: number;
  /** Milliseconds after which a session ends that is not used, and after which any session ends. */
  readonly sessionIdle: number;
  readonly sessionLife: number;
  /** Milliseconds between two notes of a session's use. */
  readonly sessionNote: number;
  /** Milliseconds in which a proof of who somebody is counts as fresh. */
  readonly fresh: number;
  /** Longest life of a machine's token, in days. */
  readonly tokenDays: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const PEOPLE_RULES: PeopleRules = {
  propose: ["administrator"],
  confirm: ["administrator", "head"],
  compartments: ["administrator", "head"],
  founders: 2,
  recoveryWait: 24 * HOUR,
  linkLife: 72 * HOUR,
  challengeLife: 5 * MINUTE,
  sessionIdle: 30 * MINUTE,
  sessionLife: 12 * HOUR,
  sessionNote: MINUTE,
  fresh: 10 * MINUTE,
  tokenDays: 366,
};
