import { describe, expect, test } from "vitest";
import { PURPOSE, SAYS, useCaseDesk } from "./support/case-desk.ts";
import { useCases, verdictsOf } from "./support/use-cases.ts";

const opened = useCaseDesk();

const { begun, stateNeed, kindsOf } = useCases(opened);

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
