import { createHash } from "node:crypto";
import { parsePolicy, verifyReceipt } from "caveat-verifier";
import { describe, expect, test } from "vitest";
import { advance } from "../../src/site/advance.ts";
import type { Answer } from "./support/browser.ts";
import { SAYS, useCaseDesk, type Colleague } from "./support/case-desk.ts";

const opened = useCaseDesk();

const PLAN = { name: "for a partner", steps: [{ step: "generalise-time", to: "day" }] };
const PARTNER = "linde";
const places = new Map<string, string>();

interface Released {
  readonly officer: Colleague;
  readonly case: string;
  readonly release: string;
  readonly collection: string;
  readonly sha256: string;
}

/** The report released to a place of this medium. */
async function released(medium: "package" | "export" | "taxii"): Promise<Released> {
  const officer = await opened().hire("officer");
  const answer = await opened().case(officer, [PARTNER]);
  const id = String(answer.body["case"]);
  await officer.step(id, "state", { measure: "state:necessity", says: SAYS });
  await officer.step(id, "state", { measure: "state:proportionality", says: SAYS });
  const collection = places.get(medium) ?? (await makePlace(medium));
  const prepared = { recipient: PARTNER, collection, plan: PLAN };
  const made = await officer.post(`/cases/${id}/copies`, prepared);
  expect(await officer.post(`/cases/${id}/release`, {})).toMatchObject({ status: 200 });
  const release = await lastOf(officer, id, "release");
  return { officer, case: id, release, collection, sha256: String(made.body["sha256"]) };
}

async function makePlace(medium: string): Promise<string> {
  const head = await opened().hire("head");
  const about = { alias: medium, title: `For ${medium}`, medium, canWrite: false };
  const made = await head.post(`/partners/${PARTNER}/collections`, about);
  expect(made.status).toBe(200);
  places.set(medium, String(made.body["id"]));
  return String(made.body["id"]);
}

async function lastOf(by: Colleague, id: string, kind: string): Promise<string> {
  const { body } = await by.get(`/cases/${id}`);
  const steps = body["steps"] as readonly { readonly kind: string; readonly id: string }[];
  return steps.findLast((one) => one.kind === kind)?.id ?? "";
}

function ask(by: Colleague, { release, collection }: Released): Promise<Answer> {
  return by.get(`/releases/${release}/copies/${collection}`);
}

/** What is shown in one turn is entered in the partner's log, and covered in the next. */
async function turn(): Promise<void> {
  await advance(opened().site);
  await advance(opened().site);
}

async function readsNoted(): Promise<number> {
  const sequencer = opened().site.store.as("sequencer");
  const rows = await sequencer.read(({ select }) =>
    select.selectFrom("read_pending").select("id").execute(),
  );
  return rows.length;
}

describe("a copy that left as a package", () => {
  test("is handed out once a checkpoint covers it, with the exact bytes and the partner's receipt", async () => {
    const left = await released("package");
    expect(await ask(left.officer, left)).toMatchObject({
      status: 409,
      body: { code: "conflict", detail: expect.stringContaining("ask again") as string },
    });
    await turn();
    const { status, body } = await ask(left.officer, left);
    expect(status).toBe(200);
    const bytes = Buffer.from(String(body["bytes"]), "base64");
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(left.sha256);
    expect(body).toMatchObject({
      partner: PARTNER,
      medium: "package",
      sha256: left.sha256,
      from: { name: "Lowland Service" },
      caveats: expect.arrayContaining([
        expect.objectContaining({
          id: "onward-ban",
          says: expect.stringContaining("Do not pass") as string,
        }),
      ]) as object,
    });
    const caveats = body["caveats"] as readonly { readonly says: string }[];
    for (const { says } of caveats) expect(bytes.toString()).toContain(says);
    const receipt = body["receipt"] as Readonly<Record<"proof" | "entry" | "policy", string>>;
    const entry = Buffer.from(receipt.entry, "base64");
    const policy = parsePolicy(Buffer.from(receipt.policy));
    const held = await verifyReceipt(Buffer.from(receipt.proof, "base64"), entry, { policy });
    expect(held.checkpoint.origin).not.toBe(opened().site.origin);
    expect(JSON.parse(entry.toString())).toMatchObject({
      kind: "disclosed",
      body: { release: left.release, collection: left.collection, sha256: left.sha256 },
    });
  });

  test("is not handed out any more once it was called back", async () => {
    const left = await released("package");
    await turn();
    const { officer, release } = left;
    const recall = { release, how: "recall", says: SAYS };
    expect((await officer.post(`/cases/${left.case}/recalls`, recall)).status).toBe(200);
    expect(await ask(officer, left)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining("called back") as string },
    });
  });

  test("is to somebody without a need to know as one that is none, and an alarm is raised", async () => {
    const left = await released("package");
    await turn();
    const stranger = await opened().hire("officer");
    const alarms = opened().alarms.length;
    const answer = await ask(stranger, left);
    expect(opened().alarms.length).toBe(alarms + 1);
    const none = { ...left, release: "0d4f9b52-7a63-4f0e-9d0e-3a1f62a0c001" };
    const absent = await ask(stranger, none);
    const elsewhere = await ask(left.officer, { ...left, collection: none.release });
    expect([answer.status, absent.status, elsewhere.status]).toEqual([404, 404, 404]);
    const said = (one: Answer, id: string): string => String(one.body["detail"]).replaceAll(id, "");
    expect(said(answer, left.release)).toBe(said(absent, none.release));
  });
});

describe("a copy that left otherwise", () => {
  test("as an export is handed out without a receipt, and who had it is noted", async () => {
    const left = await released("export");
    expect((await ask(left.officer, left)).status).toBe(409);
    await turn();
    const before = await readsNoted();
    const { status, body } = await ask(left.officer, left);
    expect(await readsNoted()).toBe(before + 1);
    expect([status, body["sha256"], "receipt" in body]).toEqual([200, left.sha256, false]);
  });

  test("over TAXII is not handed out: its partner fetches it there", async () => {
    const left = await released("taxii");
    await turn();
    expect(await ask(left.officer, left)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining("its partner fetches it") as string },
    });
  });
});
