import { HEADERS, TAXII } from "./answer.ts";
import type { Ask } from "./ports.ts";

export type ErrorStatus =
  308 | 400 | 401 | 403 | 404 | 405 | 406 | 413 | 415 | 422 | 429 | 500 | 503;

const TITLES: Readonly<Record<ErrorStatus, string>> = {
  308: "Moved",
  400: "Bad request",
  401: "Not known",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  406: "Not acceptable",
  413: "Too large",
  415: "Unsupported media type",
  422: "Unprocessable",
  429: "Too many requests",
  500: "Internal error",
  503: "Busy",
};

/** A request that is refused; thrown anywhere while it is handled, answered as an error message. */
export class TaxiiError extends Error {
  readonly status: ErrorStatus;
  readonly headers: Readonly<Record<string, string>>;

  /** `description`: one sentence; nothing that was sent, and nothing of the inside. */
  constructor(
    status: ErrorStatus,
    description: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(description);
    this.name = "TaxiiError";
    this.status = status;
    this.headers = headers;
  }
}

/** For another partner's things, for what is not there and for what nobody has: always the same. */
export function nothingHere(): TaxiiError {
  return new TaxiiError(404, "There is nothing here.");
}

/** An error message (TAXII 2.1 section 3.6.1), with the media type of every response. */
export function answerError({ status, message, headers }: TaxiiError, c: Ask): Response {
  const body = { title: TITLES[status], description: message, http_status: String(status) };
  return c.body(JSON.stringify(body), status, { ...HEADERS, ...headers, "content-type": TAXII });
}
