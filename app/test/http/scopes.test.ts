import { beforeAll, describe, expect, test } from "vitest";
import { HTTP_LIMITS, type Allowance } from "../../src/http/settings.ts";
import { advance } from "../../src/site/advance.ts";
import { SCOPES, type Scope } from "../../src/usecases/people/scope.ts";
import { Browser, type Answer } from "./support/browser.ts";
import { PURPOSE, SAYS, useCaseDesk, type Colleague } from "./support/case-desk.ts";
import type { Document } from "./support/requests-of.ts";

const FREE: Allowance = { burst: 1e9, perSecond: 1e9 };
const limits = { ...HTTP_LIMITS, address: FREE, credential: FREE, failures: FREE, missing: FREE };
const opened = useCaseDesk({ limits });

/** What each scope opens: written down here once more, and nothing else is opened by any. */
const OPENS: Readonly<Record<Scope, readonly string[]>> = {
  "cases:read": [
    "GET /cases",
    "GET /cases/{case}",
    "GET /cases/{case}/partner-text",
    "GET /cases/{case}/recalls/{recall}",
    "GET /duties",
    "GET /items/{item}",
    "GET /steps/{step}",
  ],
  "cases:write": [
    "POST /cases",
    "POST /cases/{case}/copies",
    "POST /cases/{case}/recalls",
    "POST /cases/{case}/release",
    "POST /cases/{case}/steps/amend",
    "POST /cases/{case}/steps/ask-consent",
    "POST /cases/{case}/steps/assure",
    "POST /cases/{case}/steps/close",
    "POST /cases/{case}/steps/consent",
    "POST /cases/{case}/steps/state",
    "POST /cases/{case}/steps/withdraw",
    "POST /partner-words",
  ],
  "copies:read": ["GET /cases/{case}/copies/{copy}", "GET /partners/{partner}/profiles"],
  decide: ["POST /cases/{case}/decide"],
  "items:write": [
    "POST /cases/{case}/tear-lines",
    "POST /items",
    "POST /items/bytes",
    "POST /items/{item}/facts",
  ],
  metrics: ["GET /metrics"],
  "partners:read": [
    "GET /partners",
    "GET /partners/{partner}",
    "GET /partners/{partner}/collections",
  ],
  "people:read": ["GET /people", "GET /services", "GET /services/descriptions"],
  "profiles:write": ["POST /partners/{partner}/profiles"],
  "releases:read": ["GET /releases/{release}/copies/{collection}"],
};

/** Where what stands in an item is read. */
const CONTENT: readonly Scope[] = ["copies:read", "releases:read"];

/** For everybody, without a token. */
const OPEN = [
  "GET /health",
  "GET /openapi.json",
  "GET /ready",
  "GET /sign-in/provider/{provider}",
  "GET /sign-in/providers",
  "GET /sign-in/return.js",
  "POST /enrol/passkey",
  "POST /enrol/passkey/options",
  "POST /sign-in/callback",
  "POST /sign-in/passkey",
  "POST /sign-in/passkey/options",
  "POST /sign-in/providers/{provider}",
];

/** Words of the report that nothing but its bytes has. */
const SECRET = "Reads the mail of ministries that decide on sanctions.";
const PARTNER = "linde";
const DATED = { step: "drop-property", property: "published" };
const REMOVED = "2026-11-16T08:30:00Z";
/** Words that plans take out: one kept for the partner, those of a copy and of a tear line. */
const PLANNED = "The cleaner of the third floor";
const COPIED = "The driver of the delegation";
const TORN = "The clerk at the registry";
const PLAN = { name: "for a partner", steps: [DATED, without(COPIED)] };
const TEAR_LINE = { name: "less of it", steps: [DATED, without(TORN)] };
const SECRETS = [SECRET, REMOVED, PLANNED, COPIED, TORN];

let officer: Colleague;
let left: Readonly<Record<string, string>>;
/** A tear line of the report, and a case on it. */
let torn: Readonly<Record<"item" | "case", string>>;
const tokens = new Map<Scope, Readonly<Record<string, string>>>();

beforeAll(async () => {
  officer = await opened().hire("officer");
  left = await released();
  torn = await tearLine();
  const plan = { name: "for reports", steps: [without(PLANNED)] };
  const profile = { topic: "reports", plan };
  expect((await officer.post(`/partners/${PARTNER}/profiles`, profile)).status).toBe(200);
  await advance(opened().site);
  await advance(opened().site);
  for (const scope of SCOPES) tokens.set(scope, await tokenFor([scope]));
}, 120_000);

function without(words: string) {
  return { step: "remove-words", words: [words], with: "" };
}

async function tokenFor(scopes: readonly Scope[]): Promise<Readonly<Record<string, string>>> {
  await officer.signIn();
  const expires = new Date(Date.parse(opened().clock.now()) + 3_600_000).toISOString();
  const issued = await officer.post("/tokens", { machine: scopes.join(" "), scopes, expires });
  expect(issued.status).toBe(200);
  return { authorization: `Bearer ${String(issued.body["secret"])}` };
}

/** The report released as an export; the ids of everything there is of it, by what routes call them. */
async function released(): Promise<Readonly<Record<string, string>>> {
  const answer = await opened().case(officer, [PARTNER]);
  const id = String(answer.body["case"]);
  for (const measure of ["state:necessity", "state:proportionality"]) {
    await officer.step(id, "state", { measure, says: SAYS });
  }
  const about = { alias: "hand", title: "By hand", medium: "export", canWrite: false };
  const place = await officer.post(`/partners/${PARTNER}/collections`, about);
  const collection = String(place.body["id"]);
  const made = await officer.post(`/cases/${id}/copies`, {
    recipient: PARTNER,
    collection,
    plan: PLAN,
  });
  expect((await officer.post(`/cases/${id}/release`, {})).status).toBe(200);
  const { body } = await officer.get(`/cases/${id}`);
  const steps = body["steps"] as readonly { readonly kind: string; readonly id: string }[];
  const release = steps.findLast(({ kind }) => kind === "release")?.id ?? "";
  const item = String((body["item"] as { readonly id: string }).id);
  const copy = String(made.body["act"]);
  return { case: id, item, copy, release, collection, step: copy, recall: release };
}

async function tearLine(): Promise<typeof torn> {
  const made = await officer.post(`/cases/${left["case"]}/tear-lines`, { plan: TEAR_LINE });
  expect(made.status).toBe(200);
  const item = String(made.body["item"]);
  const request = { purpose: PURPOSE, use: "intelligence" };
  const asked = await officer.post("/cases", { item, recipients: [PARTNER], request });
  expect(asked.status).toBe(200);
  return { item, case: String(asked.body["case"]) };
}

/** Where plans stand in answers about a case and an item, beside much else. */
function withPlans(): readonly string[] {
  return [`/cases/${left["case"]}`, `/items/${torn.item}`, `/cases/${torn.case}`];
}

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

function operations(): readonly Operation[] {
  const { paths } = opened().contract.document as unknown as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const { security = [] } = described as Partial<Pick<Operation, "security">>;
      const short = path.replace("/api/v1", "");
      return {
        name: `${method.toUpperCase()} ${short}`,
        method: method.toUpperCase(),
        path: short === path ? `/${path}` : short,
        security,
      };
    }),
  );
}

/** With ids of what there is. */
function pathOf({ path, name }: Operation): string {
  const given: Readonly<Record<string, string>> = { ...left, partner: PARTNER };
  const filled = path.replaceAll(
    /\{(\w+)\}/g,
    (_, what: string) => given[what] ?? given["case"] ?? "",
  );
  return name.endsWith("/partner-text") ? `${filled}?partner=${PARTNER}` : filled;
}

function ask(
  by: Browser,
  one: Operation,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const isRead = one.method === "GET";
  return by.send(one.method, pathOf(one), isRead ? undefined : {}, { headers });
}

function headersOf(scope: Scope): Readonly<Record<string, string>> {
  return tokens.get(scope) ?? {};
}

/** What an answer says, with what is packed in it as bytes. */
function textOf({ body }: Answer): string {
  const text = JSON.stringify(body);
  const packed = [...text.matchAll(/"([A-Za-z0-9+/]{60,}={0,2})"/g)];
  return [text, ...packed.map(([, bytes = ""]) => Buffer.from(bytes, "base64").toString())].join();
}

async function readsNoted(): Promise<number> {
  const sequencer = opened().site.store.as("sequencer");
  const rows = await sequencer.read(({ select }) =>
    select.selectFrom("read_pending").select("id").execute(),
  );
  return rows.length;
}

describe("a token with one scope", () => {
  test("is described for what it opens, and for nothing else", () => {
    const found = Object.fromEntries(SCOPES.map((scope) => [scope, [] as string[]]));
    const open: string[] = [];
    for (const { name, security } of operations()) {
      if (security.some((one) => Object.keys(one).length === 0)) open.push(name);
      for (const one of security) for (const scope of one["token"] ?? []) found[scope]?.push(name);
    }
    for (const names of Object.values(found)) names.sort();
    expect(found).toEqual(OPENS);
    expect(open.toSorted()).toEqual(OPEN);
  });

  test.each(SCOPES)(
    "%s is refused by every route that is not for it, before any work",
    async (scope) => {
      const machine = new Browser(opened());
      const ownOf = new Map(
        SCOPES.flatMap((one) => OPENS[one].map((name) => [name, one] as const)),
      );
      const before = await readsNoted();
      const wrong: unknown[] = [];
      let asked = 0;
      for (const one of operations()) {
        const own = ownOf.get(one.name);
        if (OPEN.includes(one.name) || own === scope) continue;
        asked += 1;
        const { status, body } = await ask(machine, one, headersOf(scope));
        const code = own === undefined ? "person-only" : "not-in-scope";
        const names = own === undefined || String(body["detail"]).includes(`not for ${own};`);
        if (status !== 403 || body["code"] !== code || !names) wrong.push([one.name, status, body]);
      }
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThan(60);
      expect(await readsNoted()).toBe(before);
    },
  );

  test.each(SCOPES)("%s is let in by every route that is for it", async (scope) => {
    const machine = new Browser(opened());
    for (const one of operations().filter(({ name }) => OPENS[scope].includes(name))) {
      const { status, body } = await ask(machine, one, headersOf(scope));
      const refused = ["not-in-scope", "person-only", "not-signed-in"];
      expect([one.name, status < 500, refused.includes(String(body["code"]))]).toEqual([
        one.name,
        true,
        false,
      ]);
    }
  });
});

describe("what stands in an item", () => {
  test("is read with the scopes for it", async () => {
    const machine = new Browser(opened());
    const [preview = "", profiles = ""] = OPENS["copies:read"];
    const [handed = ""] = OPENS["releases:read"];
    const find = (name: string): Operation =>
      operations().find((one) => one.name === name) as Operation;
    const shown = await ask(machine, find(preview), headersOf("copies:read"));
    expect([shown.status, textOf(shown).includes(SECRET)]).toEqual([200, true]);
    expect(textOf(shown)).toContain(REMOVED);
    const kept = await ask(machine, find(profiles), headersOf("copies:read"));
    expect([kept.status, textOf(kept).includes(PLANNED)]).toEqual([200, true]);
    const had = await ask(machine, find(handed), headersOf("releases:read"));
    expect([had.status, textOf(had).includes(SECRET)]).toEqual([200, true]);
    expect(textOf(had)).not.toContain(REMOVED);
  });

  test("is in no answer to a token with every other scope", async () => {
    const machine = new Browser(opened());
    const headers = await tokenFor(SCOPES.filter((scope) => !CONTENT.includes(scope)));
    const answered: string[] = [];
    for (const one of operations()) {
      const answer = await ask(machine, one, headers);
      if (answer.status === 200) answered.push(one.name);
      const text = textOf(answer);
      const said = SECRETS.filter((secret) => text.includes(secret));
      expect([one.name, said]).toEqual([one.name, []]);
    }
    const reads = SCOPES.filter((scope) => !CONTENT.includes(scope))
      .flatMap((scope) => OPENS[scope])
      .filter((name) => name.startsWith("GET") && !name.endsWith("/recalls/{recall}"));
    expect(answered).toEqual(expect.arrayContaining(reads));
    for (const path of withPlans()) {
      const { status, body } = await machine.get(path, { headers });
      const text = JSON.stringify(body);
      expect([path, status, SECRETS.filter((secret) => text.includes(secret))]).toEqual([
        path,
        200,
        [],
      ]);
      expect(text).not.toContain('"plan"');
    }
  });

  test("is not told in the answer to a copy by a kept plan, nor where it was refused", async () => {
    const machine = new Browser(opened());
    const headers = await tokenFor(["cases:write"]);
    const steps = [{ step: "honour-markings", most: PLANNED }];
    const odd = { topic: "odd", plan: { name: PLANNED, steps } };
    expect((await officer.post(`/partners/${PARTNER}/profiles`, odd)).status).toBe(200);
    const fresh = await opened().case(officer, [PARTNER]);
    const about = { recipient: PARTNER, collection: left["collection"] };
    const answers = await Promise.all(
      ["reports", "odd"].map((profile) =>
        machine.post(
          `/cases/${String(fresh.body["case"])}/copies`,
          { ...about, profile },
          { headers },
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    const text = answers.map(textOf).join();
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test("is described where it is left out: with a copy, and with a tear line", () => {
    const text = JSON.stringify(opened().contract.document);
    const described = text.match(
      /"[^"]*; its plan is left out for a token without the scope[^"]*"/g,
    );
    expect([...new Set(described)].toSorted()).toEqual([
      '"A copy was made; its plan is left out for a token without the scope copies:read"',
      '"Of a tear line: the item it was made from, and how; its plan is left out for a token without the scope copies:read"',
    ]);
    expect(text).not.toMatch(/"required":\["kind"[^\]]*"plan"/);
  });

  test("is the plan of a copy and of a tear line, for persons and with copies:read", async () => {
    const headers = await tokenFor(["cases:read", "copies:read"]);
    const machine = new Browser(opened());
    for (const [who, sending] of [
      [officer, {}],
      [machine, { headers }],
    ] as const) {
      const answers = await Promise.all(withPlans().map((path) => who.get(path, sending)));
      const texts = answers.map(textOf);
      expect(texts.map((text) => [text.includes(COPIED), text.includes(TORN)])).toEqual([
        [true, false],
        [false, true],
        [false, true],
      ]);
    }
  });
});
