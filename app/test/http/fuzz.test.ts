import fc from "fast-check";
import { expect, test } from "vitest";
import { HTTP_LIMITS, type Allowance } from "../../src/http/settings.ts";
import { Browser } from "./support/browser.ts";
import { grant, newcomer, SERVICE, useDesk } from "./support/desk.ts";
import { requestsOf, type Document, type FuzzedRequest } from "./support/requests-of.ts";

/** Requests to make; a campaign makes 100,000. */
const REQUESTS = Number(process.env["CAVEAT_FUZZ_REQUESTS"] ?? 2_000);
/** Sessions are begun anew after so many: requests end them. */
const STRETCH = 40;

const FREE: Allowance = { burst: 1e9, perSecond: 1e9 };
const limits = { ...HTTP_LIMITS, address: FREE, credential: FREE, failures: FREE, missing: FREE };
const opened = useDesk({ settings: { limits } });

/** Those in whose name requests are made; one is nobody. */
async function cast(): Promise<Browser[]> {
  const { first, second } = opened();
  const officer = await newcomer(opened());
  await first.signIn();
  await second.signIn();
  return [first, second, officer, new Browser(opened())];
}

async function send(browser: Browser, request: FuzzedRequest): Promise<string | undefined> {
  const { method, path, headers, body } = request;
  const at = path.startsWith("/api/v1") ? path.slice("/api/v1".length) : `/${path}`;
  const bodiless = method === "GET" || method === "HEAD";
  const answer = await browser.send(method, at, bodiless ? undefined : body, { headers });
  if (answer.status >= 500) return `${answer.status} ${JSON.stringify(answer.body)}`;
  if (answer.headers.get("request-id") === null) return "no request id";
  if (answer.headers.get("x-content-type-options") !== "nosniff") return "no nosniff";
  const isProblem = answer.headers.get("content-type") === "application/problem+json";
  if (answer.status >= 400 && !isProblem) return `${answer.status} is no problem response`;
  const { code, detail } = answer.body;
  if (answer.status >= 400 && method !== "HEAD" && typeof code !== "string") return "no code";
  return answer.status >= 400 && String(detail).length > 600 ? "a long detail" : undefined;
}

test(
  `${REQUESTS} requests over every route of the OpenAPI document get an answer and never a 5xx`,
  { timeout: 60_000 + REQUESTS * 100 },
  async () => {
    const asked = await opened().first.get("/openapi.json");
    const document = asked.body as unknown as Document;
    const officer = await newcomer(opened());
    const role = await grant(opened(), officer.person, "officer");
    const operations = new Set<string>();
    const answered = new Set<string>();
    let people = await cast();
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(
        requestsOf(document, [officer.person, role, SERVICE, "HARBOUR"]),
        fc.nat(),
        async (request, who) => {
          if (sent % STRETCH === 0) people = await cast();
          sent += 1;
          const browser = people[who % people.length] ?? new Browser(opened());
          operations.add(request.operation);
          expect(await send(browser, request)).toBeUndefined();
          answered.add(request.operation);
        },
      ),
      { numRuns: REQUESTS, endOnFailure: REQUESTS > 10_000 },
    );
    const all = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...operations].toSorted()).toEqual(all.toSorted());
    expect(answered).toEqual(operations);
  },
);
