import { ExplainedError } from "./explained-error.ts";

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
  | "unwritable-file"
  | "unknown-format"
  | "broken-document"
  | "bad-case"
  | "bad-date"
  | "bad-pack"
  | "bad-actors"
  | "bad-verdict"
  | "bad-backup"
  | "bad-package"
  | "bad-key"
  | "no-key"
  | "untrusted-signer"
  | "unknown-verdict"
  | "bad-usage"
  | "unknown-partner"
  | "unknown-fact"
  | "unknown-measure"
  | "contradiction"
  | "residue";

/** Bad input, refused. Nothing of the input was used when this is thrown. */
export class Refusal extends ExplainedError {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, place: string, problem: string, remedy: string) {
    super(place, problem, remedy);
    this.name = "Refusal";
    this.code = code;
  }
}
