import type { Reading, StixObject } from "../object.ts";
import { typeOfId } from "../object.ts";
import { quoted } from "../property.ts";

const UUID = "00000000-0000-1000-8000-000000000000";

/** Names the standard keeps for itself. Source: STIX 2.0 part 2 section 2; STIX 2.1 section 10. */
const RESERVED = {
  "stix-2.0": new Set(["incident", "infrastructure"]),
  "stix-2.1": new Set(["action"]),
} as const;

/** Is this `type--UUID`, the UUID of RFC 4122? Source: STIX 2.1 section 2.9. */
export function isStixId(id: string): boolean {
  const uuid = id.length - UUID.length;
  return id.startsWith("--", uuid - 2) && isUuid(id, uuid) && isType(id, uuid - 2);
}

/** Is this a name of a type: lower-case letters, digits and single hyphens? Source: STIX 2.1 section 2.16. */
export function isTypeName(type: string): boolean {
  return isType(type, type.length);
}

/** Notes a type that no type may have. */
export function noteType({ type, place }: StixObject, { notes, format }: Reading): void {
  if (!isTypeName(type)) {
    notes.add("type-malformed", `${place}/type`, `"${quoted(type)}" is no name for a type.`);
  } else if (RESERVED[format].has(type)) {
    notes.add("type-reserved", `${place}/type`, `The type "${type}" is kept for later versions.`);
  }
}

/** Notes an id that is not `type--UUID`, or that names another type than the object's own. */
export function noteIdentity({ id, type, place }: StixObject, { notes }: Reading): void {
  if (!isStixId(id)) {
    notes.add(
      "id-malformed",
      `${place}/id`,
      `"${quoted(id)}" is not an id of the form type--UUID.`,
    );
  } else if (!id.startsWith(type) || id.length !== type.length + "--".length + UUID.length) {
    const says = `The id names the type "${quoted(typeOfId(id))}", the object "${quoted(type)}".`;
    notes.add("id-type-mismatch", `${place}/id`, says);
  }
}

/** Without a regular expression, since a large file has a hundred thousand. */
function isUuid(text: string, start: number): boolean {
  for (let i = 0; i < UUID.length; i++) {
    const character = text.charCodeAt(start + i);
    const isGap = i === 8 || i === 13 || i === 18 || i === 23;
    if (isGap ? character !== HYPHEN : IS_HEX[character] !== 1) return false;
  }
  const [version, variant] = [text.charCodeAt(start + 14), text.charCodeAt(start + 19)];
  return version >= 0x31 && version <= 0x35 && "89abAB".includes(String.fromCharCode(variant));
}

/** Are the first `end` characters the name of a type? */
function isType(text: string, end: number): boolean {
  if (end < 3 || end > 250) return false;
  let before = HYPHEN;
  for (let i = 0; i < end; i++) {
    const character = text.charCodeAt(i);
    if (character === HYPHEN ? before === HYPHEN : !isLowerOrDigit(character)) return false;
    before = character;
  }
  return before !== HYPHEN;
}

const HYPHEN = 0x2d;

function isLowerOrDigit(character: number): boolean {
  return (character >= 0x61 && character <= 0x7a) || (character >= 0x30 && character <= 0x39);
}

/** By character code, whether it is a hexadecimal digit. */
const IS_HEX = new Uint8Array(128);
for (const digit of "0123456789abcdefABCDEF") IS_HEX[digit.charCodeAt(0)] = 1;
