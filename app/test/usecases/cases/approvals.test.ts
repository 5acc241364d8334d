import { describe, expect, test } from "vitest";
import { openField } from "../../../src/ledger/seal/open-field.ts";
import { sealedOf } from "../../../src/store/log/sealed-values.ts";
import { decideCase } from "../../../src/usecases/cases/deciding/decide-case.ts";
import { decideNow } from "../../../src/usecases/cases/deciding/decide-now.ts";
import { passDays } from "../../../src/usecases/cases/deciding/pass-days.ts";
import {
  recordStanding,
  registerPartner,
} from "../../../src/usecases/cases/partners/register-partner.ts";
import type { Act } from "../../../src/core/casework/act.ts";
import type { Standing } from "../../../src/core/partner.ts";
import {
  approvalBy,
  approve,
  openReport,
  REPORT,
  SAYS,
  state,
  stateNeed,
  step,
  submitReport,
  view,
} from "./support/drive.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

describe("a signature", () => {
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
