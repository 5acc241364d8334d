import { z } from "@hono/zod-openapi";

/** What a problem response says (RFC 9457). */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** From a closed set: programs branch on it. */
  readonly code: string;
  /** One sentence for a person: what is wrong, where, what to do. */
  readonly detail: string;
  /** What of the request it is about: "person", "body.from". */
  readonly field?: string | undefined;
  /** Under which the server's own log has it. */
  readonly request: string;
}

export type ProblemStatus =
  400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 421 | 429 | 500 | 503;

/** A request that is refused; thrown anywhere while it is handled, answered as a problem response. */
export class Problem extends Error {
  readonly status: ProblemStatus;
  readonly code: string;
  readonly field: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /** `detail`: one sentence; nothing that was sent, and nothing of the inside. */
  constructor(
    status: ProblemStatus,
    code: string,
    detail: string,
    more: {
      readonly field?: string | undefined;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.headers = more.headers ?? {};
  }
}

const TITLES: Readonly<Record<ProblemStatus, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  408: "Too slow",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  421: "Wrong host",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

const MEDIA_TYPE = "application/problem+json";

/** What the response for a problem is made of. */
export interface ProblemParts {
  readonly status: ProblemStatus;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The response for a problem, in parts. `request`: the request's id. */
export function problemParts(problem: Problem, request: string): ProblemParts {
  const { status, code, field } = problem;
  const body: ProblemBody = {
    type: `urn:caveat:problem:${code}`,
    title: TITLES[status],
    status,
    code,
    detail: problem.message,
    ...(field === undefined ? {} : { field }),
    request,
  };
  const headers = { ...problem.headers, "content-type": MEDIA_TYPE };
  return { status, headers, body: JSON.stringify(body) };
}

const shape: z.ZodType<ProblemBody> = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    field: z.string().optional(),
    request: z.string(),
  })
  .openapi("Problem");

/** For the `responses` of every route: whatever is refused looks like this. */
export const PROBLEMS: {
  readonly default: {
    readonly description: string;
    readonly content: { readonly "application/problem+json": { readonly schema: typeof shape } };
  };
} = {
  default: {
    description: "Refused (RFC 9457)",
    content: { "application/problem+json": { schema: shape } },
  },
};
