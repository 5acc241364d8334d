import { VerificationError } from "./error.js";
import { COSIGNATURE, ED25519, parseKey } from "./note/key.js";
import { encodeBase64 } from "./text/base64.js";
import { parseDecimal } from "./text/decimal.js";
import { decodeUtf8 } from "./text/utf8.js";
const MOST_LINES = 10_000;
const MOST_NAMES = 256;
const NONE = "none";
/**
 * Reads a policy file (tlog-policy). Names are octets, each one character here.
 *
 * Stricter than the specification where that costs nobody anything: the last line needs its newline,
 * so a file cut short is seen; and no witness may share its public key with a log, because a log that
 * witnesses itself adds nothing.
 *
 * Throws "bad-policy" with the line.
 */
export function parsePolicy(bytes, place = "policy") {
    const lines = linesOf(bytes, place);
    const draft = { logs: [], witnesses: new Map(), groups: new Map(), members: new Set() };
    lines.forEach((line, at) => {
        const words = line.split(/[ \t]+/).filter((word) => word !== "");
        const [keyword = "#"] = words;
        if (!keyword.startsWith("#"))
            readLine(draft, words, `${place} line ${at + 1}`);
    });
    if (draft.quorum === undefined)
        throw bad(place, "it has no quorum line");
    const { logs, witnesses, groups, quorum } = draft;
    return { logs, witnesses, groups, quorum };
}
function linesOf(bytes, place) {
    const isAllowed = bytes.every((byte) => byte === 9 || byte === 10 || (byte >= 32 && byte !== 127));
    if (!isAllowed)
        throw bad(place, "it has a control character other than tab and newline");
    const lines = Array.from(bytes, (byte) => String.fromCharCode(byte))
        .join("")
        .split("\n");
    if (lines.pop() !== "")
        throw bad(place, "its last line does not end in a newline");
    if (lines.length > MOST_LINES)
        throw bad(place, `it has more than ${MOST_LINES} lines`);
    return lines;
}
function readLine(draft, words, place) {
    const [keyword, ...rest] = words;
    switch (keyword) {
        case "log":
            return readLog(draft, rest, place);
        case "witness":
            return readWitness(draft, rest, place);
        case "group":
            return readGroup(draft, rest, place);
        case "quorum":
            return readQuorum(draft, rest, place);
        default:
            throw bad(place, "it begins with none of log, witness, group and quorum");
    }
}
function readLog(draft, [vkey, ...rest], place) {
    if (vkey === undefined || rest.length > 1)
        throw bad(place, "a log line is: log VKEY [URL]");
    const key = readKey(vkey, place);
    if (key.type !== ED25519)
        throw bad(place, `the key of log ${key.name} is of a witness's type`);
    requireNewKey(draft, key, place);
    draft.logs.push(key);
}
function readWitness(draft, [name, vkey, ...rest], place) {
    if (name === undefined || vkey === undefined || rest.length > 1) {
        throw bad(place, "a witness line is: witness NAME VKEY [URL]");
    }
    requireNewName(draft, name, place);
    const key = readKey(vkey, place);
    if (key.type !== COSIGNATURE)
        throw bad(place, `the key of witness ${name} is not for cosignatures`);
    requireNewKey(draft, key, place);
    draft.witnesses.set(name, key);
}
function readGroup(draft, words, place) {
    const [name, threshold, ...members] = words;
    if (name === undefined || threshold === undefined || members.length === 0) {
        throw bad(place, "a group line is: group NAME all|any|K MEMBER…");
    }
    requireNewName(draft, name, place);
    for (const member of members) {
        if (!isDefined(draft, member))
            throw bad(place, `its member ${member} is not defined above it`);
        if (draft.members.has(member))
            throw bad(place, `its member ${member} is in a group already`);
        draft.members.add(member);
    }
    draft.groups.set(name, { least: thresholdOf(threshold, members.length, place), members });
}
function thresholdOf(text, members, place) {
    if (text === "all")
        return members;
    const least = text === "any" ? 1 : parseDecimal(text);
    if (least === undefined || least < 1 || least > members) {
        throw bad(place, `its threshold is not all, any or a number from 1 to ${members}`);
    }
    return least;
}
function readQuorum(draft, [name, ...rest], place) {
    if (name === undefined || rest.length > 0)
        throw bad(place, "a quorum line is: quorum NAME");
    if (draft.quorum !== undefined)
        throw bad(place, "it is a second quorum line");
    if (name !== NONE && !isDefined(draft, name)) {
        throw bad(place, `the quorum ${name} is not defined above it`);
    }
    draft.quorum = name;
}
/** Words are octets; the key's name is UTF-8 in them. */
function readKey(word, place) {
    const text = decodeUtf8(Uint8Array.from(word, (octet) => octet.charCodeAt(0)));
    if (text === undefined)
        throw bad(place, "its key is not UTF-8 text");
    return parseKey(text, place);
}
function isDefined({ witnesses, groups }, name) {
    return witnesses.has(name) || groups.has(name);
}
function requireNewName(draft, name, place) {
    if (name === NONE)
        throw bad(place, "the name none is reserved");
    if (isDefined(draft, name))
        throw bad(place, `the name ${name} is defined already`);
    if (draft.witnesses.size + draft.groups.size >= MOST_NAMES) {
        throw bad(place, `it is beyond the ${MOST_NAMES} witnesses and groups that are read`);
    }
}
function requireNewKey({ logs, witnesses }, key, place) {
    const known = [...logs, ...witnesses.values()].map((other) => encodeBase64(other.publicKey));
    if (known.includes(encodeBase64(key.publicKey))) {
        throw bad(place, `the public key of ${key.name} is listed already`);
    }
}
function bad(place, problem) {
    return new VerificationError("bad-policy", place, problem);
}
//# sourceMappingURL=policy.js.map