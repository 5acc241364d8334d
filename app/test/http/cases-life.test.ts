import { describe, expect, test } from "vitest";
import { assertionProblem } from "../../src/assertion/check-assertion.ts";
import type { Act } from "../../src/core/casework/act.ts";
import { statementOf } from "../../src/core/casework/approval-statement.ts";
import { openField } from "../../src/ledger/seal/open-field.ts";
import { sealedOf } from "../../src/store/sealed-values.ts";
import type { Assertion } from "../../src/usecases/people/sign-in/ports.ts";
import type { Answer } from "./support/browser.ts";
import { PURPOSE, SAYS, useCaseDesk, type Colleague } from "./support/case-desk.ts";
import { ORIGIN } from "./support/desk.ts";

const opened = useCaseDesk();

interface Shown {
  readonly partner: string;
  readonly outcome: string;
  readonly paths: readonly { readonly measures: readonly string[] }[];
  readonly performed: readonly {
    readonly measure: string;
    readonly counts: boolean;
    readonly why: string;
  }[];
  readonly texts: { readonly needs: readonly string[][]; readonly notCounted: readonly string[] };
}

/** An officer with a case that is open. */
async function begun(
  recipients: readonly string[],
  more: object = {},
): Promise<{ readonly officer: Colleague; readonly id: string; readonly answer: Answer }> {
  const officer = await opened().hire("officer");
  const answer = await opened().case(officer, recipients, more);
  expect(answer.status).toBe(200);
  return { officer, id: String(answer.body["case"]), answer };
}

async function stateNeed(officer: Colleague, id: string): Promise<Answer> {
  await officer.step(id, "state", { measure: "state:necessity", says: SAYS });
  return officer.step(id, "state", { measure: "state:proportionality", says: SAYS });
}

function verdictsOf({ body }: Answer): readonly Shown[] {
  return body["verdicts"] as readonly Shown[];
}

async function kindsOf(id: string): Promise<readonly string[]> {
  const all = await opened().entries();
  return all
    .filter(({ body }) => body["case"] === id)
    .map(({ kind }) => kind)
    .toSorted();
}

describe("an ordinary case", () => {
  test("is answered at once, goes on the desk's reasons, and needs nobody's approval", async () => {
    const { officer, id, answer } = await begun(["linde"]);
    expect(answer.body).toMatchObject({
      status: "open",
      outcome: "hold",
      mayBeReleased: false,
      objection: "linde: hold",
    });
    const [verdict] = verdictsOf(answer);
    expect(verdict?.paths[0]?.measures).toEqual([
      "attach:onward-ban",
      "state:necessity",
      "state:proportionality",
    ]);
    expect(verdict?.texts.needs[0]).toHaveLength(3);

    const cleared = await stateNeed(officer, id);
    expect(cleared.body).toMatchObject({ outcome: "release-with-caveats", mayBeReleased: true });
    expect(cleared.body["clearance"]).toEqual(expect.any(String));
    const shown = await officer.get(`/cases/${id}`);
    expect(shown.body).toMatchObject({
      kind: "case",
      id,
      requester: officer.person,
      acts: 3,
      steps: [
        { kind: "open", by: officer.person },
        { kind: "state", measure: "state:necessity", by: officer.person },
        { kind: "state", measure: "state:proportionality", by: officer.person },
      ],
      clearance: { signatures: [] },
    });
    const told = await officer.get(`/cases/${id}/partner-text?partner=linde`);
    expect(told.body).toEqual({ text: "We can share this with you." });
    const closed = await officer.step(id, "close", { says: SAYS });
    expect(closed.body).toMatchObject({ status: "closed", mayBeReleased: false });
    expect(await kindsOf(id)).toEqual([
      "case-close",
      "case-open",
      "case-state",
      "case-state",
      "clearance",
      "verdict",
      "verdict",
    ]);
  });

  test("decided again without a change is answered, and writes no verdict", async () => {
    const { officer, id, answer } = await begun(["linde"]);
    const again = await officer.post(`/cases/${id}/decide`);
    expect(again.body).toEqual(answer.body);
    expect(await kindsOf(id)).toEqual(["case-open", "verdict"]);
  });
});

describe("a case for head and independent assessor", () => {
  test("goes when both have signed the same manifest, each with a key of their own", async () => {
    const { officer, id, answer } = await begun(["alder"]);
    const head = await opened().hire("head");
    const assessor = await opened().hire("second-assessor");
    await stateNeed(officer, id);
    const first = await head.approve(id, "head");
    expect(first.body).toMatchObject({ outcome: "refer", mayBeReleased: false });
    const second = await assessor.approve(id, "second-assessor");
    expect(second.body).toMatchObject({ outcome: "release-with-caveats", mayBeReleased: true });
    const { body } = await head.get(`/cases/${id}`);
    const manifest = answer.body["manifest"];
    expect(body["manifestHash"]).toBe(manifest);
    expect(body["clearance"]).toMatchObject({
      manifest,
      signatures: expect.arrayContaining([
        expect.objectContaining({ partner: "alder", role: "head", by: head.person }),
        expect.objectContaining({ role: "second-assessor", by: assessor.person }),
      ]) as unknown,
    });
  });

  test("holds signatures that are good without us, over all that is kept of an approval", async () => {
    const { id, answer } = await begun(["alder"]);
    const head = await opened().hire("head");
    const approved = await head.approve(id, "head");
    expect(approved.status).toBe(200);
    const { body } = await head.get(`/cases/${id}`);
    const [, step] = body["steps"] as readonly { readonly id: string }[];
    const { store, keys } = opened().site;
    const sealed = await store.as("app").read((reader) => sealedOf(reader, step?.id ?? ""));
    const fields = await Promise.all(sealed.map((one) => openField(one, keys)));
    const texts = fields.map((one) =>
      one.kind === "open" ? Buffer.from(one.opening.value).toString() : "",
    );
    const assertion = JSON.parse(texts[1] ?? "") as Assertion;
    const act = JSON.parse(texts[0] ?? "") as Extract<Act, { readonly kind: "approve" }>;
    const payloadOf = (statement: object): Uint8Array =>
      Buffer.from(opened().cases.digest(statement), "hex");
    const about = { origin: ORIGIN, rpId: "desk.example" };
    const statement = statementOf(act);
    expect(statement).toMatchObject({ manifest: answer.body["manifest"], role: "head" });
    const payload = payloadOf(statement);
    expect(assertionProblem(assertion, { payload, ...about })).toBeUndefined();
    for (const change of [
      { role: "minister" },
      { decision: "refuse" },
      { acknowledges: [...statement.acknowledges, "and more"] },
      { manifest: opened().cases.digest(body["recipients"]) },
      { says: `${act.says}, and more` },
      { expires: "2026-12-31" },
    ]) {
      const other = payloadOf({ ...statement, ...change });
      expect(assertionProblem(assertion, { payload: other, ...about })).toEqual(expect.any(String));
    }
    expect(opened().cases.digest(body["manifest"])).toBe(answer.body["manifest"]);
  });
});

describe("a refused case", () => {
  test("goes on only when a higher role overrides it, with reasons, and signs as well", async () => {
    const { officer, id } = await begun(["alder"]);
    const head = await opened().hire("head");
    const assessor = await opened().hire("second-assessor");
    const minister = await opened().hire("minister");
    await stateNeed(officer, id);
    await head.approve(id, "head");
    await assessor.approve(id, "second-assessor");
    const refused = await head.step(id, "refuse", { role: "head", says: SAYS });
    expect(refused.body).toMatchObject({ status: "refused", objection: "the case is refused" });
    const told = await officer.get(`/cases/${id}/partner-text?partner=alder`);
    expect(told.body).toEqual({ text: "We cannot share this with you." });

    const equal = await (
      await opened().hire("head")
    ).step(id, "override", { role: "head", says: SAYS });
    expect(equal).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    const silent = await minister.step(id, "override", { role: "minister", says: "ok" });
    expect(silent).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    const overridden = await minister.step(id, "override", { role: "minister", says: SAYS });
    expect(overridden.body).toMatchObject({ status: "open", mayBeReleased: false });
    await head.approve(id, "head");
    const signed = await minister.approve(id, "minister");
    expect(signed.body).toMatchObject({ mayBeReleased: true });
    const shown = await officer.get(`/cases/${id}`);
    expect((shown.body["retracted"] as string[]).length).toBe(1);
    const kinds = (shown.body["steps"] as { readonly kind: string }[]).map(({ kind }) => kind);
    expect(kinds).toEqual([
      "open",
      "state",
      "state",
      "approve",
      "approve",
      "refuse",
      "override",
      "approve",
      "approve",
    ]);
  });
});

describe("an urgent case", () => {
  test("goes on head and minister, and owes a review that is late after its day", async () => {
    const urgentWeighty = "The attack is prepared for the night of 28 November, people may die";
    const request = { purpose: "Warn of an attack on a power station", use: "intelligence" };
    const { officer, id, answer } = await begun(["hazel"], {
      request: { ...request, urgentWeighty },
    });
    expect(answer.body["duties"]).toContainEqual(
      expect.objectContaining({ id: "after-review", done: false, due: "2026-11-29" }),
    );
    const head = await opened().hire("head");
    const minister = await opened().hire("minister");
    await stateNeed(officer, id);
    await head.approve(id, "head");
    expect((await minister.approve(id, "minister")).body).toMatchObject({ mayBeReleased: true });

    const due = await officer.get("/duties?mine=true&due=2026-11-29");
    expect(due.body["duties"]).toContainEqual({
      case: id,
      service: "lowland",
      duty: expect.objectContaining({ id: "after-review", escalatesTo: "head" }) as unknown,
    });
    const said = { duty: "after-review", says: SAYS };
    const own = await officer.step(id, "review", said);
    expect(own).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    const reviewed = await head.step(id, "review", said);
    expect(reviewed.body["duties"]).toContainEqual(
      expect.objectContaining({ id: "after-review", done: true }),
    );
    const done = await officer.get("/duties?mine=true&done=true");
    expect(done.body["duties"]).toHaveLength(1);
  });
});

describe("a signature does not count", () => {
  test("once what it was given for has changed, and the case says why", async () => {
    const { officer, id } = await begun(["alder"]);
    const head = await opened().hire("head");
    await stateNeed(officer, id);
    await head.approve(id, "head");
    const request = { purpose: `${PURPOSE}, and elsewhere`, use: "intelligence" };
    const amended = await officer.step(id, "amend", { recipients: ["alder"], request });
    expect(amended.body).toMatchObject({ mayBeReleased: false });
    const approvals = verdictsOf(amended)[0]?.performed.filter(({ measure }) =>
      measure.startsWith("approve:"),
    );
    expect(approvals).toMatchObject([{ counts: false }]);
    expect(approvals?.[0]?.why).toContain("something else");
    expect(verdictsOf(amended)[0]?.texts.notCounted.join()).toContain("something else");
  });

  test("of whoever asked, nor without the acknowledgements the rules demand", async () => {
    const { officer, id } = await begun(["alder"]);
    await opened().grant(officer, "head");
    await officer.signIn();
    const own = await officer.approve(id, "head");
    expect(own).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    expect(own.body["detail"]).toContain("made the request");
    const head = await opened().hire("head");
    const mute = await head.approve(id, "head", { acknowledges: [] });
    expect(mute).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    expect(mute.body["detail"]).toContain("does not acknowledge");
    expect(await kindsOf(id)).toEqual(["case-open", "verdict"]);
  });

  test("taken back; given again it counts", async () => {
    const { officer, id } = await begun(["alder"]);
    const head = await opened().hire("head");
    await stateNeed(officer, id);
    await head.approve(id, "head");
    const shown = await head.get(`/cases/${id}`);
    const given = (shown.body["steps"] as { readonly kind: string; readonly id: string }[]).find(
      ({ kind }) => kind === "approve",
    );
    const back = await head.step(id, "retract", { act: given?.id, says: SAYS });
    expect(verdictsOf(back)[0]?.performed.at(-1)).toMatchObject({ counts: false });
    const again = await head.approve(id, "head");
    expect(verdictsOf(again)[0]?.performed.at(-1)).toMatchObject({ counts: true });
  });
});

describe("an approval", () => {
  test("of what is no longer what would leave is a conflict, and its giver stays signed in", async () => {
    const { officer, id } = await begun(["alder"]);
    const head = await opened().hire("head");
    const asked = await head.challenge(id, "head");
    const request = { purpose: PURPOSE, use: "network-defence" };
    await officer.step(id, "amend", { recipients: ["alder"], request });
    const stale = await head.post(`/cases/${id}/approvals`, head.signed(asked));
    expect(stale).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await head.get("/me")).status).toBe(200);
    expect((await head.approve(id, "head")).status).toBe(200);
    expect(await kindsOf(id)).not.toContain("case-refuse");
  });

  test("of another manifest than was signed is refused, and so is one that was not signed", async () => {
    const { officer, id } = await begun(["alder"]);
    const head = await opened().hire("head");
    const asked = await head.challenge(id, "head");
    const request = { purpose: PURPOSE, use: "network-defence" };
    const now = await officer.step(id, "amend", { recipients: ["alder"], request });
    const swapped = { ...head.signed(asked), manifest: now.body["manifest"] };
    expect(await head.post(`/cases/${id}/approvals`, swapped)).toMatchObject({
      status: 401,
      body: { code: "sign-in-refused" },
    });
    const again = await head.challenge(id, "head");
    const { answer: _, ...unsigned } = head.signed(again);
    expect(await head.post(`/cases/${id}/approvals`, unsigned)).toMatchObject({
      status: 400,
      body: { code: "bad-input", field: "body.answer" },
    });
    expect(await kindsOf(id)).not.toContain("case-approve");
  });

  test("is good once: neither its ticket nor its signature serves again, there or elsewhere", async () => {
    const { id } = await begun(["alder"]);
    const { id: other } = await begun(["alder"]);
    const head = await opened().hire("head");
    const asked = await head.challenge(id, "head");
    const signed = head.signed(asked);
    const elsewhere = await head.post(`/cases/${other}/approvals`, signed);
    expect(elsewhere).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await head.post(`/cases/${id}/approvals`, signed)).status).toBe(200);
    const twice = await head.post(`/cases/${id}/approvals`, signed);
    expect(twice).toMatchObject({ status: 409, body: { code: "conflict" } });
    const { body } = await head.get(`/cases/${id}`);
    const steps = body["steps"] as readonly { readonly id: string }[];
    await head.step(id, "retract", { act: steps.at(-1)?.id, says: SAYS });
    const replayed = await head.post(`/cases/${id}/approvals`, signed);
    expect(replayed).toMatchObject({ status: 401, body: { code: "sign-in-refused" } });
  });

  test("that is denied uses neither ticket nor signature up", async () => {
    const { id } = await begun(["alder"]);
    const head = await opened().hire("head");
    const signed = head.signed(await head.challenge(id, "head"));
    const mute = await head.post(`/cases/${id}/approvals`, { ...signed, acknowledges: [] });
    expect(mute).toMatchObject({ status: 403, body: { code: "not-allowed" } });
    expect((await head.post(`/cases/${id}/approvals`, signed)).status).toBe(200);
  });

  test("with anything in it than what was signed is refused", async () => {
    const { id } = await begun(["alder"]);
    const head = await opened().hire("head");
    await opened().grant(head, "second-assessor", "2027-01-31");
    for (const change of [
      { role: "second-assessor" },
      { acknowledges: ["all of it"] },
      { says: "Read in part, and found to be needed" },
      { expires: "2027-06-30" },
    ]) {
      const signed = head.signed(await head.challenge(id, "head"));
      const more = {
        ...signed,
        ...change,
        acknowledges: [...(signed["acknowledges"] as string[]), ...(change.acknowledges ?? [])],
      };
      expect(await head.post(`/cases/${id}/approvals`, more)).toMatchObject({
        status: 401,
        body: { code: "sign-in-refused" },
      });
    }
    expect(await kindsOf(id)).not.toContain("case-approve");
  });

  test("is signed with its last day, which is not later than that of the mandate", async () => {
    const { id } = await begun(["alder"]);
    const head = await opened().hire();
    await opened().grant(head, "head", "2026-12-01");
    await head.signIn();
    const shown = await head.challenge(id, "head", { expires: "2027-01-31" });
    expect(shown.body["statement"]).toMatchObject({ expires: "2026-12-01" });
    const signed = { ...head.signed(shown), expires: "2027-01-31" };
    expect((await head.post(`/cases/${id}/approvals`, signed)).status).toBe(200);
    const { body } = await head.get(`/cases/${id}`);
    expect((body["steps"] as readonly object[]).at(-1)).toMatchObject({ expires: "2026-12-01" });
  });

  test("that would end later than was signed, since the mandate now does, is refused", async () => {
    const { id } = await begun(["alder"]);
    const head = await opened().hire();
    await opened().grant(head, "head", "2026-12-01");
    await head.signIn();
    const signed = { ...head.signed(await head.challenge(id, "head")), expires: "2026-12-15" };
    await opened().grant(head, "head", "2026-12-31");
    const later = await head.post(`/cases/${id}/approvals`, signed);
    expect(later).toMatchObject({ status: 401, body: { code: "sign-in-refused" } });
    expect(await kindsOf(id)).not.toContain("case-approve");
  });

  test("ends with the mandate it is given under, and the case changes on the next day", async () => {
    const { officer, id } = await begun(["alder"]);
    const head = await opened().hire();
    const assessor = await opened().hire("second-assessor");
    await opened().grant(head, "head", "2026-12-01");
    await head.signIn();
    await stateNeed(officer, id);
    await head.approve(id, "head");
    const cleared = await assessor.approve(id, "second-assessor");
    expect(cleared.body).toMatchObject({ mayBeReleased: true });
    opened().clock.pass(6 * 86_400_000);
    await officer.signIn();
    const decided = await officer.post(`/cases/${id}/decide`);
    expect(decided.body).toMatchObject({ outcome: "refer", mayBeReleased: false });
    expect(verdictsOf(decided)[0]?.texts.notCounted.join()).toContain("2026-12-01");
  });
});
