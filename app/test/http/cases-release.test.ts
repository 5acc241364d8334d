import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Browser, type Answer } from "./support/browser.ts";
import { PLAIN, PURPOSE, SAYS, useCaseDesk, type Colleague } from "./support/case-desk.ts";

const opened = useCaseDesk();

const PLAN = { name: "for a partner", steps: [{ step: "generalise-time", to: "day" }] };
const places = new Map<string, string>();

/** A place at a partner, made once. */
async function placeAt(partner: string): Promise<string> {
  const known = places.get(partner);
  if (known !== undefined) return known;
  const head = await opened().hire("head");
  const about = {
    alias: "reports",
    title: `Reports for ${partner}`,
    medium: "taxii",
    canWrite: false,
  };
  const made = await head.post(`/partners/${partner}/collections`, about);
  expect(made.status).toBe(200);
  const id = String(made.body["id"]);
  places.set(partner, id);
  return id;
}

async function begun(
  partner: string,
): Promise<{ readonly officer: Colleague; readonly id: string }> {
  const officer = await opened().hire("officer");
  const answer = await opened().case(officer, [partner]);
  const id = String(answer.body["case"]);
  await officer.step(id, "state", { measure: "state:necessity", says: SAYS });
  await officer.step(id, "state", { measure: "state:proportionality", says: SAYS });
  return { officer, id };
}

async function prepare(by: Colleague, id: string, partner: string): Promise<Answer> {
  const collection = await placeAt(partner);
  return by.post(`/cases/${id}/copies`, { recipient: partner, collection, plan: PLAN });
}

describe("from a case to a partner and back", () => {
  test("a copy is made, looked at, released, called back and answered for, each step as it is described", async () => {
    const { officer, id } = await begun("linde");
    const made = await prepare(officer, id, "linde");
    expect(made.body).toMatchObject({ decision: { mayBeReleased: true } });
    const copy = String(made.body["act"]);
    const shown = await officer.get(`/cases/${id}/copies/${copy}`);
    const bytes = Buffer.from(String(shown.body["bytes"]), "base64");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect([shown.body["sha256"], made.body["sha256"]]).toEqual([sha256, sha256]);
    expect(bytes.toString()).toContain("Do not pass this on");

    const left = await officer.post(`/cases/${id}/release`, {});
    expect(left).toMatchObject({ status: 200, body: { clearance: expect.any(String) as string } });
    const after = await officer.get(`/cases/${id}`);
    const steps = after.body["steps"] as readonly { readonly kind: string; readonly id: string }[];
    const release = steps.find(({ kind }) => kind === "release")?.id ?? "";
    expect(after.body).toMatchObject({
      manifest: { recipients: [{ id: "linde", copies: [{ act: copy, sha256 }] }] },
    });

    const called = await officer.post(`/cases/${id}/recalls`, {
      release,
      how: "recall",
      says: SAYS,
    });
    expect(called.status).toBe(200);
    const duties = called.body["duties"] as readonly { readonly id: string }[];
    expect(duties.filter((duty) => duty.id.startsWith("notice linde "))).toHaveLength(1);
    const closed = await officer.get(`/cases/${id}`);
    const all = closed.body["steps"] as readonly { readonly kind: string; readonly id: string }[];
    const recall = all.find(({ kind }) => kind === "recall")?.id ?? "";
    const told = await officer.get(`/cases/${id}/recalls/${recall}`);
    const [notice] = told.body["notices"] as readonly { readonly id: string }[];
    const word = { about: notice?.id, kind: "destruction", says: "Shredded on all systems" };
    expect((await officer.post("/partner-words", word)).status).toBe(200);
    expect((await officer.get(`/cases/${id}/recalls/${recall}`)).body).toMatchObject({
      notices: [{ partner: "linde", state: "destroyed", words: [{ kind: "destruction" }] }],
    });
  });

  test("a copy carries its recipient's mark where the plan says so, in the bytes that are approved", async () => {
    const { officer, id } = await begun("linde");
    const collection = await placeAt("linde");
    const stampsOf = async (plan: object): Promise<number> => {
      const asked = { recipient: "linde", collection, plan };
      const made = await officer.post(`/cases/${id}/copies`, asked);
      expect(made.body).toMatchObject({ act: expect.any(String) as string });
      const shown = await officer.get(`/cases/${id}/copies/${String(made.body["act"])}`);
      const text = Buffer.from(String(shown.body["bytes"]), "base64").toString();
      return new Set(text.match(/"modified": ?"[^"]+"/g)).size;
    };
    const plain = await stampsOf(PLAN);
    expect(await stampsOf({ ...PLAN, mark: true })).toBeGreaterThan(plain);
  });

  test("a plan is kept for a partner and topic, and used again by its name", async () => {
    const { officer, id } = await begun("linde");
    const kept = await officer.post("/partners/linde/profiles", { topic: "malware", plan: PLAN });
    expect(kept).toMatchObject({ status: 200, body: { number: 1, plan: PLAN } });
    const collection = await placeAt("linde");
    const asked = { recipient: "linde", collection };
    const made = await officer.post(`/cases/${id}/copies`, { ...asked, profile: "malware" });
    expect(made.status).toBe(200);
    const unknown = await officer.post(`/cases/${id}/copies`, { ...asked, profile: "other" });
    expect(unknown).toMatchObject({ status: 404, body: { code: "not-found" } });
    for (const wrong of [asked, { ...asked, plan: PLAN, profile: "malware" }]) {
      expect((await officer.post(`/cases/${id}/copies`, wrong)).status).toBe(400);
    }
  });

  test("a tear line is an item that says what it was made from", async () => {
    const { officer, id } = await begun("linde");
    const made = await officer.post(`/cases/${id}/tear-lines`, { plan: PLAN });
    expect(made.status).toBe(200);
    const item = await officer.get(`/items/${String(made.body["item"])}`);
    const { body } = await officer.get(`/cases/${id}`);
    const whole = body["item"] as { readonly id: string };
    expect(item.body).toMatchObject({ content: { parent: { item: whole.id, plan: PLAN } } });
  });

  test("a secret for a partner's programs is shown once, to who just proved who it is", async () => {
    const head = await opened().hire("head");
    const terms = { addresses: ["192.0.2.0/24"], until: "2027-10-01T00:00:00.000Z" };
    const issued = await head.post("/partners/linde/credentials", terms);
    expect(issued).toMatchObject({ status: 200, body: { secret: expect.any(String) as string } });
    const listed = await head.get("/partners/linde/credentials");
    expect(JSON.stringify(listed.body)).not.toContain(String(issued.body["secret"]));
    const id = String(issued.body["id"]);
    expect((await head.post(`/partners/linde/credentials/${id}/end`)).status).toBe(200);
    const legal = await opened().hire("legal");
    expect(await legal.post("/partners/linde/credentials", terms)).toMatchObject({
      status: 403,
      body: { code: "not-allowed" },
    });
  });
});

describe("refused", () => {
  test("is a release before it may leave, without a copy, and of another's copy, with a reason and a remedy", async () => {
    const { officer, id } = await begun("linde");
    expect(await officer.post(`/cases/${id}/release`, {})).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("no copy that was prepared waits") as string },
    });
    const other = await begun("linde");
    const made = await prepare(other.officer, other.id, "linde");
    const copies = [String(made.body["act"])];
    expect((await officer.post(`/cases/${id}/release`, { copies })).status).toBe(409);
    expect((await officer.get(`/cases/${id}/copies/${copies[0] ?? ""}`)).status).toBe(404);
    const many = Array.from({ length: 201 }, () => copies[0]);
    expect(await officer.post(`/cases/${id}/release`, { copies: many })).toMatchObject({
      status: 400,
      body: {
        detail: "body.copies: name 200 copies at most, and the others in another release.",
      },
    });
    const stranger = await opened().hire("officer");
    expect((await stranger.get(`/cases/${other.id}/copies/${copies[0] ?? ""}`)).status).toBe(404);
    expect(opened().alarms).toContain("no-need-to-know");
    expect((await stranger.post(`/cases/${other.id}/release`, {})).status).toBe(404);
  });

  test("is a step that would prepare or release without making or keeping anything", async () => {
    const { officer, id } = await begun("linde");
    for (const kind of ["prepare", "release", "recall"]) {
      expect((await officer.step(id, kind, { says: SAYS })).status).toBe(404);
    }
  });
});

describe("what a program does in a person's name", () => {
  const PERSON = {
    personal: true,
    identifiesOrLocates: false,
    specialCategories: false,
    lawyerClient: false,
    journalist: false,
    ownNationals: false,
  };

  async function programOf(
    by: Colleague,
  ): Promise<(path: string, body: object) => Promise<Answer>> {
    const expires = new Date(Date.parse(opened().clock.now()) + 3_600_000).toISOString();
    const issued = await by.post("/tokens", {
      machine: "Sensor 4",
      scopes: ["cases:write", "items:write"],
      expires,
    });
    expect(issued.status).toBe(200);
    const headers = { authorization: `Bearer ${String(issued.body["secret"])}` };
    const machine = new Browser(opened());
    return (path, body) => machine.post(path, body, { headers });
  }

  test("is said of each step, from the copy to the recall", async () => {
    const { officer, id } = await begun("linde");
    const program = await programOf(officer);
    const about = { recipient: "linde", collection: await placeAt("linde"), plan: PLAN };
    expect((await program(`/cases/${id}/copies`, about)).status).toBe(200);
    expect((await program(`/cases/${id}/release`, {})).status).toBe(200);
    const { body } = await officer.get(`/cases/${id}`);
    const release = (body["steps"] as readonly { readonly id: string }[]).at(-1)?.id;
    const recall = { release, how: "recall", says: SAYS };
    expect((await program(`/cases/${id}/recalls`, recall)).status).toBe(200);
    const word = { about: release, kind: "receipt" };
    expect((await program("/partner-words", word)).status).toBe(200);
    const plan = { name: "of a program", steps: [{ step: "generalise-time", to: "year" }] };
    const torn = await program(`/cases/${id}/tear-lines`, { plan });
    expect(torn).toMatchObject({ status: 200, body: { isNew: true } });
    const after = await officer.get(`/cases/${id}`);
    const by = { by: officer.person, machine: true };
    expect((after.body["steps"] as readonly object[]).slice(3)).toMatchObject([
      { kind: "prepare", ...by },
      { kind: "release", ...by },
      { kind: "recall", ...by },
    ]);
    const entries = await opened().entries();
    const written = entries.filter(
      ({ body: one }) =>
        one["machine"] === true && (one["case"] === id || one["item"] === torn.body["item"]),
    );
    expect(written.map(({ kind }) => kind).toSorted()).toEqual([
      "case-prepare",
      "case-recall",
      "case-release",
      "item",
      "partner-word",
    ]);
  });

  test("is no release of what may be about a person, which that person then releases", async () => {
    const officer = await opened().hire("officer");
    const stated = [{ facts: { ...PLAIN, ...PERSON }, evidence: "Read in full" }];
    const item = await opened().report(officer, { stated }, "\n\n");
    const request = { purpose: PURPOSE, use: "intelligence" };
    const answer = await officer.post("/cases", { item, recipients: ["linde"], request });
    const id = String(answer.body["case"]);
    for (const why of ["necessity", "proportionality", "personal-data-need"]) {
      await officer.step(id, "state", { measure: `state:${why}`, says: SAYS });
    }
    const made = await prepare(officer, id, "linde");
    expect(made.body).toMatchObject({ decision: { mayBeReleased: true } });
    const refused = await (await programOf(officer))(`/cases/${id}/release`, {});
    expect(refused).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    expect(refused.body["detail"]).toContain("a program does not release that; a person does");
    expect((await officer.post(`/cases/${id}/release`, {})).status).toBe(200);
  });
});
