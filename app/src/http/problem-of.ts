import { HTTPException } from "hono/http-exception";
import { ExplainedError } from "../core/explained-error.ts";
import { Refusal } from "../core/refusal.ts";
import { Denied, type DenialCode } from "../usecases/people/denied.ts";
import { Problem, type ProblemStatus } from "./problem.ts";

const STATUS: Readonly<Record<DenialCode, ProblemStatus>> = {
  "not-signed-in": 401,
  "sign-in-refused": 401,
  "sign-in-again": 403,
  "not-allowed": 403,
  "not-found": 404,
  conflict: 409,
  "bad-input": 400,
};

/** What the database says when somebody else should try again, not when something is broken. */
const AWAY = new Set(["busy", "database-down", "commit-unknown"]);

/**
 * The problem that an error is to whoever asked. What is nobody's business outside is an internal error
 * without a word about what happened.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Denied) {
    return new Problem(STATUS[error.code], error.code, sentence(error), { field: error.place });
  }
  if (error instanceof Refusal) {
    return new Problem(400, error.code, sentence(error), { field: error.place });
  }
  if (error instanceof HTTPException) return fromFramework(error.status);
  if (error instanceof ExplainedError && error.code === "id-reused") {
    const detail = "This request's id stands for something else already; give a fresh UUID.";
    return new Problem(409, "conflict", detail, { field: "caveat-request" });
  }
  if (error instanceof ExplainedError && error.code === "erased") {
    return new Problem(404, "not-found", "What this is about was erased; the ledger says why.");
  }
  if (error instanceof ExplainedError && AWAY.has(error.code)) {
    const detail = "The server cannot do it now; look up how things stand, then try again.";
    return new Problem(503, "unavailable", detail, { headers: { "retry-after": "1" } });
  }
  const detail = "Something went wrong on our side; the log has it under this request's id.";
  return new Problem(500, "internal", detail);
}

function fromFramework(status: number): Problem {
  if (status === 415) {
    return new Problem(415, "unsupported-media-type", "This route takes another media type.");
  }
  if (status >= 500) return new Problem(500, "internal", "Something went wrong on our side.");
  return new Problem(400, "bad-request", "The request cannot be read.");
}

function sentence({ message }: Error): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
