import fc from "fast-check";
import { expect, test } from "vitest";
import { HTTP_LIMITS, type Allowance } from "../../src/http/settings.ts";
import type { Answer, Browser } from "./support/browser.ts";
import { Colleague, useCaseDesk } from "./support/case-desk.ts";
import { SERVICE } from "./support/desk.ts";
import { requestsOf, type Document } from "./support/requests-of.ts";

/** Requests to make; a campaign makes 100,000. */
const REQUESTS = Number(process.env["CAVEAT_FUZZ_REQUESTS"] ?? 1_000);
/** Sessions are begun anew after so many. */
const STRETCH = 100;

const FREE: Allowance = { burst: 1e9, perSecond: 1e9 };
const limits = { ...HTTP_LIMITS, address: FREE, credential: FREE, failures: FREE, missing: FREE };
const opened = useCaseDesk({ limits });

/** Every route of casework, and no other: those of the desk have a test of their own. */
const CASEWORK =
  /^\/api\/v1\/(?:items|partners|cases|steps|duties|acknowledgements|permissions|persons|orders|partner-words|releases)(?:\/|$)|description/;

function documentOf(): Document {
  const { paths, ...rest } = opened().contract.document as unknown as Document;
  const own = Object.entries(paths).filter(([path]) => CASEWORK.test(path));
  return { ...rest, paths: Object.fromEntries(own) };
}

async function send(
  browser: Browser,
  request: { method: string; path: string; headers: object; body: string | undefined },
): Promise<string | undefined> {
  const { method, path, body } = request;
  const headers = { ...(method === "POST" ? NAMED : {}), ...request.headers };
  const isSafe = method === "GET" || method === "HEAD";
  const at = path.startsWith("/api/v1") ? path.slice("/api/v1".length) : `/${path}`;
  const answer = await browser.send(method, at, isSafe ? undefined : body, { headers });
  if (answer.status >= 500) return `${answer.status} ${JSON.stringify(answer.body)}`;
  const isProblem = answer.headers.get("content-type") === "application/problem+json";
  return answer.status >= 400 && !isProblem ? `${answer.status} is no problem` : undefined;
}

const NAMED = { "caveat-item-name": "a.txt" };

test(
  `${REQUESTS} requests over every route of casework get an answer and never a 5xx`,
  { timeout: 120_000 + REQUESTS * 100 },
  async () => {
    const officer = await opened().hire("officer");
    const head = await opened().hire("head");
    const legal = await opened().hire("legal");
    const answer = await opened().case(officer, ["linde", "alder"]);
    const about = [answer.body["case"], answer.body["manifest"], officer.person].map(String);
    const item = await opened().report(officer, {}, "\n");
    const cast = [officer, head, legal, opened().first, new Colleague(opened())];
    const document = documentOf();
    const operations = new Set<string>();
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(
        requestsOf(document, [...about, item, SERVICE, "linde", "alder", "state:necessity"]),
        fc.nat(),
        async (request, who) => {
          if (sent % STRETCH === 0) for (const one of cast.slice(0, 4)) await one.signIn();
          sent += 1;
          operations.add(request.operation);
          const browser = cast[who % cast.length] ?? officer;
          expect(await send(browser, request)).toBeUndefined();
        },
      ),
      { numRuns: REQUESTS, endOnFailure: REQUESTS > 10_000 },
    );
    const all = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...operations].toSorted()).toEqual(all.toSorted());
  },
);

test("the document has every route of casework, each with who may use it", () => {
  const { paths } = documentOf();
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { security } = operation as { readonly security?: readonly object[] };
      const whom = (security ?? []).flatMap((one) =>
        Object.entries(one).map(([name, scopes]) => [name, ...(scopes as string[])].join(" ")),
      );
      return `${method.toUpperCase()} ${path.slice("/api/v1".length)}: ${whom.join(", ")}`;
    }),
  );
  expect(found.toSorted()).toMatchInlineSnapshot(`
    [
      "GET /acknowledgements: session",
      "GET /cases/{case}/copies/{copy}: session, token copies:read",
      "GET /cases/{case}/partner-text: session, token cases:read",
      "GET /cases/{case}/recalls/{recall}: session, token cases:read",
      "GET /cases/{case}: session, token cases:read",
      "GET /cases: session, token cases:read",
      "GET /duties: session, token cases:read",
      "GET /items/{item}: session, token cases:read",
      "GET /partners/{partner}/collections: session, token partners:read",
      "GET /partners/{partner}/credentials: session",
      "GET /partners/{partner}/profiles: session, token copies:read",
      "GET /partners/{partner}: session, token partners:read",
      "GET /partners: session, token partners:read",
      "GET /permissions: session",
      "GET /releases/{release}/copies/{collection}: session, token releases:read",
      "GET /services/descriptions: session, token people:read",
      "GET /steps/{step}: session, token cases:read",
      "POST /cases/{case}/approvals/challenge: session",
      "POST /cases/{case}/approvals: session",
      "POST /cases/{case}/copies: session, token cases:write",
      "POST /cases/{case}/decide: session, token decide",
      "POST /cases/{case}/duties/done: session",
      "POST /cases/{case}/people: session",
      "POST /cases/{case}/recalls: session, token cases:write",
      "POST /cases/{case}/release: session, token cases:write",
      "POST /cases/{case}/steps/amend: session, token cases:write",
      "POST /cases/{case}/steps/ask-consent: session, token cases:write",
      "POST /cases/{case}/steps/assess: session",
      "POST /cases/{case}/steps/assure: session, token cases:write",
      "POST /cases/{case}/steps/close: session, token cases:write",
      "POST /cases/{case}/steps/consent: session, token cases:write",
      "POST /cases/{case}/steps/override: session",
      "POST /cases/{case}/steps/refuse: session",
      "POST /cases/{case}/steps/retract: session",
      "POST /cases/{case}/steps/review: session",
      "POST /cases/{case}/steps/state: session, token cases:write",
      "POST /cases/{case}/steps/withdraw: session, token cases:write",
      "POST /cases/{case}/tear-lines: session, token items:write",
      "POST /cases: session, token cases:write",
      "POST /items/bytes: session, token items:write",
      "POST /items/{item}/facts: session, token items:write",
      "POST /items: session, token items:write",
      "POST /orders/correction: session",
      "POST /orders/deletion: session",
      "POST /partner-words: session, token cases:write",
      "POST /partners/{partner}/collections: session",
      "POST /partners/{partner}/credentials/{credential}/end: session",
      "POST /partners/{partner}/credentials: session",
      "POST /partners/{partner}/profiles: session, token profiles:write",
      "POST /partners/{partner}/standing: session",
      "POST /partners: session",
      "POST /permissions/challenge: session",
      "POST /permissions/{permission}/end: session",
      "POST /permissions: session",
      "POST /persons/holds/{hold}/end: session",
      "POST /persons/holds: session",
      "POST /persons/search: session",
      "POST /services/{service}/description: session",
    ]
  `);
});

test("every pattern in the document is one that others can read", () => {
  const text = JSON.stringify(documentOf());
  const patterns = [...text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(
    ([, json]) => JSON.parse(json ?? '""') as string,
  );
  expect(patterns.length).toBeGreaterThan(10);
  expect(patterns.filter((one) => !one.startsWith("^") || !one.endsWith("$"))).toEqual([]);
});

test("an answer with more, or with less, than the document says is noticed in every test here", async () => {
  const officer = await opened().hire("officer");
  const answer = await officer.get("/me");
  const check = (body: Answer["body"]) => (): void =>
    opened().contract.check("GET", "/me", { ...answer, body });
  const { name: _, ...less } = answer.body;
  expect(check(answer.body)).not.toThrow();
  expect(check({ ...answer.body, extra: 1 })).toThrow("GET /api/v1/me answers");
  expect(check(less)).toThrow("GET /api/v1/me answers");
});
