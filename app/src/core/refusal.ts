/** Why input was refused; a closed set, so callers branch on the code and never on the text. */
export type RefusalCode =
  | "not-json"
  | "too-deep"
  | "too-many-nodes"
  | "duplicate-key"
  | "prototype-key"
  | "bad-utf8"
  | "too-large"
  | "bomb"
  | "unreadable-file"
  | "unknown-format"
  | "broken-document"
  | "bad-case"
  | "bad-date"
  | "bad-pack"
  | "bad-actors"
  | "bad-verdict"
  | "bad-usage"
  | "unknown-partner"
  | "unknown-fact"
  | "unknown-measure"
  | "contradiction";

/**
 * Bad input, refused: what is wrong, where, and what to do, in one sentence each. Nothing of the
 * input was used when this is thrown. Misuse by our own code throws a plain Error instead.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** File, with line, JSON pointer or field: "case.yaml:12", "x.json at /objects/3". */
  readonly place: string;
  /** What the reader of the message can do about it. */
  readonly remedy: string;

  constructor(code: RefusalCode, place: string, problem: string, remedy: string) {
    super(`${place}: ${problem}; ${remedy}`);
    this.name = "Refusal";
    this.code = code;
    this.place = place;
    this.remedy = remedy;
  }
}
