import { sha256 } from "../sha256.js";
const HASH_LENGTH = 32;
/** Room for an entry bundle's largest entry (tlog-tiles) and the prefix byte. */
const COMMON_LENGTH = 65_536;
/**
 * The tree hashes over a SHA-256 of the caller's choice, or over this package's own.
 *
 * Throws a TypeError when the function handed in is not SHA-256.
 */
export function treeHash(hash = sha256) {
    requireSha256(hash);
    const leaf = new Uint8Array(COMMON_LENGTH);
    const pair = new Uint8Array(1 + 2 * HASH_LENGTH);
    pair[0] = 1;
    return {
        leaf: (entry) => {
            const input = entry.length < COMMON_LENGTH ? leaf : new Uint8Array(entry.length + 1);
            input.set(entry, 1);
            return hash(input.subarray(0, entry.length + 1));
        },
        node: (left, right) => {
            if (left.length !== HASH_LENGTH || right.length !== HASH_LENGTH) {
                throw new RangeError("the hashes of a Merkle tree are 32 bytes long");
            }
            pair.set(left, 1);
            pair.set(right, 1 + HASH_LENGTH);
            return hash(pair);
        },
        empty: () => hash(new Uint8Array(0)),
    };
}
/** Hashes "abc" (FIPS 180-2 appendix B.1), so that a wrong port fails here and not as a wrong root. */
function requireSha256(hash) {
    const digest = hash(Uint8Array.of(0x61, 0x62, 0x63));
    const isRight = digest.length === HASH_LENGTH && digest[0] === 0xba && digest[31] === 0xad;
    if (!isRight)
        throw new TypeError("the hash handed in is not SHA-256");
}
//# sourceMappingURL=tree-hash.js.map