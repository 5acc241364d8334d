import { beforeEach, describe, expect, test } from "vitest";
import { addDays } from "../../../src/core/day.ts";
import type { StandingPermission } from "../../../src/core/casework/permission.ts";
import { decideCase } from "../../../src/usecases/cases/deciding/decide-case.ts";
import {
  endPermission,
  grantPermission,
  type GrantPermission,
} from "../../../src/usecases/cases/permissions/grant-permission.ts";
import { passDays } from "../../../src/usecases/cases/deciding/pass-days.ts";
import type { PersonDescription } from "../../../src/usecases/cases/redress/person-text.ts";
import { submitItem } from "../../../src/usecases/cases/items/submit-item.ts";
import {
  approvalBy,
  approve,
  openReport,
  PLAIN,
  REQUEST,
  SAYS,
  stateNeed,
  step,
  submitReport,
  view,
} from "./support/drive.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();
const SCOPE = {
  topics: ["cyber-espionage"],
  kinds: ["non-personal"],
  uses: ["intelligence"],
} as const;

// A permission that was ended counts until the end of its day: each test has a day of its own.
beforeEach(() => world().setDay(addDays(world().now.slice(0, 10), 1)));

/** A permission by the civil service's head for reports like the scenario's to Alder. */
async function permit(more: Partial<GrantPermission> = {}): Promise<StandingPermission> {
  const { head } = world().civil;
  const { case: id } = await openReport(world(), ["alder"]);
  const { acknowledge } = await view(world(), id, head);
  return grantPermission(
    {
      role: "head",
      by: head,
      until: addDays(world().now.slice(0, 10), 60),
      partner: "alder",
      purpose: REQUEST.purpose,
      scope: SCOPE,
      persons: [],
      quota: 2,
      acknowledges: acknowledge[more.role ?? "head"] ?? [],
      says: "A series of like reports, weighed once for all of them",
      ...more,
    },
    world().ports,
  );
}

async function readyCase(more: Parameters<typeof openReport>[2] = {}): Promise<string> {
  const { case: id } = await openReport(world(), ["alder"], more);
  await stateNeed(world(), id);
  await approve(world(), id, world().civil.assessor, "second-assessor");
  return id;
}

async function signedBy(id: string): Promise<readonly string[] | undefined> {
  const { clearance } = await view(world(), id, world().civil.head);
  return clearance?.signatures.map(({ from }) => Object.keys(from)[0] ?? "").toSorted();
}

async function uses(permission: string): Promise<number> {
  return world().as("auditor", async (client) => {
    const { rows } = await client.query("select 1 from permission_use where permission = $1", [
      permission,
    ]);
    return rows.length;
  });
}

async function usedBy(id: string): Promise<number> {
  return world().as("auditor", async (client) => {
    const { rows } = await client.query("select 1 from permission_use where case_id = $1", [id]);
    return rows.length;
  });
}

describe("a standing permission", () => {
  test("stands for a signature within its scope, as often as its quota says", async () => {
    const permission = await permit();
    const [first, second, third] = [await readyCase(), await readyCase(), await readyCase()];
    expect(await signedBy(first)).toEqual(["approval", "permission"]);
    expect(await signedBy(second)).toEqual(["approval", "permission"]);
    expect(await signedBy(third)).toBeUndefined();
    expect(await uses(permission.id)).toBe(2);
    const { verdicts } = await view(world(), third, world().civil.head);
    const shown = verdicts[0]?.performed.find(
      (_, i) => verdicts[0]?.grounds.performed[i]?.permission === permission.id,
    );
    expect(shown).toMatchObject({ counts: false, why: expect.stringContaining("quota") as string });
    await decideCase(first, world().ports);
    expect(await signedBy(first)).toEqual(["approval", "permission"]);
    await endPermission(permission.id, world().civil.head, world().ports);
  });

  test("is not counted where somebody signed in the case", async () => {
    const permission = await permit();
    const id = await readyCase();
    expect(await signedBy(id)).toEqual(["approval", "permission"]);
    const { case: other } = await openReport(world(), ["alder"]);
    await stateNeed(world(), other);
    await approve(world(), other, world().civil.head, "head");
    await approve(world(), other, world().civil.assessor, "second-assessor");
    expect(await signedBy(other)).toEqual(["approval", "approval"]);
    expect(await uses(permission.id)).toBe(1);
    await endPermission(permission.id, world().civil.head, world().ports);
  });

  test("of one place is given to one of those who reach for it at the same instant", async () => {
    const permission = await permit({ quota: 1 });
    const ids = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { case: id } = await openReport(world(), ["alder"]);
        await stateNeed(world(), id);
        return id;
      }),
    );
    const { assessor } = world().civil;
    await Promise.all(ids.map((id) => approve(world(), id, assessor, "second-assessor")));
    const signed = await Promise.all(ids.map(signedBy));
    expect(signed.filter((one) => one !== undefined)).toEqual([["approval", "permission"]]);
    expect(await uses(permission.id)).toBe(1);
    await endPermission(permission.id, world().civil.head, world().ports);
  });

  test("falls the day after its last, without anybody touching the case", async () => {
    const until = addDays(world().now.slice(0, 10), 2);
    await permit({ until });
    const id = await readyCase();
    expect(await signedBy(id)).toEqual(["approval", "permission"]);
    for (const [days, isCleared] of [
      [1, true],
      [2, true],
      [3, false],
    ] as const) {
      world().setDay(addDays(until, days - 2));
      expect((await passDays(world().now, world().ports)).failed).toEqual([]);
      expect((await signedBy(id)) !== undefined).toBe(isCleared);
    }
  });

  test("that is ended counts that day still and then no more; its cases are decided again", async () => {
    const { head, deputy, officer } = world().civil;
    const permission = await permit();
    const id = await readyCase();
    await expect(endPermission(permission.id, officer, world().ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(
      endPermission(permission.id, world().military.head, world().ports),
    ).rejects.toMatchObject({ code: "not-found" });
    await endPermission(permission.id, deputy, world().ports);
    await expect(endPermission(permission.id, head, world().ports)).rejects.toMatchObject({
      code: "conflict",
    });
    await passDays(world().now, world().ports);
    expect(await signedBy(id)).toEqual(["approval", "permission"]);
    world().setDay(addDays(world().now.slice(0, 10), 1));
    await passDays(world().now, world().ports);
    expect(await signedBy(id)).toBeUndefined();
  });

  test("of another purpose, use, topic or service does not count", async () => {
    const others = [
      await permit({ purpose: "Something else altogether" }),
      await permit({ scope: { ...SCOPE, uses: ["network-defence"] } }),
      await permit({ scope: { ...SCOPE, topics: ["terrorism"] } }),
    ];
    const id = await readyCase();
    expect(await signedBy(id)).toBeUndefined();
    for (const one of others) await endPermission(one.id, world().civil.head, world().ports);
    const { military } = world();
    const item = await submitReport(world(), { by: military.officer });
    await permit({ by: military.head });
    const own = await readyCase();
    expect(await signedBy(own)).toBeUndefined();
    const foreign = await openReport(world(), ["alder"], { item, by: military.officer });
    const { verdicts } = await view(world(), foreign.case, military.head);
    expect(verdicts[0]?.performed).toMatchObject([{ measure: "approve:head", counts: true }]);
  });

  test("about persons covers an item only where everybody in it is one of them", async () => {
    const jan = { names: ["Jan de Vries"], numbers: [{ kind: "passport", value: "NL-12 34 56" }] };
    const piet = { names: ["Piet Bakker"], numbers: [] };
    const scope = { ...SCOPE, kinds: ["personal", "non-personal"] };
    const permission = await permit({ persons: [jan], scope });
    const { ports, civil } = world();
    const facts = { ...PLAIN, personal: true, subjectKnown: true, concerns: ["XL"] };
    const stated = [{ facts, evidence: "Sheet" }];
    const objectionFor = async (
      text: string,
      persons?: readonly PersonDescription[],
    ): Promise<string | undefined> => {
      const { item } = await submitItem(
        {
          by: civil.officer,
          name: "jan.txt",
          bytes: new TextEncoder().encode(`TLP:AMBER\n${text}\n`),
          stated,
          ...(persons === undefined ? {} : { persons }),
        },
        ports,
      );
      const { case: id } = await openReport(world(), ["alder"], { item });
      const { verdicts } = await view(world(), id, civil.head);
      const { binding } = verdicts[0]?.grounds ?? {};
      return binding?.permissions.find((one) => one.id === permission.id)?.objection;
    };
    const same = [{ names: ["Vries, JAN DE"], numbers: [{ kind: "Passport", value: "nl123456" }] }];
    expect(await objectionFor("Jan again", same)).toBeUndefined();
    expect(await objectionFor("Jan and Piet", [jan, piet])).toContain("every person");
    expect(await objectionFor("Only a name", [{ ...jan, numbers: [] }])).toContain("every person");
    expect(await objectionFor("Somebody")).toContain("nobody has said which persons");
    await endPermission(permission.id, civil.head, ports);
  });
});

describe("a permission is refused", () => {
  test.each([
    ["under a role its giver does not hold", { role: "minister" }, "does not hold"],
    ["under a role that decides nothing", { role: "officer" }, "decides nothing"],
    ["without reasons", { says: "ok" }, "no reasons"],
    ["that ends before it begins", { until: "2026-01-01" }, "ends before"],
    ["for no case", { quota: 0 }, "quota"],
    ["without what the rules demand", { acknowledges: [] }, "does not acknowledge"],
    [
      "for unevaluated data by the head, where the rules ask for the minister",
      { scope: { ...SCOPE, kinds: ["unevaluated"] } },
      "minister",
    ],
    [
      "for unevaluated data over more than twelve months",
      { scope: { ...SCOPE, kinds: ["*"] }, until: "2027-12-31" },
      "12 months",
    ],
  ])("%s", async (_, more, says) => {
    await expect(permit(more)).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining(says) as string,
    });
  });

  test("that outlasts the mandate it is given under", async () => {
    const acting = await world().person("lowland", "Acting head");
    const ends = addDays(world().now.slice(0, 10), 20);
    await world().grant(acting, "head", "2026-01-01", ends);
    await expect(permit({ by: acting, until: addDays(ends, 1) })).rejects.toMatchObject({
      message: expect.stringContaining("outlasts the mandate") as string,
    });
    const kept = await permit({ by: acting, until: ends });
    expect(kept.until).toBe(ends);
  });

  test("for a partner that nobody registered", async () => {
    await expect(permit({ partner: "nobody" })).rejects.toMatchObject({ code: "unknown-partner" });
  });
});

test("a case that is cleared anew on the same permission is still one use of it", async () => {
  const { assessor } = world().civil;
  await permit({ quota: 1 });
  const id = await readyCase();
  const first = await view(world(), id, assessor);
  const act = await approvalBy(world(), id, assessor);
  await step(world(), id, assessor, { kind: "retract", act, says: SAYS });
  expect(await signedBy(id)).toBeUndefined();
  await approve(world(), id, assessor, "second-assessor");
  expect(await signedBy(id)).toEqual(["approval", "permission"]);
  const second = await view(world(), id, assessor);
  expect(second.clearance?.id).not.toBe(first.clearance?.id);
  expect(await usedBy(id)).toBe(1);
});

test("an approval that a clearance stands on takes the permission's place when it is taken back", async () => {
  const { head } = world().civil;
  await permit();
  const { case: id } = await openReport(world(), ["alder"]);
  await stateNeed(world(), id);
  await approve(world(), id, head, "head");
  await approve(world(), id, world().civil.assessor, "second-assessor");
  expect(await signedBy(id)).toEqual(["approval", "approval"]);
  const act = await approvalBy(world(), id, head);
  await step(world(), id, head, { kind: "retract", act, says: SAYS });
  expect(await signedBy(id)).toEqual(["approval", "permission"]);
  expect(await usedBy(id)).toBe(1);
});
