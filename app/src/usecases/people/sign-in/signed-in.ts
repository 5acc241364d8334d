import type { Moment } from "../records.ts";
import type { Scope } from "../scope.ts";

/** Who makes a request. What they may do is read where it is judged. */
export interface SignedIn {
  readonly person: string;
  readonly name: string;
  readonly service: string;
  readonly administers: boolean;
  readonly by: BySession | ByToken;
}

/** A person at a browser. */
export interface BySession {
  readonly kind: "session";
  readonly hash: Uint8Array;
  readonly strong: boolean;
  /** When the person last proved who it is. */
  readonly proven: Moment;
}

/** A machine that works for the person, and may do no more than its scopes. */
export interface ByToken {
  readonly kind: "token";
  readonly id: string;
  readonly scopes: readonly Scope[];
}
