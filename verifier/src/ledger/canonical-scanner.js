/** Letters that may follow the first in a key. */
const KEY_REST = setOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/-");
const MOST_DEPTH = 16;
const QUOTE = 34;
const BACKSLASH = 92;
/** The one form of each escape: RFC 8785 §3.2.2.2. */
const ESCAPE = /\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))/y;
const NUMBER = /0|-?[1-9][0-9]{0,15}/y;
const LITERAL = /true|false|null/y;
/**
 * Walks over a text and stops at the first character that does not belong to canonical JSON. What it
 * passes is RFC 8785 narrowed to one form a reader cannot mistake: keys that start with an ASCII letter
 * and go on with letters, digits and _.:/-, each greater than the one before; whole numbers up to
 * 2^53 - 1; at most 16 levels. The text must come from a fatal UTF-8 decoder, so that half a surrogate
 * pair could only come from an escape, and none of the escapes allowed here is one.
 *
 * Every method answers whether it passed; after a refusal `at` is near what was refused.
 */
export class CanonicalScanner {
    text;
    /** The next character. */
    at = 0;
    constructor(text) {
        this.text = text;
    }
    /** Exactly these characters. */
    pass(expected) {
        if (!this.text.startsWith(expected, this.at))
            return false;
        this.at += expected.length;
        return true;
    }
    /** Any value. */
    passValue(depth = 0) {
        switch (this.text.charAt(this.at)) {
            case '"':
                return this.passString();
            case "{":
                return this.passObject(depth);
            case "[":
                return this.passList(depth);
            default:
                return this.#passMatch(LITERAL) || this.#passNumber();
        }
    }
    /** A string in quotes. */
    passString() {
        if (this.text.charCodeAt(this.at) !== QUOTE)
            return false;
        for (this.at += 1; this.at < this.text.length; this.at += 1) {
            const letter = this.text.charCodeAt(this.at);
            if (letter === QUOTE) {
                this.at += 1;
                return true;
            }
            if (letter < 32)
                return false;
            if (letter === BACKSLASH) {
                if (!this.#passMatch(ESCAPE))
                    return false;
                this.at -= 1;
            }
        }
        return false;
    }
    /** An object; `member` may demand more of the value of each key, and by default passes any. */
    passObject(depth = 0, member = () => this.passValue(depth + 1)) {
        if (depth === MOST_DEPTH || !this.pass("{"))
            return false;
        if (this.pass("}"))
            return true;
        let before = "";
        do {
            const key = this.#passKey();
            if (key === undefined || key <= before || !this.pass(":") || !member(key))
                return false;
            before = key;
        } while (this.pass(","));
        return this.pass("}");
    }
    /** A list of any values. */
    passList(depth = 0) {
        if (depth === MOST_DEPTH || !this.pass("["))
            return false;
        if (this.pass("]"))
            return true;
        do {
            if (!this.passValue(depth + 1))
                return false;
        } while (this.pass(","));
        return this.pass("]");
    }
    #passKey() {
        const start = this.at + 1;
        const first = this.text.charCodeAt(start) | 32;
        if (!this.pass('"') || first < 97 || first > 122)
            return undefined;
        do
            this.at += 1;
        while (KEY_REST[this.text.charCodeAt(this.at)] === 1);
        const key = this.text.slice(start, this.at);
        return this.pass('"') ? key : undefined;
    }
    #passNumber() {
        const start = this.at;
        return this.#passMatch(NUMBER) && Number.isSafeInteger(Number(this.text.slice(start, this.at)));
    }
    #passMatch(pattern) {
        pattern.lastIndex = this.at;
        if (!pattern.test(this.text))
            return false;
        this.at = pattern.lastIndex;
        return true;
    }
}
function setOf(letters) {
    const set = new Uint8Array(128);
    for (const letter of letters)
        set[letter.charCodeAt(0)] = 1;
    return set;
}
//# sourceMappingURL=canonical-scanner.js.map