import { parseCheckpoint } from "./checkpoint.js";
import { VerificationError } from "./error.js";
import { parseNote } from "./note/note.js";
import { keyringOf, verifyNote } from "./note/verify-note.js";
import { meetsQuorum } from "./quorum.js";
/**
 * Checks a checkpoint note under a policy: one of the policy's logs signed it under its own name, and
 * the witnesses meet the quorum. Each key counts once.
 *
 * @param origin the log the caller asked about; without it any log of the policy will do.
 *
 * Rejects with the codes of `parseNote`, `verifyNote` and `parseCheckpoint`, with "wrong-origin" for
 * another log than `origin`, and with "no-quorum".
 */
export async function verifyCheckpoint(bytes, policy, origin, place = "checkpoint") {
    const checkpoint = await readCheckpoint(bytes, policy, origin, place);
    if (!checkpoint.isWitnessed)
        throw notWitnessed(policy, place);
    return checkpoint;
}
/** The error for a checkpoint that the log signed and too few witnesses did. */
export function notWitnessed(policy, place) {
    const what = `its witnesses do not meet the quorum ${policy.quorum} of the policy`;
    return new VerificationError("no-quorum", place, what);
}
/** As `verifyCheckpoint`, but leaves the quorum to the caller. */
export async function readCheckpoint(bytes, policy, origin, place) {
    const note = parseNote(bytes, place);
    const checkpoint = parseCheckpoint(note.text, place);
    if (origin !== undefined && checkpoint.origin !== origin) {
        const what = `it is of the log ${checkpoint.origin}, not of ${origin}`;
        throw new VerificationError("wrong-origin", place, what);
    }
    const signatures = await verifyNote(note, ringOf(policy), place);
    const signers = signatures.filter(({ key }) => policy.logs.includes(key) && key.name === checkpoint.origin);
    if (signers.length === 0) {
        const what = `no key that the policy lists for the log ${checkpoint.origin} signed it`;
        throw new VerificationError("no-trusted-signature", place, what);
    }
    const times = new Map(signatures.map(({ key, time }) => [key, time]));
    const witnesses = [...policy.witnesses].flatMap(([name, key]) => {
        const time = times.get(key);
        return time === undefined ? [] : [{ name, time }];
    });
    return {
        ...checkpoint,
        signers: signers.map(({ key }) => `${key.name}+${key.id}`),
        witnesses,
        isWitnessed: meetsQuorum(policy, new Set(witnesses.map(({ name }) => name))),
    };
}
const RINGS = new WeakMap();
function ringOf(policy) {
    const ring = RINGS.get(policy) ?? keyringOf([...policy.logs, ...policy.witnesses.values()]);
    RINGS.set(policy, ring);
    return ring;
}
//# sourceMappingURL=verify-checkpoint.js.map