/** One exchange that was recorded. */
export interface Exchange {
  readonly test: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

interface Difference {
  /** The row of the tables that has it so, and what it says. */
  readonly row: string;
  readonly holds: (exchange: Exchange, status: number) => boolean;
}

/** The object that medallion's tests post and delete, and another one that they post. */
const POSTED = /68794cd5-28db-429d-ab1e-1256704ef906/;
const NEVER_SERVED = /\/collections\/365fed99[^?]*\/(?:objects|manifest|versions)\//;
/** The one object whose two records have the same date. */
const SAME_DATE = /spec_version\]=2\.0/;

/** In this order: the first that holds is why. */
const DIFFERENCES: readonly Difference[] = [
  {
    row: "T16 an error is of TAXII's media type, and not HTML",
    holds: ({ response }, status) =>
      status === response.status && response.headers["Content-Type"] !== MEDIA_TYPE,
  },
  {
    row: "T21 without a credential nothing is said (recorded without the headers they were sent with)",
    holds: ({ request }, status) =>
      status === 401 && request.headers["Authorization"] === undefined,
  },
  { row: "T01 only the partner's own root is named", holds: isAt(/^\/taxii2\/$/) },
  { row: "C13 a collection says its alias", holds: isAt(/\/collections\/$/) },
  {
    row: "T11 nothing is deleted by who reads (docs/decisions/014)",
    holds: ({ request }, status) => request.method === "DELETE" && status === 403,
  },
  {
    row: "C15 what a partner sends waits for the desk and is not served (docs/decisions/014)",
    holds: ({ request }) =>
      request.method === "GET" && (NEVER_SERVED.test(request.path) || POSTED.test(request.path)),
  },
  {
    row: "C15 what a partner sends waits for the desk and is not served (docs/decisions/014)",
    holds: ({ response }) => POSTED.test(response.body),
  },
  { row: "C07 an empty page says more:false and how far", holds: isEmpty },
  {
    row: "T30 no two dates are the same, C06 no version is newer than its date",
    holds: isAt(SAME_DATE),
  },
];

const MEDIA_TYPE = "application/taxii+json;version=2.1";

/** Why an exchange is answered otherwise; undefined for no reason that is known. `status`: ours. */
export function reasonFor(exchange: Exchange, status: number): string | undefined {
  return DIFFERENCES.find(({ holds }) => holds(exchange, status))?.row;
}

function isAt(path: RegExp): Difference["holds"] {
  return ({ request, response }, status) =>
    request.method === "GET" && status === response.status && path.test(request.path);
}

function isEmpty({ response }: Exchange, status: number): boolean {
  return status === 200 && response.body === "{}";
}
