import type { Day } from "../../core/day.ts";

/** UTC as RFC 3339 text, with milliseconds or finer. */
export type Moment = string;

/** A service whose people work here. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly kind: "civil" | "military" | "csirt" | "police" | "other";
  /** Who is its minister. */
  readonly minister: string | undefined;
}

/** Somebody who works here, or did. */
export interface PersonRecord {
  readonly id: string;
  readonly service: string;
  readonly name: string;
  /** Whoever administers decides nothing, for good. */
  readonly administers: boolean;
  /** When the access ended. */
  readonly ended: Moment | undefined;
}

/** A role somebody has, was proposed for, or had. */
export interface Grant {
  readonly id: string;
  readonly person: string;
  readonly role: string;
  readonly from: Day;
  readonly until: Day | undefined;
  /** The paper it rests on, and who gave it. */
  readonly mandate: string;
  /** Undefined for the first administrators, whom the operator of the machine enrolled. */
  readonly proposedBy: string | undefined;
  readonly confirmedBy: string | undefined;
  readonly confirmedAt: Moment | undefined;
  /** Ended before its time: the last day on which it was held. */
  readonly lastDay: Day | undefined;
}

/** Somebody's place in a compartment. */
export interface Member {
  readonly id: string;
  readonly compartment: string;
  readonly person: string;
  readonly from: Day;
  readonly until: Day | undefined;
  readonly lastDay: Day | undefined;
}

/** A link with which somebody gets a key. */
export interface Enrolment {
  readonly id: string;
  readonly person: string;
  readonly kind: "founding" | "invitation" | "recovery";
  /** Who made it; undefined: the operator of the machine. */
  readonly by: string | undefined;
  readonly usableFrom: Moment;
  readonly expires: Moment;
  /** The second administrator, who made it usable at once. */
  readonly confirmedBy: string | undefined;
  readonly ended: "used" | "stopped" | undefined;
}

/** A passkey in use. */
export interface Passkey {
  /** The credential id, base64url. */
  readonly id: string;
  readonly person: string;
  /** COSE_Key. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly at: Moment;
}

/** An account at an identity provider. */
export interface Account {
  readonly issuer: string;
  readonly subject: string;
}

export interface Session {
  readonly person: string;
  readonly method: "passkey" | "provider";
  /** Whether it was begun in the way that is asked of those who sign. */
  readonly strong: boolean;
  readonly began: Moment;
  /** When its person last proved who it is. */
  readonly proven: Moment;
  readonly seen: Moment;
  readonly expires: Moment;
}

/** A machine's secret, without it. */
export interface Token {
  readonly id: string;
  readonly person: string;
  readonly machine: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the public key of the only client certificate it works with. */
  readonly certificate: Uint8Array | undefined;
  readonly expires: Moment;
  readonly ended: Moment | undefined;
}

/** What was asked of somebody, to be answered once. */
export interface Challenge {
  readonly purpose: string;
  readonly person: string | undefined;
  readonly body: Readonly<Record<string, string>>;
  readonly expires: Moment;
}
