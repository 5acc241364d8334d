import { randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { addGrant } from "../../../src/store/people/grants.ts";
import { grantPermission } from "../../../src/usecases/cases/permissions/grant-permission.ts";
import {
  approve,
  openReport,
  REQUEST,
  stateNeed,
  view,
} from "../../usecases/cases/support/drive.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";

// Everything here is written past our functions, on a connection that has the rights of the server: what
// is refused is refused by the database.

const world = useWorld();

/** A case that waits for two signatures, and the grants of those who could give them. */
interface Ready {
  readonly case: string;
  readonly manifest: Buffer;
  readonly requester: string;
  readonly grants: Readonly<Record<string, Grant>>;
}

interface Grant {
  readonly id: string;
  readonly person: string;
  readonly role: string;
  readonly valid_from: string;
  readonly valid_until: string;
}

let ready: Ready;

beforeAll(async () => {
  ready = await readyCase();
}, 120_000);

async function readyCase(): Promise<Ready> {
  const { case: id } = await openReport(world(), ["alder"]);
  const stated = await stateNeed(world(), id);
  const grants = await raw(async (client) => {
    const { rows } = await client.query<Grant>(
      `select grant_id as id, person, role, valid_from::text, valid_until::text
       from role_confirmation where person = any($1)`,
      [Object.values(world().civil)],
    );
    return Object.fromEntries(rows.map((row) => [row.role, row]));
  });
  return {
    case: id,
    manifest: Buffer.from(stated.manifest, "hex"),
    requester: world().civil.officer,
    grants,
  };
}

async function raw<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return world().as("app", work);
}

/** What refuses, by PostgreSQL's code for it. */
const REFUSALS: Readonly<Record<string, string>> = {
  "23514": "check",
  "23505": "unique",
  "23503": "reference",
  "42501": "right",
};

/** What became of a statement: "done", or what refused it, with the name of the constraint. */
async function attempt(work: (client: pg.Client) => Promise<unknown>): Promise<string> {
  return raw(async (client) => {
    await client.query("begin");
    try {
      await work(client);
      return "done";
    } catch (error) {
      const { code, constraint = "" } = error as {
        readonly code: string;
        readonly constraint?: string;
      };
      return `${REFUSALS[code] ?? String(error)} ${constraint}`;
    } finally {
      await client.query("rollback");
    }
  });
}

async function insert(
  client: pg.Client,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, i) => `$${i + 1}`).join(", ");
  await client.query(
    `insert into ${table} (${names.join(", ")}) values (${places})`,
    Object.values(row),
  );
}

/** An act that approves, and the approval, with one thing or another put differently. */
async function sign(
  client: pg.Client,
  role: string,
  other: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const grant = ready.grants[role];
  if (grant === undefined) throw new Error(`nobody is ${role}`);
  const approver = other["approver"] ?? grant.person;
  const act = randomUUID();
  const { rows } = await client.query<{ seq: string }>(
    "select max(seq) as seq from act where case_id = $1",
    [ready.case],
  );
  const seq = Number(rows[0]?.seq) + 1;
  await insert(client, "act", {
    id: act,
    case_id: ready.case,
    seq,
    previous: seq - 1,
    kind: "approve",
    person: approver,
    at: world().now,
  });
  await insert(client, "approval", {
    act,
    case_id: ready.case,
    manifest: ready.manifest,
    role,
    approver,
    requester: ready.requester,
    round: 1,
    previous: null,
    grant_id: grant.id,
    valid_from: grant.valid_from,
    valid_until: grant.valid_until,
    on_day: "2026-11-26",
    expires: "9999-12-31",
    ...other,
  });
  return act;
}

interface Step {
  readonly role: string;
  readonly approval?: string;
  readonly permission?: string;
  readonly approver: string;
  readonly other?: Readonly<Record<string, unknown>>;
}

/** A demand of roles for Alder, the steps that are to meet it, and the clearance. */
async function clear(
  client: pg.Client,
  demanded: readonly string[],
  steps: readonly Step[],
): Promise<string> {
  const id = randomUUID();
  const about = { case_id: ready.case, manifest: ready.manifest };
  const at = world().now;
  await insert(client, "demand", { id, ...about, roles: demanded.length, at });
  for (const [i, role] of demanded.entries()) {
    await insert(client, "demand_role", { demand: id, nth: i + 1, partner: "alder", role });
  }
  await insert(client, "clearance_step", { demand: id, nth: 0, ...about, on_day: "2026-11-26" });
  for (const [i, { role, approver, approval, permission, other }] of steps.entries()) {
    await insert(client, "clearance_step", {
      demand: id,
      nth: i + 1,
      previous: i,
      ...about,
      partner: "alder",
      role,
      approver,
      approval: approval ?? null,
      permission: permission ?? null,
      expires: "9999-12-31",
      on_day: "2026-11-26",
      ...other,
    });
  }
  await insert(client, "clearance", { id, ...about, roles: demanded.length, at });
  await insert(client, "case_clearance", { ...about, clearance: id });
  return id;
}

function holder(role: string): string {
  return ready.grants[role]?.person ?? "";
}

describe("the database lets through", () => {
  test("two distinct approvals under confirmed roles, and the clearance on them", async () => {
    const outcome = await attempt(async (client) => {
      const head = await sign(client, "head");
      const assessor = await sign(client, "second-assessor");
      await clear(
        client,
        ["head", "second-assessor"],
        [
          { role: "head", approver: holder("head"), approval: head },
          { role: "second-assessor", approver: holder("second-assessor"), approval: assessor },
        ],
      );
    });
    expect(outcome).toBe("done");
  });
});

describe("the database refuses an approval", () => {
  test("by the requester, whatever role that person holds", async () => {
    const grant = await world().grant(ready.requester, "legal");
    const given = { approver: ready.requester, grant_id: grant, valid_from: "2020-01-01" };
    expect(await attempt((client) => sign(client, "legal", given))).toMatch(/^check/);
    // And the requester is the one of the case, not one that is written beside it.
    const other = { ...given, requester: holder("head") };
    expect(await attempt((client) => sign(client, "legal", other))).toMatch(/^reference/);
  });

  test("under a role that was proposed and never confirmed", async () => {
    const person = await world().person("lowland", "Proposed head");
    const id = randomUUID();
    const { store } = world().site;
    await store.as("app").transact(id, (transactor) =>
      addGrant(
        transactor,
        {
          id,
          person,
          role: "head",
          from: "2020-01-01",
          until: undefined,
          mandate: "Proposed only",
          proposedBy: world().administrator,
          administers: false,
          salt: randomBytes(32),
          founder: undefined,
        },
        world().now,
      ),
    );
    const given = { approver: person, grant_id: id };
    expect(await attempt((client) => sign(client, "head", given))).toMatch(/^reference/);
  });

  test("under another's grant, another role's, or with other days than were granted", async () => {
    const grant = await world().grant(holder("legal"), "power-holder", "2020-01-01", "2026-11-20");
    const lapsed = { approver: holder("legal"), grant_id: grant, valid_from: "2020-01-01" };
    const cases: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      ["head", { approver: holder("legal") }],
      ["head", { grant_id: ready.grants["legal"]?.id }],
      ["power-holder", { ...lapsed, valid_until: "9999-12-31" }],
      ["head", { valid_from: "2019-01-01" }],
    ];
    ready = {
      ...ready,
      grants: { ...ready.grants, "power-holder": ready.grants["legal"] as Grant },
    };
    for (const [role, other] of cases) {
      expect(await attempt((client) => sign(client, role, other))).toMatch(/^reference/);
    }
    const onTime = { ...lapsed, valid_until: "2026-11-20" };
    expect(await attempt((client) => sign(client, "power-holder", onTime))).toMatch(/^check/);
  });

  test("on a day on which the role was not held, or that outlasts its mandate", async () => {
    expect(await attempt((client) => sign(client, "head", { on_day: "2019-12-31" }))).toMatch(
      /^check/,
    );
    const acting = await world().person("lowland", "Acting head");
    const grant = await world().grant(acting, "head", "2026-01-01", "2026-12-01");
    const given = {
      approver: acting,
      grant_id: grant,
      valid_from: "2026-01-01",
      valid_until: "2026-12-01",
    };
    expect(
      await attempt((client) => sign(client, "head", { ...given, expires: "2026-12-02" })),
    ).toMatch(/^check/);
    expect(
      await attempt((client) => sign(client, "head", { ...given, expires: "2026-12-01" })),
    ).toBe("done");
  });

  test("as an administrator", async () => {
    const other = { role: "administrator" };
    expect(await attempt((client) => sign(client, "head", other))).toMatch(/^check/);
  });

  test("twice by one person under one role, but after it was taken back by his own act", async () => {
    const twice = await attempt(async (client) => {
      await sign(client, "head");
      await sign(client, "head");
    });
    expect(twice).toMatch(/^unique/);
    const unended = await attempt(async (client) => {
      await sign(client, "head");
      await sign(client, "head", { round: 2, previous: 1 });
    });
    expect(unended).toMatch(/^reference/);
    const byAnother = await attempt(async (client) => {
      const approval = await sign(client, "head");
      const act = await sign(client, "legal");
      await end(client, approval, act);
    });
    expect(byAnother).toMatch(/^reference/);
  });

  test("in an act that somebody else took, or of another case", async () => {
    const borrowed = await attempt(async (client) => {
      const act = await sign(client, "head");
      await insert(client, "approval", {
        act,
        case_id: ready.case,
        manifest: Buffer.alloc(32),
        role: "legal",
        approver: holder("legal"),
        requester: ready.requester,
        round: 1,
        grant_id: ready.grants["legal"]?.id,
        valid_from: ready.grants["legal"]?.valid_from,
        valid_until: ready.grants["legal"]?.valid_until,
        on_day: "2026-11-26",
        expires: "9999-12-31",
      });
    });
    expect(borrowed).toMatch(/^(?:unique|reference)/);
    const { case: other } = await openReport(world(), ["alder"]);
    expect(await attempt((client) => sign(client, "head", { case_id: other }))).toMatch(
      /^reference/,
    );
  });
});

async function end(client: pg.Client, approval: string, act: string): Promise<void> {
  await insert(client, "approval_end", {
    approval,
    act,
    case_id: ready.case,
    manifest: ready.manifest,
    role: "head",
    approver: holder("head"),
    round: 1,
  });
}

describe("the database refuses a clearance", () => {
  const both = ["head", "second-assessor"];

  test("with fewer signatures than its decision demanded", async () => {
    const one = await attempt(async (client) => {
      const approval = await sign(client, "head");
      await clear(client, both, [{ role: "head", approver: holder("head"), approval }]);
    });
    expect(one).toMatch(/^reference clearance_/);
    expect(await attempt((client) => clear(client, both, []))).toMatch(/^reference clearance_/);
  });

  test("in which one person signs twice", async () => {
    const grant = await world().grant(holder("head"), "second-assessor");
    const twice = await attempt(async (client) => {
      const head = await sign(client, "head");
      const assessor = await sign(client, "second-assessor", {
        approver: holder("head"),
        grant_id: grant,
        valid_from: "2020-01-01",
      });
      await clear(client, both, [
        { role: "head", approver: holder("head"), approval: head },
        { role: "second-assessor", approver: holder("head"), approval: assessor },
      ]);
    });
    expect(twice).toMatch(/^unique/);
  });

  test.each([
    ["of another manifest", { manifest: Buffer.alloc(32, 7) }, {}],
    ["of another role than is demanded", {}, { role: "legal" }],
    ["by another than gave it", {}, { approver: "legal" }],
    ["for another recipient than is demanded", {}, { partner: "linde" }],
    ["without one", {}, { approval: null }],
    ["out of its order", {}, { nth: 3, previous: 2 }],
  ])("on an approval %s", async (_, signed, put) => {
    const outcome = await attempt(async (client) => {
      const approval = await sign(client, "head", signed);
      const other = Object.fromEntries(
        Object.entries(put).map(([key, value]) => [
          key,
          key === "approver" ? holder(String(value)) : value,
        ]),
      );
      await clear(client, ["head"], [{ role: "head", approver: holder("head"), approval, other }]);
    });
    expect(outcome).toMatch(/^(?:reference|check)/);
  });

  test("on an approval that has run out", async () => {
    const outcome = await attempt(async (client) => {
      const approval = await sign(client, "head", { on_day: "2026-11-20", expires: "2026-11-25" });
      const other = { expires: "2026-11-25" };
      await clear(client, ["head"], [{ role: "head", approver: holder("head"), approval, other }]);
    });
    expect(outcome).toMatch(/^check/);
    const lying = await attempt(async (client) => {
      const approval = await sign(client, "head", { on_day: "2026-11-20", expires: "2026-11-25" });
      await clear(client, ["head"], [{ role: "head", approver: holder("head"), approval }]);
    });
    expect(lying).toMatch(/^reference/);
  });

  test("that says of itself it stands on fewer", async () => {
    const outcome = await attempt(async (client) => {
      const id = randomUUID();
      const about = { case_id: ready.case, manifest: ready.manifest };
      await insert(client, "demand", { id, ...about, roles: 2, at: world().now });
      await insert(client, "clearance_step", {
        demand: id,
        nth: 0,
        ...about,
        on_day: "2026-11-26",
      });
      await insert(client, "clearance", { id, ...about, roles: 0, at: world().now });
    });
    expect(outcome).toMatch(/^reference/);
  });

  test("that is of another case", async () => {
    const { case: other } = await openReport(world(), ["alder"]);
    const outcome = await attempt(async (client) => {
      const approval = await sign(client, "head");
      const steps = [{ role: "head", approver: holder("head"), approval }];
      const clearance = await clear(client, ["head"], steps);
      const { manifest } = ready;
      await insert(client, "case_clearance", { case_id: other, clearance, manifest });
    });
    expect(outcome).toMatch(/^reference/);
  });
});

describe("the database refuses a permission", () => {
  async function permit(
    client: pg.Client,
    other: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const id = randomUUID();
    const grant = ready.grants["head"];
    await insert(client, "permission", {
      id,
      service: "lowland",
      partner: "alder",
      role: "head",
      giver: grant?.person,
      grant_id: grant?.id,
      valid_from: grant?.valid_from,
      valid_until: grant?.valid_until,
      on_day: "2026-11-26",
      until_day: "2027-11-26",
      unevaluated: true,
      quota: 1,
      at: world().now,
      ...other,
    });
    return id;
  }

  async function use(
    client: pg.Client,
    permission: string,
    other: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await insert(client, "permission_use", {
      permission,
      nth: 1,
      case_id: ready.case,
      requester: ready.requester,
      partner: "alder",
      role: "head",
      giver: holder("head"),
      quota: 1,
      until_day: "2027-11-26",
      on_day: "2026-11-26",
      at: world().now,
      ...other,
    });
  }

  test("for unevaluated data over more than a year, without a quota, or past its mandate", async () => {
    expect(await attempt((client) => permit(client))).toBe("done");
    for (const other of [
      { until_day: "2027-11-28" },
      { quota: 0 },
      { until_day: "2026-11-25" },
      { role: "administrator" },
      { on_day: "2019-01-01" },
    ]) {
      expect(await attempt((client) => permit(client, other))).toMatch(/^check/);
    }
    for (const other of [{ giver: holder("legal") }, { valid_until: "2027-01-01" }]) {
      expect(await attempt((client) => permit(client, other))).toMatch(/^(?:reference|check)/);
    }
    const long = { until_day: "2029-01-01", unevaluated: false };
    expect(await attempt((client) => permit(client, long))).toBe("done");
  });

  test("to be used beyond its quota, past its last day, by whoever gave it, or twice by one case", async () => {
    expect(await attempt(async (client) => use(client, await permit(client)))).toBe("done");
    const refused = [
      { nth: 2, previous: 1 },
      { nth: 2, previous: 1, quota: 2 },
      { on_day: "2027-11-27" },
      { until_day: "2028-11-27" },
      { partner: "linde" },
      { role: "legal" },
      { giver: holder("legal") },
      { requester: holder("legal") },
    ];
    for (const other of refused) {
      expect(await attempt(async (client) => use(client, await permit(client), other))).toMatch(
        /^(?:check|reference)/,
      );
    }
    const twice = await attempt(async (client) => {
      const permission = await permit(client, { quota: 2 });
      await use(client, permission, { quota: 2 });
      await use(client, permission, { quota: 2, nth: 2, previous: 1 });
    });
    expect(twice).toMatch(/^unique/);
    const own = await attempt(async (client) => {
      const grant = await client.query<Grant>(
        `select grant_id as id, valid_from::text, valid_until::text from role_confirmation
         where person = $1 and role = 'officer'`,
        [ready.requester],
      );
      const [held] = grant.rows;
      const terms = {
        role: "officer",
        giver: ready.requester,
        grant_id: held?.id,
        valid_from: held?.valid_from,
        valid_until: held?.valid_until,
      };
      const permission = await permit(client, terms);
      await use(client, permission, { role: "officer", giver: ready.requester });
    });
    expect(own).toMatch(/^check/);
  });

  test("for one partner to clear another", async () => {
    const permission = await grantPermission(
      {
        role: "head",
        by: holder("head"),
        until: "2027-01-31",
        partner: "linde",
        purpose: REQUEST.purpose,
        scope: { topics: ["*"], kinds: ["non-personal"], uses: ["*"] },
        persons: [],
        quota: 5,
        acknowledges: (await view(world(), ready.case, holder("head"))).acknowledge["head"] ?? [],
        says: "A series of like reports, weighed once for all of them",
      },
      world().ports,
    );
    const terms = { until_day: "2027-01-31", quota: 5, partner: "linde" };
    const outcome = await attempt(async (client) => {
      await use(client, permission.id, terms);
      const step = { role: "head", approver: holder("head"), permission: permission.id };
      const other = { expires: "2027-01-31" };
      await clear(client, ["head"], [{ ...step, other }]);
    });
    expect(outcome).toMatch(/^reference/);
  });
});

describe("the database keeps", () => {
  test("acts in one row without gap or second branch, each under its own id", async () => {
    const act = {
      id: randomUUID(),
      case_id: ready.case,
      kind: "state",
      person: ready.requester,
      at: world().now,
    };
    const put = (other: Readonly<Record<string, unknown>>): Promise<string> =>
      attempt((client) => insert(client, "act", { ...act, ...other }));
    expect(await put({ seq: 9, previous: 8 })).toMatch(/^reference/);
    expect(await put({ seq: 2, previous: 1 })).toMatch(/^unique/);
    expect(await put({ seq: 4, previous: 2 })).toMatch(/^check/);
    expect(await put({ seq: 1, previous: null, kind: "open" })).toMatch(/^unique/);
    expect(await put({ seq: 4, previous: 3, kind: "open" })).toMatch(/^check/);
    expect(await put({ seq: 4, previous: 3, person: randomUUID() })).toMatch(/^reference/);
    expect(await put({ seq: 4, previous: 3 })).toBe("done");
  });

  test.each([
    "act",
    "approval",
    "approval_end",
    "demand",
    "demand_role",
    "clearance",
    "clearance_step",
    "permission",
    "permission_use",
    "partner_version",
    "item_version",
    "case_verdict",
    "alarm",
    "person_order",
  ])("%s as it was written: the server can neither change nor delete it", async (table) => {
    expect(await attempt((client) => client.query(`delete from ${table}`))).toMatch(/^right/);
    const column = await raw(async (client) => {
      const { rows } = await client.query<{ name: string }>(
        "select column_name as name from information_schema.columns where table_name = $1 limit 1",
        [table],
      );
      return rows[0]?.name ?? "";
    });
    expect(
      await attempt((client) => client.query(`update ${table} set ${column} = ${column}`)),
    ).toMatch(/^right/);
  });

  test("the requester, the item and the service of a case", async () => {
    for (const column of ["requester", "item", "service", "opened"]) {
      expect(
        await attempt((client) =>
          client.query(`update case_file set ${column} = ${column} where id = $1`, [ready.case]),
        ),
      ).toMatch(/^right/);
    }
  });
});

test("what the functions write is among what the database lets through", async () => {
  const { head, assessor } = world().civil;
  await approve(world(), ready.case, head, "head");
  const cleared = await approve(world(), ready.case, assessor, "second-assessor");
  expect(cleared.clearance).toBeDefined();
});
