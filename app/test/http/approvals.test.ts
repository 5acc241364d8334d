import { describe, expect, test } from "vitest";
import { assertionProblem } from "../../src/assertion/check-assertion.ts";
import type { Act } from "../../src/core/casework/act.ts";
import { statementOf } from "../../src/core/casework/approval-statement.ts";
import { openField } from "../../src/ledger/seal/open-field.ts";
import { sealedOf } from "../../src/store/log/sealed-values.ts";
import type { Assertion } from "../../src/usecases/people/sign-in/ports.ts";
import { PURPOSE, SAYS, useCaseDesk } from "./support/case-desk.ts";
import { ORIGIN } from "./support/desk.ts";
import { useCases, verdictsOf } from "./support/use-cases.ts";

const opened = useCaseDesk();

const { begun, stateNeed, kindsOf } = useCases(opened);

describe("an approval", () => {
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
