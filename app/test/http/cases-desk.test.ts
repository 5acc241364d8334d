import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SqlReadLogStore } from "../../src/store/log/read-log-tables.ts";
import { Browser, type Answer } from "./support/browser.ts";
import { MILITARY, PURPOSE, REPORT, SAYS, useCaseDesk } from "./support/case-desk.ts";
import type { Colleague } from "./support/case-desk.ts";

const opened = useCaseDesk();

const REQUEST = { purpose: PURPOSE, use: "intelligence" };
const NOT_FOUND = { status: 404, body: { code: "not-found" } };

/** Sends bytes as they are. */
async function sendBytes(
  by: Browser,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<Answer> {
  const { app, settings } = opened();
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const all = {
    cookie,
    "caveat-request": randomUUID(),
    origin: settings.origin,
    "content-type": "application/octet-stream",
    "caveat-item-name": REPORT,
    ...headers,
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== "");
  const response = await app.request(
    `${settings.origin}/api/v1/items/bytes`,
    { method: "POST", headers: given as [string, string][], body: new Uint8Array(bytes) },
    { incoming: { socket: { remoteAddress: by.address } } },
  );
  const body = (await response.json()) as Answer["body"];
  return { status: response.status, body, headers: response.headers };
}

const CASE = "8d5fdc2e-2f6f-4a3f-9c5b-111111111111";

function cursor(parts: unknown): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

describe("an item", () => {
  test("as it is, under a name in any language, is the same item as in base64", async () => {
    const officer = await opened().hire("officer");
    const bytes = Buffer.concat([await opened().item(REPORT), Buffer.from("\n")]);
    const name = encodeURIComponent("Überblick 報告.json");
    const sent = await sendBytes(officer, bytes, {
      "content-type": "application/stix+json",
      "caveat-item-name": name,
    });
    expect(sent).toMatchObject({ status: 200, body: { isNew: true } });
    const again = { name: "a.json", bytes: bytes.toString("base64") };
    const same = await officer.post("/items", again);
    expect(same.body).toEqual({ ...sent.body, isNew: false });
    const shown = await officer.get(`/items/${String(sent.body["item"])}`);
    expect(shown.body).toMatchObject({
      id: sent.body["item"],
      version: 1,
      services: ["lowland"],
      content: { name: "Überblick 報告.json", stated: [], persons: null },
    });
    expect(shown.body).not.toHaveProperty("bytes");
  });

  test.each([
    ["without a name", { "caveat-item-name": "" }, 400],
    ["with a folder in its name", { "caveat-item-name": "..%2Fetc%2Fpasswd" }, 400],
    ["with a name that is no UTF-8", { "caveat-item-name": "%ff.json" }, 400],
    ["with a line break in its name", { "caveat-item-name": "a%0Ab" }, 400],
    ["of a type that is none", { "content-type": "text/html" }, 415],
    ["without a type", { "content-type": "" }, 415],
    ["that is compressed on the way", { "content-encoding": "gzip" }, 415],
    ["in a compartment that nobody is in", { "caveat-compartments": "NOWHERE" }, 403],
  ])("%s is refused, and nothing of it is kept", async (_, headers, status) => {
    const officer = await opened().hire("officer");
    const before = (await opened().entries()).length;
    const answer = await sendBytes(officer, await opened().item(REPORT), headers);
    expect(answer.status).toBe(status);
    expect((await opened().entries()).length).toBe(before);
  });

  test("longer than the limit is refused before it is read whole", async () => {
    const officer = await opened().hire("officer");
    const much = new Uint8Array(32 * 1024 * 1024 + 1);
    const answer = await sendBytes(officer, much, {});
    expect(answer).toMatchObject({ status: 413, body: { code: "too-large" } });
  });

  test("that cannot be read, or whose base64 is none, is refused with the place", async () => {
    const officer = await opened().hire("officer");
    const broken = Buffer.from('{"type":"bundle","objects":[').toString("base64");
    expect(await officer.post("/items", { name: "a.json", bytes: broken })).toMatchObject({
      status: 400,
      body: { code: "not-json" },
    });
    for (const bytes of ["", "?", "YQ", "YQ=", "YR=="]) {
      expect(await officer.post("/items", { name: "a.txt", bytes })).toMatchObject({
        status: 400,
        body: { code: "bad-input", field: "body.bytes" },
      });
    }
  });

  test("of which more is stated has another version; what contradicts is refused", async () => {
    const officer = await opened().hire("officer");
    const item = await opened().report(officer, { stated: [] }, " \n ");
    const stated = [{ facts: { evaluated: true }, evidence: "Evaluation sheet 2026/1871" }];
    const answer = await officer.post(`/items/${item}/facts`, { stated, persons: [] });
    expect(answer).toMatchObject({ status: 200, body: { version: 2 } });
    const shown = await officer.get(`/items/${item}`);
    expect(shown.body).toMatchObject({ version: 2, content: { persons: 0 } });
    const contrary = [{ facts: { evaluated: false } }];
    expect(await officer.post(`/items/${item}/facts`, { stated: contrary })).toMatchObject({
      status: 400,
      body: { code: "contradiction" },
    });
    const unknown = [{ facts: { invented: true } }];
    expect(await officer.post(`/items/${item}/facts`, { stated: unknown })).toMatchObject({
      status: 400,
      body: { code: "bad-input" },
    });
  });
});

describe("need to know", () => {
  test("without it a case is not there, and reaching for it raises an alarm", async () => {
    const [inside, outside] = [await opened().hire("officer"), await opened().hire("head")];
    await opened().compartment("HARBOUR", [inside]);
    const compartments = ["HARBOUR"];
    const answer = await opened().case(inside, ["linde"], { compartments });
    expect(answer.status).toBe(200);
    const id = String(answer.body["case"]);
    const before = [opened().alarms.length, await ledgerAlarms()] as const;
    const there = [
      outside.get(`/cases/${id}`),
      outside.post(`/cases/${id}/decide`),
      outside.get(`/cases/${id}/partner-text?partner=linde`),
      outside.challenge(id, "head"),
      outside.step(id, "refuse", { role: "head", says: SAYS }),
      outside.post(`/cases/${id}/people`, { person: outside.person }),
      outside.post(`/cases/${id}/duties/done`, { duty: "after-review" }),
    ];
    for (const one of await Promise.all(there)) expect(one).toMatchObject(NOT_FOUND);
    const missing = await outside.get(`/cases/${randomUUID()}`);
    expect(missing).toMatchObject(NOT_FOUND);
    const words = ({ body }: Answer): string =>
      String(body["detail"]).replaceAll(/[0-9a-f-]{36}/g, "");
    expect(words(await outside.get(`/cases/${id}`))).toBe(words(missing));
    expect(opened().alarms.length - before[0]).toBe(8);
    expect((await ledgerAlarms()) - before[1]).toBe(8);
    const metrics = await opened().first.get("//metrics");
    expect(metrics.body["text"]).toContain('caveat_alarms_total{code="no-need-to-know"}');
    const listed = await outside.get("/cases");
    expect(JSON.stringify(listed.body)).not.toContain(id);
  });

  test("a case of another service is not there, nor its item", async () => {
    const officer = await opened().hire("officer");
    const other = await opened().hire("head", MILITARY);
    const answer = await opened().case(officer, ["linde"]);
    const id = String(answer.body["case"]);
    expect(await other.get(`/cases/${id}`)).toMatchObject(NOT_FOUND);
    const item = await opened().report(officer, {}, "\n\n");
    expect(await other.get(`/items/${item}`)).toMatchObject(NOT_FOUND);
    expect((await officer.get(`/items/${item}`)).status).toBe(200);
  });

  test("an officer sees a case of a colleague once let in, and an administrator never", async () => {
    const [officer, colleague] = [await opened().hire("officer"), await opened().hire("officer")];
    const id = String((await opened().case(officer, ["linde"])).body["case"]);
    expect(await colleague.get(`/cases/${id}`)).toMatchObject(NOT_FOUND);
    const admitted = await officer.post(`/cases/${id}/people`, { person: colleague.person });
    expect(admitted.status).toBe(200);
    expect((await colleague.get(`/cases/${id}`)).body["parties"]).toContain(colleague.person);
    const { first } = opened();
    await first.signIn();
    expect(await first.get(`/cases/${id}`)).toMatchObject(NOT_FOUND);
    const denied = await officer.post(`/cases/${id}/people`, { person: first.person });
    expect(denied).toMatchObject({ status: 403, body: { code: "not-allowed" } });
  });

  test("a read is noted", async () => {
    const officer = await opened().hire("officer");
    const id = String((await opened().case(officer, ["linde"])).body["case"]);
    const before = await reads();
    await officer.get(`/cases/${id}`);
    await officer.post(`/cases/${id}/decide`);
    await officer.get("/partners/linde");
    expect((await reads()) - before).toBe(3);
  });
});

async function ledgerAlarms(): Promise<number> {
  return (await opened().entries()).filter(({ kind }) => kind === "alarm").length;
}

async function reads(): Promise<number> {
  const { store } = opened().site;
  const now = opened().clock.now();
  const log = new SqlReadLogStore(store.as("sequencer"), store.content, () => now, randomUUID);
  return (await log.transact((tables) => tables.readPendingReads(1_000_000))).length;
}

describe("what a partner may be told", () => {
  test("is the same words whether it is forbidden, refused or not decided, and no reason", async () => {
    const officer = await opened().hire("officer");
    const id = String((await opened().case(officer, ["linde", "juniper"])).body["case"]);
    for (const partner of ["linde", "juniper"]) {
      const told = await officer.get(`/cases/${id}/partner-text?partner=${partner}`);
      expect(told.body).toEqual({ text: "We cannot share this with you." });
    }
    const stranger = await officer.get(`/cases/${id}/partner-text?partner=alder`);
    expect(stranger).toMatchObject(NOT_FOUND);
  });

  test("is those words too where the rules let it go and somebody refused", async () => {
    const officer = await opened().hire("officer");
    const head = await opened().hire("head");
    const id = String((await opened().case(officer, ["linde"])).body["case"]);
    const told = (): Promise<Answer> => officer.get(`/cases/${id}/partner-text?partner=linde`);
    for (const measure of ["state:necessity", "state:proportionality"]) {
      await officer.step(id, "state", { measure, says: SAYS });
    }
    expect((await told()).body).toEqual({ text: "We can share this with you." });
    const refused = await head.step(id, "refuse", { role: "head", says: SAYS });
    expect(refused.body).toMatchObject({ status: "refused", outcome: "release-with-caveats" });
    expect((await told()).body).toEqual({ text: "We cannot share this with you." });
  });
});

/** What the ledger says, or is about to say, of an item. */
async function itemEntries(item: string): Promise<readonly unknown[]> {
  const rows = await opened()
    .site.store.as("app")
    .read(({ select }) =>
      select
        .selectFrom("item_version")
        .innerJoin("pending", "pending.id", "item_version.entry")
        .select("body")
        .where("item", "=", item)
        .orderBy("number")
        .execute(),
    );
  return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as unknown);
}

describe("a machine's token", () => {
  async function machineOf(
    by: Colleague,
    scopes: readonly string[],
  ): Promise<Readonly<Record<string, string>>> {
    const expires = new Date(Date.parse(opened().clock.now()) + 3_600_000).toISOString();
    const issued = await by.post("/tokens", { machine: "Sensor 4", scopes, expires });
    expect(issued.status).toBe(200);
    return { authorization: `Bearer ${String(issued.body["secret"])}` };
  }

  test("submits, opens, states, decides and reads, and what it does is marked as a program's", async () => {
    const officer = await opened().hire("officer");
    const headers = await machineOf(officer, [
      "items:write",
      "cases:write",
      "cases:read",
      "decide",
      "partners:read",
    ]);
    const machine = new Browser(opened());
    const bytes = (await opened().item(REPORT)).toString("base64");
    const submitted = await machine.post("/items", { name: REPORT, bytes }, { headers });
    expect(submitted.status).toBe(200);
    const item = submitted.body["item"];
    const body = { item, recipients: ["linde"], request: REQUEST };
    const answer = await machine.post("/cases", body, { headers });
    expect(answer.status).toBe(200);
    const id = String(answer.body["case"]);
    const said = { measure: "state:necessity", says: SAYS };
    const stated = await machine.post(`/cases/${id}/steps/state`, said, { headers });
    expect(stated.status).toBe(200);
    expect((await machine.post(`/cases/${id}/decide`, undefined, { headers })).status).toBe(200);
    const shown = await machine.get(`/cases/${id}`, { headers });
    expect(shown.body["steps"]).toMatchObject([
      { kind: "open", by: officer.person, machine: true },
      { kind: "state", by: officer.person, machine: true },
    ]);
    const fresh = Buffer.from("tlp:clear\nA sensor saw 192.0.2.9.\n").toString("base64");
    const seen = await machine.post("/items", { name: "seen.txt", bytes: fresh }, { headers });
    const more = { stated: [{ facts: { evaluated: true } }] };
    const told = await machine.post(`/items/${String(seen.body["item"])}/facts`, more, { headers });
    expect(told.status).toBe(200);
    expect(await itemEntries(String(seen.body["item"]))).toMatchObject([
      { kind: "item", body: { by: officer.person, machine: true } },
      { kind: "item-version", body: { by: officer.person, machine: true } },
    ]);
    expect((await machine.get("/partners", { headers })).status).toBe(200);
    expect((await machine.get("/cases", { headers })).body["cases"]).toContainEqual(
      expect.objectContaining({ id }),
    );
  });

  test("approves nothing, and takes no step that a person takes", async () => {
    const head = await opened().hire("head");
    const officer = await opened().hire("officer");
    const id = String((await opened().case(officer, ["alder"])).body["case"]);
    const headers = await machineOf(head, [
      "items:write",
      "cases:write",
      "cases:read",
      "decide",
      "people:read",
    ]);
    const machine = new Browser(opened());
    const asked = await head.challenge(id, "head");
    const refused = { status: 403, body: { code: "person-only" } };
    const signed = head.signed(asked);
    for (const [path, body] of [
      [`/cases/${id}/approvals/challenge`, undefined],
      [`/cases/${id}/approvals`, signed],
      [`/cases/${id}/steps/refuse`, { role: "head", says: SAYS }],
      [`/cases/${id}/steps/override`, { role: "head", says: SAYS }],
      [`/cases/${id}/steps/retract`, { act: id, says: SAYS }],
      [`/cases/${id}/steps/review`, { duty: "after-review", says: SAYS }],
      [`/cases/${id}/people`, { person: officer.person }],
      ["/permissions/challenge", {}],
      ["/partners", {}],
      ["/persons/search", {}],
      ["/orders/deletion", {}],
    ] as const) {
      expect(await machine.post(path, body, { headers })).toMatchObject(refused);
    }
    const risk = { measure: "assess:unevaluated-risk", says: SAYS };
    const assessed = await machine.post(`/cases/${id}/steps/state`, risk, { headers });
    expect(assessed).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    expect(assessed.body["detail"]).toContain("a program cannot take this step");
    expect((await head.post(`/cases/${id}/approvals`, signed)).status).toBe(200);
  });

  test("does only what it is for", async () => {
    const officer = await opened().hire("officer");
    const id = String((await opened().case(officer, ["linde"])).body["case"]);
    const headers = await machineOf(officer, ["cases:read"]);
    const machine = new Browser(opened());
    const refused = { status: 403, body: { code: "not-in-scope" } };
    const item = { name: "a.txt", bytes: "YQ==" };
    expect(await machine.post("/items", item, { headers })).toMatchObject(refused);
    expect(await machine.post(`/cases/${id}/decide`, undefined, { headers })).toMatchObject(
      refused,
    );
    expect(await machine.get("/partners", { headers })).toMatchObject(refused);
    expect((await machine.get(`/cases/${id}`, { headers })).status).toBe(200);
  });
});

describe("the list of cases", () => {
  test("goes on page by page, each case once, those changed last first", async () => {
    const officer = await opened().hire("officer");
    const item = await opened().report(officer);
    const ids: string[] = [];
    for (let made = 0; made < 7; made += 1) {
      opened().clock.pass(1_000);
      const body = { item, recipients: ["linde"], request: REQUEST };
      ids.push(String((await officer.post("/cases", body)).body["case"]));
    }
    const found: string[] = [];
    let path = "/cases?mine=true&most=3";
    let pages = 0;
    for (; pages < 10; pages += 1) {
      const { body } = await officer.get(path);
      found.push(...(body["cases"] as readonly { readonly id: string }[]).map(({ id }) => id));
      const next = body["next"] as string | null;
      if (next === null) break;
      path = `/cases?mine=true&most=3&after=${next}`;
    }
    expect(found).toEqual(ids.toReversed());
    expect(pages).toBe(2);
  });

  test("is filtered by status, outcome and partner, and refuses a filter it does not know", async () => {
    const officer = await opened().hire("officer");
    const first = String((await opened().case(officer, ["linde"])).body["case"]);
    const second = String((await opened().case(officer, ["alder"])).body["case"]);
    await officer.step(first, "withdraw", { says: SAYS });
    const ids = async (query: string): Promise<readonly string[]> => {
      const { body } = await officer.get(`/cases?mine=true&${query}`);
      return (body["cases"] as readonly { readonly id: string }[]).map(({ id }) => id);
    };
    expect(await ids("status=withdrawn")).toEqual([first]);
    expect(await ids("outcome=refer")).toEqual([second]);
    expect(await ids("partner=alder")).toEqual([second]);
    expect(await ids("due=true")).toEqual([]);
    const bad = { status: 400, body: { code: "bad-input" } };
    expect(await officer.get("/cases?state=open")).toMatchObject(bad);
    expect(await officer.get("/cases?most=0")).toMatchObject(bad);
    expect(await officer.get("/cases?most=201")).toMatchObject(bad);
    expect(await officer.get("/cases?partner=%00")).toMatchObject(bad);
  });

  test.each([
    ["nothing", ""],
    ["what is no base64url", "x"],
    ["no parts", cursor([])],
    ["one part", cursor(["2026-11-26T08:00:00Z"])],
    ["the year 0", cursor(["0000-01-01T00:00:00Z", CASE])],
    ["a day", cursor(["2026-11-26", CASE])],
    ["SQL", cursor(["'; drop table act", CASE])],
    ["NUL", cursor(["2026-11-26", CASE, "a\u0000"])],
    ["an object", cursor({})],
  ])("refuses %s as the place to go on from", async (_, after) => {
    const officer = await opened().hire("officer");
    const answer = await officer.get(`/cases?after=${after}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: "bad-input", field: "query.after" },
    });
    expect((await officer.get(`/duties?after=${after}`)).status).toBe(400);
  });
});

describe("a request that opens a case", () => {
  test("sent again is refused, and the case it opened is found by its id", async () => {
    const officer = await opened().hire("officer");
    const item = await opened().report(officer);
    const act = randomUUID();
    const headers = { "caveat-request": act };
    const body = { item, recipients: ["linde"], request: REQUEST };
    const answer = await officer.post("/cases", body, { headers });
    expect(answer.status).toBe(200);
    expect(await officer.post("/cases", body, { headers })).toMatchObject({
      status: 409,
      body: { code: "replayed" },
    });
    await officer.signIn();
    const again = await officer.post("/cases", body, { headers });
    expect(again.body["case"]).toBe(answer.body["case"]);
    expect((await officer.get(`/steps/${act}`)).body).toEqual({ case: answer.body["case"] });
    expect(await officer.get(`/steps/${randomUUID()}`)).toMatchObject(NOT_FOUND);
    const other = await opened().hire("officer");
    expect(await other.get(`/steps/${act}`)).toMatchObject(NOT_FOUND);
  });

  test("under the id of something else is a conflict", async () => {
    const officer = await opened().hire("officer");
    const item = await opened().report(officer);
    const body = { item, recipients: ["linde"], request: REQUEST };
    const headers = { "caveat-request": item };
    expect(await officer.post("/cases", body, { headers })).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
  });

  test.each([
    ["nobody", { recipients: [] }, "bad-input"],
    ["a partner nobody knows", { recipients: ["nobody"] }, "unknown-partner"],
    ["the same one twice", { recipients: ["linde", "linde"] }, "not-allowed"],
    ["a purpose with NUL", { request: { purpose: "a\u0000b" } }, "bad-input"],
    ["half a character", { request: { purpose: "a\ud800b" } }, "bad-input"],
    ["somebody else's name", { request: { ...REQUEST, requester: "me" } }, "bad-input"],
    ["a compartment nobody is in", { compartments: ["NOWHERE"] }, "not-allowed"],
    ["something nobody asked for", { extra: 1 }, "bad-input"],
  ])("for %s is refused, and nothing is written", async (_, change, code) => {
    const officer = await opened().hire("officer");
    const answer = await opened().case(officer, ["linde"], change);
    expect(answer.body).toMatchObject({ code });
    expect((await officer.get("/cases?mine=true")).body["cases"]).toEqual([]);
  });

  test("under a measure nobody knows is refused with the nearest that is known", async () => {
    const officer = await opened().hire("officer");
    const id = String((await opened().case(officer, ["linde"])).body["case"]);
    const answer = await officer.step(id, "state", { measure: "state:necesity", says: SAYS });
    expect(answer).toMatchObject({ status: 400, body: { code: "unknown-measure" } });
    expect(answer.body["detail"]).toContain("state:necessity");
  });
});

describe("the register of partners", () => {
  test("shows what is held, and takes another standing from a day on", async () => {
    const head = await opened().hire("head");
    const shown = await head.get("/partners/linde");
    expect(shown.body).toMatchObject({ id: "linde", version: 1, registered: { kind: "partner" } });
    const { standing } = shown.body["registered"] as { readonly standing: object };
    const next = {
      kind: "partner",
      standing: { ...standing, name: "Linde II" },
      from: "2027-06-01",
    };
    const recorded = await head.post("/partners/linde/standing", next);
    expect(recorded.body).toMatchObject({ partner: "linde", version: 2, from: "2027-06-01" });
    const listed = await head.get("/partners");
    expect(listed.body["partners"]).toContainEqual(
      expect.objectContaining({ id: "linde", version: 1, coming: ["2027-06-01"] }),
    );
    const officer = await opened().hire("officer");
    expect((await officer.get("/partners/linde")).status).toBe(200);
    expect(await officer.get("/partners/nobody")).toMatchObject(NOT_FOUND);
  });

  test("takes no earlier day, no other id than the address has, and no partner twice", async () => {
    const head = await opened().hire("head");
    const { body } = await head.get("/partners/alder");
    const { standing } = body["registered"] as { readonly standing: object };
    const held = { kind: "partner", standing };
    expect(await head.post("/partners", held)).toMatchObject({ status: 409 });
    expect(
      await head.post("/partners/alder/standing", { ...held, from: "2026-01-01" }),
    ).toMatchObject({ status: 400, body: { code: "bad-input" } });
    expect(await head.post("/partners/linde/standing", held)).toMatchObject({
      status: 400,
      body: { code: "bad-input", field: "body.standing.id" },
    });
    const nobody = { ...standing, id: "nobody" };
    expect(
      await head.post("/partners/nobody/standing", { kind: "partner", standing: nobody }),
    ).toMatchObject({ status: 400, body: { code: "unknown-partner" } });
  });

  test("is shown to nobody without a role, nor to an administrator", async () => {
    const { first } = opened();
    await first.signIn();
    const denied = { status: 403, body: { code: "not-allowed" } };
    expect(await first.get("/partners")).toMatchObject(denied);
    expect(await (await opened().hire()).get("/partners/linde")).toMatchObject(denied);
  });
});

describe("an own service", () => {
  test("is described by administrators, keeps its country, and may get more ids", async () => {
    const { first } = opened();
    await first.signIn();
    const path = `/services/${MILITARY}/description`;
    const more = { country: "LL", ids: ["identity--military"] };
    const { body } = await first.get("/services/descriptions");
    const known = (body["services"] as readonly { id: string; country: string }[]).find(
      ({ id }) => id === MILITARY,
    );
    const added = await first.post(path, { ...more, country: known?.country });
    expect(added.status).toBe(200);
    const other = known?.country === "FR" ? "DE" : "FR";
    expect(await first.post(path, { ...more, country: other })).toMatchObject({ status: 409 });
    expect(await first.post("/services/nowhere/description", more)).toMatchObject(NOT_FOUND);
    const head = await opened().hire("head");
    expect(await head.post(path, { ...more, country: known?.country })).toMatchObject({
      status: 403,
    });
    const again = await head.get("/services/descriptions");
    expect(again.body["services"]).toContainEqual(
      expect.objectContaining({ id: MILITARY, ids: [MILITARY, "identity--military"] }),
    );
  });
});
