import { VerificationError } from "../error.js";
import { isList, isObject, valueOf } from "./json.js";
/** The kind of an entry that says: the sealed values of these fields and their nonces are gone. */
export const ERASURE = "erasure";
const FIELDS = "entry,field";
/**
 * The fields that an entry erases: its body's `erased`, a list of {entry, field} in ascending order of
 * entry and field, each of an earlier entry. Empty for every other kind.
 *
 * Throws "bad-entry" for an erasure whose list is not that.
 */
export function erasedBy(entry, index, place) {
    if (entry.kind !== ERASURE)
        return [];
    const body = valueOf(entry.body);
    const list = isObject(body) ? body["erased"] : undefined;
    if (!isList(list) || list.length === 0)
        throw bad(place, "its body has no list of what it erases");
    const erased = list.map((item) => sealedField(item, index, place));
    const isOrdered = erased.every((item, at) => at === 0 || isBefore(erased[at - 1], item));
    if (!isOrdered)
        throw bad(place, "its list of what it erases is not in ascending order");
    return erased;
}
function sealedField(item, index, place) {
    const { entry, field } = isObject(item) ? item : {};
    const isField = isObject(item) && Object.keys(item).join() === FIELDS && typeof field === "string";
    if (!isField || typeof entry !== "number" || entry < 0 || entry >= index) {
        throw bad(place, "its list of what it erases names something other than fields of earlier entries");
    }
    return { entry, field };
}
function isBefore(a, b) {
    return a !== undefined && (a.entry < b.entry || (a.entry === b.entry && a.field < b.field));
}
function bad(place, problem) {
    return new VerificationError("bad-entry", place, problem);
}
//# sourceMappingURL=erasure.js.map