import { describe, expect, test } from "vitest";
import { openField } from "../../../src/ledger/seal/open-field.ts";
import { ledgerMemory } from "../../../src/site/ledger-memory.ts";
import { verdictMemory } from "../../../src/site/verdict-memory.ts";
import { sealedOf } from "../../../src/store/sealed-values.ts";
import { decideCase } from "../../../src/usecases/cases/deciding/decide-case.ts";
import { decideNow } from "../../../src/usecases/cases/deciding/decide-now.ts";
import { passDays } from "../../../src/usecases/cases/deciding/pass-days.ts";
import {
  recordStanding,
  registerPartner,
} from "../../../src/usecases/cases/partners/register-partner.ts";
import type { Act } from "../../../src/core/casework/act.ts";
import type { Standing } from "../../../src/core/partner.ts";
import { replaysOfKept } from "../../../src/usecases/replay-kept.ts";
import { connectToScenario } from "../../support/site.ts";
import {
  approvalBy,
  approve,
  openReport,
  REPORT,
  REQUEST,
  SAYS,
  state,
  stateNeed,
  step,
  submitReport,
  view,
} from "./support/drive.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

describe("an ordinary case", () => {
  test("needs the desk's reasons and nobody's approval, with one entry for each thing that happened", async () => {
    const opened = await openReport(world(), ["linde"]);
    expect(opened).toMatchObject({ status: "open", outcome: "hold", objection: "linde: hold" });
    expect(opened.clearance).toBeUndefined();
    const { officer } = world().civil;
    await step(world(), opened.case, officer, state("state:necessity"));
    world().now = world().now.replace(".000Z", ".500Z");
    const cleared = await step(world(), opened.case, officer, state("state:proportionality"));
    expect(cleared).toMatchObject({ outcome: "release-with-caveats" });
    expect(cleared.objection).toBeUndefined();
    expect(cleared.clearance).toBeDefined();
    const about = (await world().entries()).filter(({ body }) => body["case"] === opened.case);
    const last = about.slice(-3).map(({ kind }) => kind);
    expect(last).toEqual(["case-state", "verdict", "clearance"]);
    expect(await world().kinds(opened.case)).toEqual({
      "case-open": 1,
      "case-state": 2,
      verdict: 2,
      clearance: 1,
    });
    const { clearance } = await view(world(), opened.case, world().civil.head);
    expect(clearance?.signatures).toEqual([]);
  });

  test("is decided for each recipient, and goes only when all may have it", async () => {
    const opened = await openReport(world(), ["linde", "alder"]);
    const stated = await stateNeed(world(), opened.case);
    expect(stated.recipients.map(({ partner, outcome }) => [partner, outcome])).toEqual([
      ["linde", "release-with-caveats"],
      ["alder", "refer"],
    ]);
    expect(stated).toMatchObject({ outcome: "refer", objection: "alder: refer" });
    expect(stated.clearance).toBeUndefined();
    // Two at the opening, and the one that came out otherwise.
    expect(await world().kinds(opened.case)).toMatchObject({ "case-open": 1, verdict: 3 });
  });

  test("decided again without a change writes nothing", async () => {
    const opened = await openReport(world(), ["linde"]);
    const before = await world().entries();
    await decideCase(opened.case, world().ports);
    await decideCase(opened.case, world().ports);
    expect(await world().entries()).toHaveLength(before.length);
  });

  test("sent again under the same id is one case and one step", async () => {
    const { officer } = world().civil;
    const id = world().ports.newId();
    const first = await openReport(world(), ["linde"], { id });
    const again = await openReport(world(), ["linde"], { id });
    expect(again.case).toBe(first.case);
    const stepId = world().ports.newId();
    await step(world(), first.case, officer, state("state:necessity"), { id: stepId });
    await step(world(), first.case, officer, state("state:necessity"), { id: stepId });
    expect(await world().kinds(first.case)).toMatchObject({ "case-open": 1, "case-state": 1 });
    await expect(
      step(world(), first.case, world().civil.head, state("state:necessity"), { id: stepId }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a case with a head and an independent assessor", () => {
  test("is cleared on exactly their two signatures, and the clearance names them", async () => {
    const { head, assessor } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    expect(await approve(world(), id, head, "head")).toMatchObject({ outcome: "refer" });
    const cleared = await approve(world(), id, assessor, "second-assessor");
    expect(cleared).toMatchObject({ outcome: "release-with-caveats" });
    const { clearance } = await view(world(), id, head);
    expect(
      Object.fromEntries(clearance?.signatures.map(({ role, by }) => [role, by]) ?? []),
    ).toEqual({ head, "second-assessor": assessor });
    expect(clearance?.signatures).toHaveLength(2);
    expect(await world().kinds(id)).toEqual({
      "case-open": 1,
      "case-state": 2,
      "case-approve": 2,
      verdict: 2,
      clearance: 1,
    });
  });

  test("does not count whoever asked, whoever assessed, or one person twice, and says why", async () => {
    const { officer, head, assessor, deputy } = world().civil;
    await world().grant(officer, "head");
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    await expect(approve(world(), id, officer, "head")).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining("decides nothing in this case") as string,
    });
    await step(world(), id, assessor, {
      kind: "assess",
      stage: "before",
      risk: { torture: "below-real" },
      mitigations: [],
      says: SAYS,
    });
    await expect(approve(world(), id, assessor, "second-assessor")).rejects.toMatchObject({
      code: "not-allowed",
    });
    await approve(world(), id, head, "head");
    await expect(approve(world(), id, head, "head")).rejects.toMatchObject({ code: "conflict" });
    const again = await approve(world(), id, deputy, "head");
    expect(again).toMatchObject({ outcome: "refer" });
  });

  test("signed by the key of a person holds the key's answer, sealed and committed to", async () => {
    const { head } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    const assertion = JSON.stringify({ id: "key", response: { signature: "AAAA" } });
    const { manifestHash, acknowledge } = await view(world(), id, head);
    const actId = world().ports.newId();
    await step(
      world(),
      id,
      head,
      {
        kind: "approve",
        role: "head",
        manifest: manifestHash,
        acknowledges: acknowledge["head"] ?? [],
        says: SAYS,
      },
      { id: actId, sign: async () => assertion },
    );
    const entry = (await world().entries()).find((one) => one.id === actId);
    expect(entry?.body).toEqual({
      case: id,
      seq: 2,
      by: head,
      role: "head",
      manifest: manifestHash,
    });
    expect(Object.keys(entry?.sealed ?? {})).toEqual(["act", "assertion"]);
    const { store, keys } = world().site;
    const sealed = await store.as("app").read((reader) => sealedOf(reader, actId));
    const opened = await Promise.all(sealed.map((one) => openField(one, keys)));
    const texts = opened.map((one) =>
      one.kind === "open" ? Buffer.from(one.opening.value).toString() : "",
    );
    expect(texts[1]).toBe(assertion);
    expect(JSON.parse(texts[0] ?? "")).toMatchObject({ kind: "approve", by: head });
  });

  test("stays signed where another step came between, unless it would no longer be the same", async () => {
    const same = await signMeanwhile(undefined);
    expect(same).toMatchObject({ given: 1, signed: ["2027-03-31"], refusal: undefined });
    const longer = await signMeanwhile("2027-06-30");
    const message = expect.stringContaining("changed since it was signed") as string;
    const refusal = { code: "conflict", message };
    expect(longer).toMatchObject({ given: undefined, signed: ["2027-03-31"], refusal });
  });
});

describe("a signature", () => {
  test("for something else, without what is demanded, or without reasons is refused", async () => {
    const { head } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    await expect(
      approve(world(), id, head, "head", { manifest: "0".repeat(64) }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(approve(world(), id, head, "head", { acknowledges: [] })).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining("does not acknowledge") as string,
    });
    await expect(approve(world(), id, head, "head", { says: "ok" })).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(approve(world(), id, head, "minister")).rejects.toMatchObject({
      code: "not-allowed",
    });
    expect(await world().kinds(id)).toEqual({ "case-open": 1, verdict: 1 });
  });

  test("taken back no longer counts; given again it does, as another round", async () => {
    const { head, assessor } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    await approve(world(), id, head, "head");
    await approve(world(), id, assessor, "second-assessor");
    const act = await approvalBy(world(), id, head);
    const without = await step(world(), id, head, { kind: "retract", act, says: SAYS });
    expect(without).toMatchObject({ outcome: "refer", objection: "alder: refer" });
    expect(without.clearance).toBeUndefined();
    const again = await approve(world(), id, head, "head");
    expect(again.clearance).toBeDefined();
    await expect(
      step(world(), id, assessor, { kind: "retract", act, says: SAYS }),
    ).rejects.toMatchObject({ code: "not-allowed" });
    const rows = await world().as(undefined, async (client) => {
      const found = await client.query(
        "select round from approval where case_id = $1 order by round",
        [id],
      );
      return found.rows.map((row: { round: number }) => row.round);
    });
    expect(rows).toEqual([1, 1, 2]);
  });
});

describe("an approval is void", () => {
  test.each([
    ["the recipients change", { recipients: ["alder", "linde"] }],
    ["the purpose changes", { request: { purpose: "Another purpose altogether" } }],
    ["the use changes", { request: { use: "network-defence" } }],
    [
      "the channel changes",
      {
        request: {
          channel: { id: "mail", carriesCaveats: true, encrypted: true, public: false },
        },
      },
    ],
    ["a risk is named", { request: { risk: { torture: "unknown" as const } } }],
  ])("when %s", async (_, change) => {
    const { officer, head, assessor } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    await approve(world(), id, head, "head");
    expect((await approve(world(), id, assessor, "second-assessor")).clearance).toBeDefined();
    const { state: was } = await view(world(), id, head);
    const { recipients = was.recipients, request = {} } = change as {
      recipients?: string[];
      request?: object;
    };
    const amended = await step(world(), id, officer, {
      kind: "amend",
      recipients,
      request: { ...was.request, ...request },
    });
    expect(amended.clearance).toBeUndefined();
    await stateNeed(world(), id);
    const found = await view(world(), id, head);
    expect(found.clearance).toBeUndefined();
    const shown = found.verdicts.flatMap(({ performed }) =>
      performed.filter(({ measure }) => measure.startsWith("approve:")),
    );
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.every(({ counts }) => !counts)).toBe(true);
    expect(shown[0]?.why).toContain("something else");
  });

  test("when it was given in another case for the same item", async () => {
    const { head, assessor } = world().civil;
    const item = await submitReport(world());
    const first = await openReport(world(), ["alder"], { item });
    const second = await openReport(world(), ["alder"], { item });
    await stateNeed(world(), second.case);
    await approve(world(), second.case, assessor, "second-assessor");
    await expect(
      approve(world(), second.case, head, "head", { manifest: first.manifest }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("when it was given for other bytes", async () => {
    const { head } = world().civil;
    const first = await openReport(world(), ["alder"]);
    const bytes = Buffer.concat([await world().item(REPORT), Buffer.from("\n")]);
    const item = await submitReport(world(), { bytes });
    const second = await openReport(world(), ["alder"], { item });
    expect(second.manifest).not.toBe(first.manifest);
    await expect(
      approve(world(), second.case, head, "head", { manifest: first.manifest }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("when other rules speak than whoever signed was shown", async () => {
    const { head, assessor } = world().civil;
    const standing = { ...world().standing("alder"), id: "yew", ids: [] };
    const by = head;
    await registerPartner({ by, registered: { kind: "partner", standing } }, world().ports);
    const { case: id } = await openReport(world(), ["yew"]);
    await stateNeed(world(), id);
    await approve(world(), id, head, "head");
    expect((await approve(world(), id, assessor, "second-assessor")).clearance).toBeDefined();
    const changed = { ...standing, note: { ...standing.note, reviewBy: "2026-11-01" } } as Standing;
    await recordStanding({ by, registered: { kind: "partner", standing: changed } }, world().ports);
    await passDays(world().now, world().ports);
    const { clearance, verdicts } = await view(world(), id, head);
    expect(clearance).toBeUndefined();
    const signed = verdicts[0]?.performed.filter(({ measure }) => measure.startsWith("approve:"));
    expect(signed).toMatchObject([{ counts: false }, { counts: false }]);
    expect(signed?.[0]?.why).toContain("something else");
  });

  test("when the packs in force change", async () => {
    const { head, assessor } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    await approve(world(), id, head, "head");
    await approve(world(), id, assessor, "second-assessor");
    const { ports } = world();
    const settings = { ...ports.settings, packs: ["nl-wiv"] };
    const other = await decideCase(id, { ...ports, settings });
    expect(other).toMatchObject({ outcome: "refer" });
    expect(other.clearance).toBeUndefined();
    const back = await decideCase(id, ports);
    expect(back).toMatchObject({ outcome: "release-with-caveats" });
    expect(back.clearance).toBeDefined();
  });

  test("when its giver refuses", async () => {
    const { head, assessor, minister } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    await approve(world(), id, head, "head");
    await approve(world(), id, assessor, "second-assessor");
    const refused = await step(world(), id, head, { kind: "refuse", role: "head", says: SAYS });
    expect(refused).toMatchObject({ status: "refused", objection: "the case is refused" });
    await expect(decideNow(id, world().ports)).rejects.toMatchObject({ code: "not-allowed" });
    const on = await step(world(), id, minister, {
      kind: "override",
      role: "minister",
      says: SAYS,
    });
    expect(on).toMatchObject({ status: "open" });
    await approve(world(), id, head, "head");
    const waiting = await view(world(), id, head);
    expect(waiting.objection).toContain("the minister has not approved it");
    const cleared = await approve(world(), id, minister, "minister");
    expect(cleared.clearance).toBeDefined();
    const { clearance } = await view(world(), id, head);
    expect(clearance?.signatures.map(({ role }) => role).toSorted()).toEqual([
      "head",
      "minister",
      "second-assessor",
    ]);
  });
});

describe("an urgent case", () => {
  test("goes on head and minister, and owes a review by somebody else than the requester", async () => {
    const { officer, head, minister, assessor } = world().civil;
    const request = {
      mode: "release",
      purpose: "Warn of an attack on a power station within two days",
      use: "intelligence",
      urgentWeighty: "The attack is prepared for the night of 28 November and people may die",
    } as const;
    const opened = await openReport(world(), ["hazel"], { request });
    const due = opened.duties.find(({ id }) => id === "after-review");
    expect(due).toMatchObject({ due: "2026-11-29", done: false, overdue: false });
    const id = opened.case;
    await stateNeed(world(), id);
    await approve(world(), id, head, "head");
    const { verdicts } = await view(world(), id, head);
    const needs = verdicts[0]?.paths[0]?.measures.filter((one) => !one.startsWith("attach:"));
    expect(needs).toEqual(["approve:minister"]);
    const cleared = await approve(world(), id, minister, "minister");
    expect(cleared.clearance).toBeDefined();
    const review = { kind: "review", duty: "after-review", says: SAYS } as const;
    await expect(step(world(), id, officer, review)).rejects.toMatchObject({ code: "not-allowed" });
    const reviewed = await step(world(), id, assessor, review);
    expect(reviewed.duties.find((one) => one.id === "after-review")).toMatchObject({ done: true });
  });
});

describe("at the moment of release", () => {
  test("a case is decided anew, and every verdict it goes on is kept and can be reached again", async () => {
    const { ports } = world();
    const { case: id } = await openReport(world(), ["linde"]);
    await expect(decideNow(id, ports)).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining("linde: hold") as string,
    });
    await stateNeed(world(), id);
    const before = await world().kinds(id);
    const cleared = await decideNow(id, ports);
    expect(await world().kinds(id)).toEqual({ ...before, verdict: (before["verdict"] ?? 0) + 1 });
    const [verdict] = cleared.recipients;
    const memory = {
      verdicts: verdictMemory(world().site),
      ledger: ledgerMemory(world().site),
      recipients: async () => [],
      [Symbol.asyncDispose]: async (): Promise<void> => {},
    };
    const options = { today: false, reader: "test" };
    const kept = verdict?.verdict ?? "";
    const again = await replaysOfKept(options, memory, connectToScenario())(kept);
    expect(again.same).toBe(true);
  });

  test("a closed or withdrawn case does not go, and takes no further step but a review", async () => {
    const { officer, head } = world().civil;
    const { case: id } = await openReport(world(), ["linde"]);
    await stateNeed(world(), id);
    const ended = await step(world(), id, officer, { kind: "withdraw", says: SAYS });
    expect(ended).toMatchObject({ status: "withdrawn", objection: "the case is withdrawn" });
    expect(ended.clearance).toBeUndefined();
    await expect(decideNow(id, world().ports)).rejects.toMatchObject({ code: "not-allowed" });
    await expect(step(world(), id, officer, state("state:necessity"))).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(approve(world(), id, head, "head")).rejects.toMatchObject({ code: "not-allowed" });
  });
});

test("what is derived of a case can be made anew from its acts", async () => {
  const { head, assessor } = world().civil;
  const { case: id } = await openReport(world(), ["alder"]);
  await stateNeed(world(), id);
  await approve(world(), id, head, "head");
  await approve(world(), id, assessor, "second-assessor");
  const rows = (): Promise<unknown> =>
    world().as(undefined, async (client) => {
      const file = await client.query(
        "select status, outcome, next_change::text, item_version, is_due from case_file where id = $1",
        [id],
      );
      const others = await client.query(
        "select partner, part, status, outcome from case_partner where case_id = $1",
        [id],
      );
      const cleared = await client.query("select manifest from case_clearance where case_id = $1", [
        id,
      ]);
      return [file.rows, others.rows, cleared.rows];
    });
  const before = await rows();
  await world().as(undefined, async (client) => {
    await client.query(
      "update case_file set status = 'refused', outcome = 'withhold', next_change = null where id = $1",
      [id],
    );
    await client.query("delete from case_clearance where case_id = $1", [id]);
    await client.query("update case_partner set outcome = 'hold' where case_id = $1", [id]);
  });
  await decideCase(id, world().ports);
  expect(await rows()).toEqual(before);
});

test("two groups of people sign for two services, and neither for the other's case", async () => {
  const { military, civil } = world();
  const item = await submitReport(world(), { by: military.officer });
  const { case: id } = await openReport(world(), ["alder"], { item, by: military.officer });
  await expect(approve(world(), id, civil.head, "head")).rejects.toMatchObject({
    code: "not-found",
  });
  // Not even where somebody gets in past our functions: a role counts in its own service.
  await world().as(undefined, (client) =>
    client.query(
      `insert into case_party
       select case_id, $2, null, status, outcome, is_due, updated, at from case_party where case_id = $1`,
      [id, civil.head],
    ),
  );
  await expect(approve(world(), id, civil.head, "head")).rejects.toMatchObject({
    code: "not-allowed",
    message: expect.stringContaining("holds no role") as string,
  });
  await step(world(), id, military.officer, state("state:necessity"));
  await step(world(), id, military.officer, state("state:proportionality"));
  // The report is the civil service's own, so to this one it is a third party's.
  await step(world(), id, military.officer, {
    kind: "consent",
    originator: "identity--10a10000-0000-4000-8000-000000000001",
    partner: "alder",
    purpose: REQUEST.purpose,
    scope: "This report as it is",
    evidence: "Letter of the Lowland Service, 2026/77",
  });
  await approve(world(), id, military.head, "head");
  const cleared = await approve(world(), id, military.assessor, "second-assessor");
  expect(cleared.clearance).toBeDefined();
});

/**
 * Somebody approves whose mandate ends in March. While the key signs, another takes a step, and the
 * mandate is made longer where `until` says so. Out: the last days that were signed, how many approvals
 * were kept, and what it was refused with.
 */
async function signMeanwhile(until: string | undefined): Promise<object> {
  const deputy = await world().person("lowland", "Deputy for a while");
  await world().grant(deputy, "head", "2020-01-01", "2027-03-31");
  const { case: id } = await openReport(world(), ["alder"]);
  const signed: unknown[] = [];
  const sign = async (act: Act): Promise<string> => {
    signed.push(act.kind === "approve" && act.expires);
    await step(world(), id, world().civil.officer, state("state:necessity"));
    if (until !== undefined) await world().grant(deputy, "head", "2020-01-01", until);
    return "{}";
  };
  const { manifestHash, acknowledge } = await view(world(), id, deputy);
  const acknowledges = acknowledge["head"] ?? [];
  const approval = { kind: "approve", role: "head", manifest: manifestHash } as const;
  const taken = step(world(), id, deputy, { ...approval, acknowledges, says: SAYS }, { sign });
  const refusal = await taken.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { signed, refusal, given: (await world().kinds(id))["case-approve"] };
}
