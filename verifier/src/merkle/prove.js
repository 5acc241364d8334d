import { rangeHash, splitOf } from "./subtree.js";
/**
 * The inclusion proof of leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1): the sibling of
 * the leaf first, the child of the root last.
 *
 * Throws a RangeError unless index < size.
 */
export function proveInclusion(index, size, node, hash) {
    requireCount(size);
    requireCount(index);
    if (index >= size)
        throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
    return path(index, 0, size, node, hash);
}
function path(index, from, to, node, hash) {
    if (to - from === 1)
        return [];
    const middle = from + splitOf(to - from);
    return index < middle
        ? [...path(index, from, middle, node, hash), rangeHash(middle, to, node, hash)]
        : [...path(index, middle, to, node, hash), rangeHash(from, middle, node, hash)];
}
/**
 * The proof that the first `older` leaves of the tree of `newer` leaves are the tree of `older` leaves
 * (RFC 6962 §2.1.2). Empty when the sizes are equal.
 *
 * Throws a RangeError unless 0 < older ≤ newer: from an empty tree there is nothing to prove.
 */
export function proveConsistency(older, newer, node, hash) {
    requireCount(older);
    requireCount(newer);
    if (older === 0 || older > newer) {
        throw new RangeError(`there is no proof from ${older} to ${newer} leaves`);
    }
    return subproof({ older, from: 0, to: newer, isWhole: true }, node, hash);
}
function subproof(at, node, hash) {
    const { older, from, to, isWhole } = at;
    if (older === to)
        return isWhole ? [] : [rangeHash(from, to, node, hash)];
    const middle = from + splitOf(to - from);
    return older <= middle
        ? [...subproof({ ...at, to: middle }, node, hash), rangeHash(middle, to, node, hash)]
        : [
            ...subproof({ older, from: middle, to, isWhole: false }, node, hash),
            rangeHash(from, middle, node, hash),
        ];
}
/**
 * The complete subtrees that a proof is made of, so that a store can fetch them in one go:
 * `requiredNodes((node) => proveInclusion(7, size, node, hash))`.
 */
export function requiredNodes(prove) {
    const ids = [];
    prove((level, index) => {
        ids.push({ level, index });
        return new Uint8Array(32);
    });
    return ids;
}
function requireCount(count) {
    if (!Number.isSafeInteger(count) || count < 0) {
        throw new RangeError(`${count} is not a count of leaves`);
    }
}
//# sourceMappingURL=prove.js.map