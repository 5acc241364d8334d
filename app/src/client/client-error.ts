import { ExplainedError } from "../core/explained-error.ts";

/** What a desk refused, in its own words, or that it does not answer. */
export class ClientError extends ExplainedError {
  /** The code of the problem response (RFC 9457), or "unreachable". */
  readonly code: string;

  constructor(place: string, code: string, problem: string, cause?: unknown) {
    super(place, problem.replace(/\.$/, ""), REMEDIES[code] ?? "nothing was changed", cause);
    this.name = "ClientError";
    this.code = code;
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  unreachable: "check CAVEAT_SERVER, and that caveat serve runs",
  "no-answer": "try again later",
  "sign-in-refused": "check CAVEAT_TOKEN: it may have ended",
  "not-signed-in": "set CAVEAT_TOKEN to a token of the desk",
};
