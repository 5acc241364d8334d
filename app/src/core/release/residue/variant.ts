/** In what guise a secret was found. */
export type Variant =
  | "exact"
  | "case"
  | "folded"
  | "spelling"
  | "fragment"
  | "rot13"
  | "reversed"
  | "utf-16"
  | "quoted-printable"
  | "escapes"
  | "entities"
  | "percent"
  | "markup"
  | "defanged"
  | "base64"
  | "base32"
  | "hex"
  | "packed"
  | "hash"
  | "derived-id";

/** Each guise, as it ends the sentence "it is still there …". */
export const VARIANTS: Readonly<Record<Variant, string>> = {
  exact: "as it stood",
  case: "in other capitals",
  folded: "with other spaces, accents or lookalike letters",
  spelling: "in another spelling",
  fragment: "in part",
  rot13: "in rot13",
  reversed: "backwards",
  "utf-16": "in UTF-16",
  "quoted-printable": "in quoted-printable",
  escapes: "behind backslash escapes",
  entities: "behind character references",
  percent: "percent-encoded",
  markup: "across markup",
  defanged: "defanged",
  base64: "in base64",
  base32: "in base32",
  hex: "in hexadecimal",
  packed: "inside something packed",
  hash: "as a hash",
  "derived-id": "in an id computed from it",
};
