import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { CaseListRow } from "../../../src/usecases/cases/lists.ts";
import { letIn } from "../../../src/usecases/cases/let-in.ts";
import { listCases, type ListCases } from "../../../src/usecases/cases/list-cases.ts";
import { openCase } from "../../../src/usecases/cases/steps/open-case.ts";
import { readCase } from "../../../src/usecases/cases/read-case.ts";
import { submitItem } from "../../../src/usecases/cases/items/submit-item.ts";
import { approve, openReport, REQUEST, SAYS, state, step, submitReport } from "./support/drive.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

describe("who looks into a case", () => {
  test("takes part in it, or decides in its service; each read is noted before it is shown", async () => {
    const { officer, head, minister, legal } = world().civil;
    const { case: id } = await openReport(world(), ["linde"]);
    const before = await reads();
    for (const by of [officer, head, minister, legal]) {
      expect((await readCase(id, by, world().ports)).kind).toBe("case");
    }
    expect(await reads()).toBe(before + 4);
  });

  test("without need gets the same answer as for a case that is not there, and raises an alarm", async () => {
    const { outsider } = world().civil;
    const { case: id } = await openReport(world(), ["linde"]);
    const before = await reads();
    const strangers = [outsider, world().military.head, world().military.officer];
    for (const by of [...strangers, world().administrator]) {
      const refused = await readCase(id, by, world().ports).catch((error: unknown) => error);
      const absent = world().ports.newId();
      const unknown = await readCase(absent, by, world().ports).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "not-found" });
      expect(String(refused).replace(id, absent)).toBe(String(unknown));
    }
    expect(await reads()).toBe(before);
    expect(await world().kinds(id)).toMatchObject({ alarm: 4 });
    const alarms = await world().as("auditor", async (client) => {
      const { rows } = await client.query("select kind, person from alarm where case_id = $1", [
        id,
      ]);
      return rows.length;
    });
    expect(alarms).toBe(4);
  });

  test("without need takes no step either", async () => {
    const { outsider } = world().civil;
    const { case: id } = await openReport(world(), ["linde"]);
    await expect(step(world(), id, outsider, state("state:necessity"))).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await world().kinds(id)).toEqual({ "case-open": 1, verdict: 1, alarm: 1 });
  });

  test("is let in by somebody who is in, never by himself", async () => {
    const { officer, colleague, outsider, head } = world().civil;
    const { case: id } = await openReport(world(), ["linde"]);
    await expect(letIn(id, colleague, outsider, world().ports)).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(letIn(id, head, head, world().ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(letIn(id, world().military.officer, officer, world().ports)).rejects.toMatchObject(
      { code: "not-allowed" },
    );
    await letIn(id, colleague, officer, world().ports);
    await letIn(id, colleague, officer, world().ports);
    expect(await world().kinds(id)).toMatchObject({ "case-let-in": 1 });
    const stated = await step(world(), id, colleague, state("state:necessity"));
    expect(stated.status).toBe("open");
  });
});

describe("a compartment", () => {
  test("closes a case to everybody who is not in it, also to whoever decides", async () => {
    const { officer, head, assessor } = world().civil;
    await world().compartment("ORCHID", [officer, assessor]);
    const item = await submitReport(world());
    const opened = await openReport(world(), ["alder"], { item, compartments: ["ORCHID"] });
    expect((await readCase(opened.case, assessor, world().ports)).kind).toBe("case");
    await expect(readCase(opened.case, head, world().ports)).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(approve(world(), opened.case, head, "head")).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(letIn(opened.case, head, officer, world().ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
  });

  test("of an item closes every case on it, those that were open before too", async () => {
    const { officer, colleague, head } = world().civil;
    await world().compartment("TULIP", [officer]);
    const bytes = await world().item("winter-market.md");
    const name = "winter-market.md";
    const { item } = await submitItem({ by: officer, name, bytes }, world().ports);
    const opened = await openReport(world(), ["linde"], { item });
    expect((await readCase(opened.case, head, world().ports)).kind).toBe("case");
    const compartments = ["TULIP"];
    const again = await submitItem({ by: officer, name, bytes, compartments }, world().ports);
    expect(again).toMatchObject({ item, isNew: false });
    await expect(readCase(opened.case, head, world().ports)).rejects.toMatchObject({
      code: "not-found",
    });
    const asked = { by: colleague, item, recipients: ["linde"], request: REQUEST };
    await expect(openCase(asked, world().ports)).rejects.toMatchObject({ code: "not-found" });
    await expect(submitItem({ by: colleague, name, bytes }, world().ports)).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("that somebody is not in cannot be named either", async () => {
    const { officer, colleague } = world().civil;
    await world().compartment("ASTER", [colleague]);
    await expect(openReport(world(), ["linde"], { compartments: ["ASTER"] })).rejects.toMatchObject(
      { code: "not-allowed" },
    );
    const bytes = new TextEncoder().encode("A note about nothing in particular.\n");
    await expect(
      submitItem({ by: officer, name: "note.txt", bytes, compartments: ["ASTER"] }, world().ports),
    ).rejects.toMatchObject({ code: "not-allowed" });
    expect(await world().ports.items.findBytes(sha256(bytes))).toBeUndefined();
  });
});

describe("the list of cases", () => {
  test("shows whoever decides all of his service, and everybody else what he takes part in", async () => {
    const { officer, colleague, head } = world().civil;
    const { case: own } = await openReport(world(), ["linde"]);
    const item = await submitReport(world(), { by: world().military.officer });
    const by = world().military.officer;
    const { case: foreign } = await openReport(world(), ["linde"], { item, by });
    const { case: hidden } = await openReport(world(), ["linde"], { compartments: ["ORCHID"] });
    const seenBy = async (person: string): Promise<readonly string[]> =>
      (await all({ by: person })).map(({ id }) => id);
    expect(await seenBy(head)).toContain(own);
    expect(await seenBy(head)).not.toContain(foreign);
    expect(await seenBy(head)).not.toContain(hidden);
    expect(await seenBy(officer)).toContain(hidden);
    expect(await seenBy(colleague)).not.toContain(own);
    expect(await seenBy(world().military.head)).toEqual([foreign]);
    expect(await seenBy(world().administrator)).toEqual([]);
  });

  test("is given in pages that hold every case once, those changed last first", async () => {
    const { head } = world().civil;
    for (let made = 0; made < 5; made += 1) await openReport(world(), ["elm"]);
    const whole = await all({ by: head });
    const paged = await all({ by: head, most: 2 });
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
    const times = whole.map(({ updated }) => updated);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test("is filtered by status, outcome, partner, taking part and what is due, each alone and together", async () => {
    const { head, officer } = world().civil;
    const { case: withdrawn } = await openReport(world(), ["beacon"]);
    await step(world(), withdrawn, officer, { kind: "withdraw", says: SAYS });
    const { case: held } = await openReport(world(), ["beacon", "medlar"]);
    expect((await all({ by: head, partner: "medlar" })).map(({ id }) => id)).toEqual([held]);
    await step(world(), held, officer, {
      kind: "amend",
      recipients: ["beacon"],
      request: REQUEST,
    });
    const whole = await all({ by: head });
    expect(await all({ by: head, partner: "medlar" })).toEqual([]);
    const filters: readonly (readonly [Partial<ListCases>, (one: CaseListRow) => boolean])[] = [
      [{ status: "withdrawn" }, ({ status }) => status === "withdrawn"],
      [{ outcome: "hold" }, ({ outcome }) => outcome === "hold"],
      [{ partner: "beacon" }, ({ id }) => [withdrawn, held].includes(id)],
      [{ partner: "beacon", status: "open" }, ({ id }) => id === held],
      [{ isDue: true }, ({ isDue }) => isDue],
      [{ mine: true }, () => false],
    ];
    for (const [filter, isMeant] of filters) {
      const found = await all({ by: head, ...filter });
      expect(found).toEqual(whole.filter(isMeant));
    }
    const mine = await all({ by: officer, partner: "beacon", status: "open" });
    expect(mine.map(({ id }) => id)).toEqual([held]);
  });
});

async function all(asked: ListCases): Promise<readonly CaseListRow[]> {
  const found: CaseListRow[] = [];
  let page = await listCases(asked, world().ports);
  found.push(...page.cases);
  while (page.next !== undefined) {
    page = await listCases({ ...asked, after: page.next }, world().ports);
    found.push(...page.cases);
  }
  return found;
}

async function reads(): Promise<number> {
  return world().as("auditor", async (client) => {
    const { rows } = await client.query("select 1 from read_pending");
    return rows.length;
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
