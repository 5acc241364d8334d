const SPACE_OR_PLUS = /[\p{White_Space}+]/u;
const CONTROL = /[\0-\x1f]/;
/** Whether a text can be a key's name: not empty, no Unicode space, no plus (signed-note, Format). */
export function isKeyName(name) {
    return name !== "" && !SPACE_OR_PLUS.test(name) && !CONTROL.test(name);
}
//# sourceMappingURL=key-name.js.map