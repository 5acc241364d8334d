import type { VerifierKey } from "./note/key.ts";
/** Whom a reader of checkpoints believes (tlog-policy): any one log, and a quorum of witnesses. */
export interface Policy {
    readonly logs: readonly VerifierKey[];
    readonly witnesses: ReadonlyMap<string, VerifierKey>;
    readonly groups: ReadonlyMap<string, Group>;
    /** The name of a witness or a group, or "none". */
    readonly quorum: string;
}
/** Has witnessed when at least `least` of its members have. Members were defined before it. */
export interface Group {
    readonly least: number;
    readonly members: readonly string[];
}
/**
 * Reads a policy file (tlog-policy). Names are octets, each one character here.
 *
 * Stricter than the specification where that costs nobody anything: the last line needs its newline,
 * so a file cut short is seen; and no witness may share its public key with a log, because a log that
 * witnesses itself adds nothing.
 *
 * Throws "bad-policy" with the line.
 */
export declare function parsePolicy(bytes: Uint8Array, place?: string): Policy;
