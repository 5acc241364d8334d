import { VerificationError } from "../error.js";
import { treeHash } from "../merkle/tree-hash.js";
import { ExportCheck } from "./export-check.js";
import { LineSplitter } from "./line-splitter.js";
import { Pins } from "./pins.js";
const PROGRESS_EVERY = 4096;
/**
 * Checks an exported ledger from its first byte to its last, holding neither it nor its tree: every
 * entry is canonical and hashes to its leaf, in order; the leaves lead to the root of every checkpoint;
 * every checkpoint is signed by the log, and the last satisfies the policy; every sealed value shown
 * opens its commitment, every one that is gone is erased by an entry that says so; the pinned
 * checkpoints lie on this history. The form is described in the README of this package.
 *
 * Resolves to a verdict for every input. Rejects only with what reading the source rejects with, with
 * a plain Error on a platform without Ed25519, and with a TypeError for a hash that is not SHA-256.
 */
export async function verifyLedger(source, options, place = "export") {
    const { policy, origin, pinned = [], hash, progress } = options;
    const tree = treeHash(hash);
    const check = new ExportCheck({ policy, origin, pins: new Pins(pinned), tree });
    const splitter = new LineSplitter();
    let lines = 0;
    try {
        for await (const chunk of chunksOf(source)) {
            for (const line of splitter.push(chunk)) {
                lines += 1;
                const checking = check.line(line);
                if (checking !== undefined)
                    await checking;
                if (lines % PROGRESS_EVERY === 0)
                    progress?.(check.entries);
            }
        }
        lines += 1;
        const proven = check.finish(splitter.isWithinLine);
        return { answer: proven.erased.length > 0 ? "erased" : "good", ...proven };
    }
    catch (error) {
        if (error instanceof VerificationError)
            return badOf(error, check, `${place} line ${lines}`);
        throw error;
    }
}
function chunksOf(source) {
    return source instanceof Uint8Array ? [source] : source;
}
function badOf({ code, problem }, { suspect, covered }, line) {
    const where = `${line}, entry ${suspect}`;
    const { message } = new VerificationError(code, where, problem);
    return { answer: "bad", code, index: suspect, covered, message };
}
//# sourceMappingURL=verify-ledger.js.map