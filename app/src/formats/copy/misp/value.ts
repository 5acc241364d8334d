import type { Secret } from "../../../core/release/copy.ts";

/** Types whose value is running text, or code with running text in it. */
const TEXTS = new Set(
  "comment text other email-subject email-body email-header yara sigma snort suricata kusto-query".split(
    " ",
  ),
);
/** What the halves of a composite value are when they stand alone. */
const HALVES: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["malware-sample", ["filename", "md5"]],
  ["domain|ip", ["domain", "ip-dst"]],
  ["regkey|value", ["regkey", "text"]],
]);

/** A whole value or one half of a composite one, with the type it has alone. */
export interface Half {
  readonly type: string;
  readonly value: string;
}

export function isTextType(type: string): boolean {
  return TEXTS.has(type);
}

/** A composite value ("filename|md5") as its two halves, each with its type; any other as one. */
export function splitValue(type: string, value: string): readonly Half[] {
  const [first, second] = HALVES.get(type) ?? type.split("|");
  // A file name may hold the mark itself, a digest or a port may not.
  const mark = value.lastIndexOf("|");
  if (first === undefined || second === undefined || mark < 0) return [{ type, value }];
  return [
    { type: first, value: value.slice(0, mark) },
    { type: second, value: value.slice(mark + 1) },
  ];
}

/** What kind of secret a removed value of this type is. */
export function kindOfValue(type: string): Secret["kind"] {
  if (/email|eppn|jabber|dns-soa/.test(type)) return "address";
  if (/phone|number|iban|^bic$|prtn|cc-number|passport|visa|redress|aba-rtn/.test(type)) {
    return "number";
  }
  if (/name$|^target-user$|-id$|username/.test(type) && type !== "filename") return "name";
  if (/^filename|attachment|malware-sample/.test(type)) return "file";
  if (/residence|place|location/.test(type)) return "place";
  return "value";
}
