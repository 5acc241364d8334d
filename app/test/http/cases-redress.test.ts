import { describe, expect, test } from "vitest";
import { assertWith } from "../../src/assertion/software-passkey.ts";
import type { Answer } from "./support/browser.ts";
import { PURPOSE, SAYS, useCaseDesk, type Colleague } from "./support/case-desk.ts";

const opened = useCaseDesk();

const ANNA = { names: ["Anna Müller"], numbers: [{ kind: "passport", value: "C01X-00 T47" }] };
const NOT_ALLOWED = { status: 403, body: { code: "not-allowed" } };

async function stateNeed(officer: Colleague, id: string): Promise<Answer> {
  await officer.step(id, "state", { measure: "state:necessity", says: SAYS });
  return officer.step(id, "state", { measure: "state:proportionality", says: SAYS });
}

describe("a standing permission", () => {
  async function terms(head: Colleague): Promise<Readonly<Record<string, unknown>>> {
    const { body } = await head.get("/acknowledgements");
    const acknowledge = body["acknowledge"] as Readonly<Record<string, string[]>>;
    return {
      role: "head",
      until: "2027-01-31",
      partner: "alder",
      purpose: PURPOSE,
      scope: { topics: ["cyber-espionage"], kinds: ["non-personal"], uses: ["intelligence"] },
      persons: [],
      quota: 2,
      acknowledges: acknowledge["head"] ?? [],
      says: "A series of like reports, weighed once for all of them",
    };
  }

  /** What is handed in for a challenge; `change` after it was signed. */
  async function signed(
    head: Colleague,
    given: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>> {
    const asked = await head.post("/permissions/challenge", given);
    expect(asked.status).toBe(200);
    const { id } = asked.body["permission"] as { readonly id: string };
    const answer = assertWith(head.passkey, head.ceremony(asked));
    return { ...given, id, ticket: asked.body["ticket"], answer };
  }

  test("is signed as it is kept, serves in a like case, and ends when its giver says so", async () => {
    const head = await opened().hire("head");
    const officer = await opened().hire("officer");
    const assessor = await opened().hire("second-assessor");
    const given = await signed(head, await terms(head));
    const kept = await head.post("/permissions", given);
    expect(kept).toMatchObject({ status: 200, body: { id: given["id"], by: head.person } });
    const client = JSON.parse(
      Buffer.from(
        (given["answer"] as { readonly clientDataJSON: string }).clientDataJSON,
        "base64url",
      ).toString(),
    ) as { readonly challenge: string };
    const payload = Buffer.from(opened().cases.digest(kept.body), "hex").toString("base64url");
    expect(client.challenge).toBe(payload);

    const id = String((await opened().case(officer, ["alder"])).body["case"]);
    await stateNeed(officer, id);
    const cleared = await assessor.approve(id, "second-assessor");
    expect(cleared.body).toMatchObject({ mayBeReleased: true });
    const { body } = await officer.get(`/cases/${id}`);
    expect(body["clearance"]).toMatchObject({
      signatures: expect.arrayContaining([
        expect.objectContaining({ by: head.person, from: { permission: given["id"] } }),
      ]) as unknown,
    });

    const row = { id: given["id"], partner: "alder", giver: head.person, quota: 2, used: 1 };
    const { body: listed } = await officer.get("/permissions");
    expect(listed).toMatchObject({ next: null });
    expect(listed["permissions"]).toContainEqual(expect.objectContaining(row));
    expect(JSON.stringify(listed)).not.toContain("A series of like reports");
    const [first] = (await head.get("/permissions?most=1")).body["permissions"] as unknown[];
    expect(first).not.toHaveProperty("says");
    const outside = await opened().hire();
    expect(await outside.get("/permissions")).toMatchObject(NOT_ALLOWED);

    const path = `/permissions/${String(given["id"])}/end`;
    expect(await officer.post(path)).toMatchObject(NOT_ALLOWED);
    expect((await head.post(path)).status).toBe(200);
    expect(await head.post(path)).toMatchObject({ status: 409 });
    const after = (await head.get("/permissions")).body["permissions"];
    expect(after).toContainEqual(
      expect.objectContaining({ ...row, ended: opened().clock.now().slice(0, 10) }),
    );
  });

  test("changed after it was signed is refused, and so is its signature a second time", async () => {
    const head = await opened().hire("head");
    const given = await signed(head, await terms(head));
    const refused = { status: 401, body: { code: "sign-in-refused" } };
    expect(await head.post("/permissions", { ...given, quota: 3 })).toMatchObject(refused);
    expect(await head.post("/permissions", given)).toMatchObject(refused);
    const again = await signed(head, await terms(head));
    expect((await head.post("/permissions", again)).status).toBe(200);
    expect(await head.post("/permissions", again)).toMatchObject(refused);
  });

  test("is not for whoever holds no such role, nor without what is demanded", async () => {
    const head = await opened().hire("head");
    const officer = await opened().hire("officer");
    const given = await terms(head);
    expect(await officer.post("/permissions", await signed(officer, given))).toMatchObject(
      NOT_ALLOWED,
    );
    const mute = await signed(head, { ...given, acknowledges: [] });
    expect(await head.post("/permissions", mute)).toMatchObject(NOT_ALLOWED);
    const nowhere = await signed(head, { ...given, partner: "nobody" });
    expect(await head.post("/permissions", nowhere)).toMatchObject({
      status: 400,
      body: { code: "unknown-partner" },
    });
  });
});

describe("redress", () => {
  async function about(
    person: object,
    salt: string,
  ): Promise<{ readonly item: string; readonly id: string; readonly officer: Colleague }> {
    const officer = await opened().hire("officer");
    const item = await opened().report(officer, { persons: [person] }, salt);
    const answer = await opened().case(officer, ["linde"], { item });
    const id = String(answer.body["case"]);
    await stateNeed(officer, id);
    return { item, id, officer };
  }

  test("finds what about a person went to whom, for those who answer for it only", async () => {
    const { item, id, officer } = await about(ANNA, "\n");
    const legal = await opened().hire("legal");
    const person = { names: ["MULLER, ANNA"], numbers: [] };
    const found = await legal.post("/persons/search", person);
    expect(found.body).toMatchObject({
      items: [{ item }],
      cases: [{ case: id, recipients: ["linde"], wasCleared: true }],
      holds: [],
    });
    expect(await officer.post("/persons/search", person)).toMatchObject(NOT_ALLOWED);
    const nobody = { names: [" "], numbers: [] };
    expect(await legal.post("/persons/search", nobody)).toMatchObject({
      status: 400,
      body: { code: "bad-input" },
    });
    expect(opened().lines.join()).not.toContain("ANNA");
  });

  test("deletes nothing while a complaint runs, then all of it, and owes each recipient a word", async () => {
    const bea = { names: ["Bea Berg"], numbers: [] };
    const { item, id, officer } = await about(bea, "\n\n");
    const legal = await opened().hire("legal");
    const complaint = "She says that none of it is true, and asks for it to be deleted";
    const held = await legal.post("/persons/holds", { person: bea, complaint });
    const hold = String(held.body["hold"]);
    const order = { items: [item], basis: "wiv-2017:20.2" };
    expect(await legal.post("/orders/deletion", order)).toMatchObject({ status: 409 });
    expect(await officer.post(`/persons/holds/${hold}/end`)).toMatchObject(NOT_ALLOWED);
    expect((await legal.post(`/persons/holds/${hold}/end`)).status).toBe(200);
    expect(await officer.post("/orders/deletion", order)).toMatchObject(NOT_ALLOWED);
    const ordered = await legal.post("/orders/deletion", order);
    expect(ordered.body).toMatchObject({ cases: [id], duties: 1 });

    const shown = await officer.get(`/cases/${id}`);
    expect(shown.body).toEqual({ kind: "erased", id, service: "lowland" });
    expect((await officer.post(`/cases/${id}/decide`)).status).toBe(404);
    expect((await officer.challenge(id, "head")).status).toBe(404);
    expect((await officer.get(`/cases/${id}/partner-text?partner=linde`)).status).toBe(404);
    expect((await officer.get(`/items/${item}`)).body).not.toHaveProperty("content");
    const request = { purpose: PURPOSE };
    expect(await officer.post("/cases", { item, recipients: ["linde"], request })).toMatchObject({
      status: 404,
    });
    const { body } = await officer.get("/duties?mine=true");
    const duties = body["duties"] as readonly { readonly duty: { readonly id: string } }[];
    expect(duties).toHaveLength(1);
    const duty = duties[0]?.duty.id;
    const path = `/cases/${id}/duties/done`;
    expect(await officer.post(path, { duty: "another" })).toMatchObject({ status: 404 });
    expect((await officer.post(path, { duty })).status).toBe(200);
    expect(await officer.post(path, { duty })).toMatchObject({ status: 409 });
  });

  test("orders a correction, and takes no words for a basis, nor a stale sign-in for an order", async () => {
    const carl = { names: ["Carl Clay"], numbers: [] };
    const { item, id } = await about(carl, "\n\n\n");
    const legal = await opened().hire("legal");
    const order = { items: [item], basis: "order:2026-7", words: "The date of birth is wrong" };
    const ordered = await legal.post("/orders/correction", order);
    expect(ordered.body).toMatchObject({ cases: [id], duties: 1 });
    const wordy = { ...order, basis: "because Carl Clay said so" };
    expect(await legal.post("/orders/correction", wordy)).toMatchObject({
      status: 400,
      body: { field: "body.basis" },
    });
    opened().clock.pass(opened().people.rules.fresh);
    const stale = await legal.post("/orders/correction", order);
    expect(stale).toMatchObject({ status: 403, body: { code: "sign-in-again" } });
  });
});
