import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  addPartner,
  addPartnerVersion,
  describedServices,
  describeService,
  STANDING,
  versionsOn,
} from "../../src/store/cases/partners.ts";
import { permissionsFor } from "../../src/store/cases/permissions.ts";
import type { Database } from "../../src/store/transaction/database.ts";
import { SqlErasureTables } from "../../src/store/log/erasure-tables.ts";
import { openStore } from "../../src/store/open-store.ts";
import { addMember, addCompartment, listMembers } from "../../src/store/people/compartments.ts";
import { addGrant, endGrant, listGrants } from "../../src/store/people/grants.ts";
import { heldToken } from "../../src/store/people/holders.ts";
import { addPerson, addService, endPerson, findPerson } from "../../src/store/people/persons.ts";
import { addToken, endToken } from "../../src/store/people/tokens.ts";
import { changesRegister, REGISTER_TABLES } from "../../src/store/register/changes.ts";
import { readMark } from "../../src/store/register/mark.ts";
import { putSealed } from "../../src/store/log/sealed-values.ts";
import { registerTexts } from "../../src/store/transaction/statement.ts";
import type { Reader, Transactor } from "../../src/store/transaction/transaction.ts";
import { useTestStore } from "./support/test-store.ts";

// What is remembered of the register must be what the database would have said.

const statements: string[] = [];
const opened = useTestStore({ onStatement: (sql) => void statements.push(sql) });
const AT = "2026-11-26T08:00:00.000Z";
const DAY = "2026-11-26";
const SERVICE = { id: "s", name: "Service", kind: "civil", minister: undefined } as const;
const [admin, officer] = [randomUUID(), randomUUID()];

function app(): Database {
  return opened().store.as("app");
}

/** The same database from another process of the site: it remembers for itself. */
async function elsewhere(): Promise<Database> {
  const { home, database } = opened();
  const store = await openStore({ home, database });
  onTestFinished(async () => await store.close());
  return store.as("app");
}

async function change(work: (right: Transactor) => Promise<unknown>, on = app()): Promise<void> {
  await on.transact(randomUUID(), async (right) => void (await work(right)));
}

async function markNow(): Promise<string | undefined> {
  return (await app().ask(readMark({})))[0]?.mark;
}

/** How many statements of the register, but for its mark, were sent while `work` ran. */
async function sent(work: () => Promise<unknown>): Promise<number> {
  statements.length = 0;
  await work();
  return statements.filter((sql) => registerTexts().includes(sql)).length;
}

beforeAll(async () => {
  await change(async (right) => {
    await addService(right, SERVICE, AT);
    for (const [id, administers] of [
      [admin, true],
      [officer, false],
    ] as const) {
      await addPerson(right, { id, service: "s", name: id, administers }, AT);
    }
  });
});

function propose(right: Transactor, id: string): Promise<void> {
  const days = { from: DAY, until: undefined };
  const by = { proposedBy: admin, founder: undefined };
  const paper = { mandate: "a paper", salt: randomBytes(32) };
  const grant = { id, person: officer, administers: false, role: "head", ...days, ...paper, ...by };
  return addGrant(right, grant, AT);
}

describe("what is remembered of the register", () => {
  test("is looked up once, and then only its mark", async () => {
    const look = async (): Promise<unknown> =>
      await app().read(async (reader) => [
        await findPerson(reader, officer),
        await listGrants(reader, officer),
      ]);
    const first = await look();
    expect(await sent(look)).toBe(0);
    expect(statements).toContain(readMark({}).sql);
    expect(await look()).toEqual(first);
  });

  test("counts no more once another process has changed it", async () => {
    const grants = (): Promise<number> =>
      app().read(async (reader) => (await listGrants(reader, officer)).length);
    const before = await grants();
    expect(await sent(grants)).toBe(0);
    await change(async (right) => await propose(right, randomUUID()), await elsewhere());
    expect(await grants()).toBe(before + 1);
  });

  test("counts no more for who asks, either: a token that was ended elsewhere", async () => {
    const [id, hash] = [randomUUID(), randomBytes(32)];
    const token = { id, person: officer, machine: "m", scopes: ["cases:read"] };
    const kept = { ...token, certificate: undefined, expires: "2026-12-26T08:00:00.000Z" };
    await change(async (right) => await addToken(right, hash, kept, AT));
    const ended = async (): Promise<unknown> => (await app().ask(heldToken({ hash })))[0]?.ended;
    expect([await ended(), await ended()]).toEqual([null, null]);
    expect(await sent(ended)).toBe(0);
    await change(
      async (right) => await endToken(right, id, { by: officer, at: AT }),
      await elsewhere(),
    );
    expect(await ended()).not.toBeNull();
  });

  test("is gone with what was sealed of it, once that is erased", async () => {
    const entry = randomUUID();
    const sealed = {
      entry,
      field: STANDING,
      subject: entry,
      commitment: "0".repeat(64),
      box: randomBytes(50),
    };
    const version = { partner: "p", isGroup: false, number: 1, entry, hash: randomBytes(32) };
    await change(async (right) => {
      const kept = { ...version, recordedOn: DAY, from: DAY, by: admin, at: AT };
      await addPartner(right, kept, entry);
      await addPartnerVersion(right, kept);
      await putSealed(right, [sealed]);
    });
    const standing = (): Promise<unknown> =>
      app().read(async (reader) => (await versionsOn(reader, DAY, ["p"])).at(0)?.sealed?.box);
    expect(await standing()).toEqual(sealed.box);
    expect(await sent(standing)).toBe(0);
    await change(
      async (right) =>
        await new SqlErasureTables(right, AT).dropSealed([{ entry, field: STANDING }]),
      opened().store.as("sequencer"),
    );
    expect(await standing()).toBeUndefined();
  });

  test("does not let an error through that comes of it alone", async () => {
    const id = randomUUID();
    const refuseUnknown = (): Promise<string> =>
      app().read(async (reader) => {
        const person = await findPerson(reader, id);
        if (person === undefined) throw new Error("nobody of that name");
        return person.name;
      });
    await expect(refuseUnknown()).rejects.toThrow("nobody of that name");
    await app().read(async (reader) => await findPerson(reader, id));
    await change(
      async (right) =>
        await addPerson(right, { id, service: "s", name: "new", administers: false }, AT),
      await elsewhere(),
    );
    expect(await refuseUnknown()).toBe("new");
  });

  test("is not used where something is written: a transaction sees what it has done itself", async () => {
    const id = randomUUID();
    await app().read(async (reader) => await findPerson(reader, id));
    const seen = await app().transact(id, async (right) => {
      await addPerson(right, { id, service: "s", name: "own", administers: false }, AT);
      return (await findPerson(right, id))?.name;
    });
    expect(seen).toBe("own");
  });

  test("is of the state that the rest of the transaction sees", async () => {
    const id = randomUUID();
    await app().read(async (reader) => await findPerson(reader, id));
    const there = await elsewhere();
    const add = { id, service: "s", name: "x", administers: false };
    const seen = await app().read(async (reader) => {
      const before = await findPerson(reader, officer);
      await change(async (right) => await addPerson(right, add, AT), there);
      return [before?.id, await findPerson(reader, id)];
    });
    expect(seen).toEqual([officer, undefined]);
    expect((await app().read(async (reader) => await findPerson(reader, id)))?.name).toBe("x");
  });

  test("is always what the database says, whatever is changed by whom", async () => {
    const there = await elsewhere();
    const places = [app(), there];
    const people = [officer, admin];
    const grants: string[] = [];
    const acts = fc.constantFrom("grant", "end", "member", "person", "country");
    const step = fc.record({ act: acts, by: fc.nat(1), read: fc.nat(1), whom: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        for (const { act, by, read, whom } of steps) {
          await change(async (right) => await alter(right, act, people, grants), places[by]);
          const person = people[whom % people.length] ?? officer;
          const look = (reader: Reader): Promise<unknown> => everything(reader, person);
          const remembered = await places[read]?.read(look);
          // A transaction that may write remembers nothing.
          expect(remembered).toEqual(await app().transact(randomUUID(), look));
          expect(await places[read]?.read(look)).toEqual(remembered);
        }
      }),
      { numRuns: 20 },
    );
  });
});

async function alter(
  right: Transactor,
  act: string,
  people: string[],
  grants: string[],
): Promise<void> {
  const id = randomUUID();
  const mark = { by: admin, at: AT };
  const open = act === "end" ? grants.pop() : undefined;
  if (act === "country") {
    await describeService(right, "s", "NL", [id], AT);
  } else if (act === "member") {
    await addCompartment(right, `c-${id}`, mark);
    const days = { from: DAY, until: undefined };
    await addMember(right, { id, compartment: `c-${id}`, person: officer, ...days }, mark);
  } else if (act === "person") {
    await addPerson(right, { id, service: "s", name: id, administers: false }, AT);
    if (people.length > 2) await endPerson(right, people.pop() ?? id, mark);
    people.push(id);
  } else if (open !== undefined) {
    await endGrant(right, open, DAY, mark);
  } else {
    await propose(right, id);
    grants.push(id);
  }
}

async function everything(reader: Reader, person: string): Promise<unknown> {
  return await Promise.all([
    findPerson(reader, person),
    listGrants(reader, person),
    listMembers(reader, person),
    describedServices(reader, "s"),
    versionsOn(reader, DAY, ["harbour"]),
    permissionsFor(reader, ["harbour"], { service: "s" }, DAY),
  ]);
}

describe("the register's mark", () => {
  test("is another after each statement that writes to one of its tables", async () => {
    const before = await markNow();
    await change(async (right) => await addCompartment(right, "marked", { by: admin, at: AT }));
    const after = await markNow();
    expect(after).not.toBe(before);
    await change(async ({ change: query }) => {
      const row = { id: randomUUID(), origin: randomUUID(), partner: null };
      await query.insertInto("log").values(row).execute();
    });
    expect(await markNow()).toBe(after);
  });

  test("stays where what was to be changed was not", async () => {
    const before = await markNow();
    const failing = change(async (right) => {
      await addCompartment(right, "undone", { by: admin, at: AT });
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(await markNow()).toBe(before);
  });

  test.each([
    ['insert into "person" ("id") values ($1)', true],
    ["\n insert into service_alias (service, alias, at) select $1", true],
    ['update "partner" set "revision" = $1', true],
    ["delete from sealed_value where entry_id = $1", true],
    ["insert into sealed_value (entry_id) select $1", false],
    ['select "id" from "person" for update', false],
    ['insert into "case_party" ("person") values ($1)', false],
    ['insert into "person_order" ("id") values ($1)', false],
    ["with gone as (delete from role_end where id = $1 returning id) select 1", true],
  ])("%s: %s", (sql, changes) => {
    expect(changesRegister(sql)).toBe(changes);
  });
});

describe("each lookup whose answer is remembered", () => {
  test("reads tables of the register alone, and what is sealed of their rows", async () => {
    const texts = registerTexts();
    expect(texts.length).toBeGreaterThan(8);
    const read = await opened().asAdministrator(async (client) => {
      await client.query("set plan_cache_mode = force_generic_plan");
      const found = new Set<string>();
      for (const [at, text] of texts.entries()) {
        await client.query(`prepare p${at} as ${text}`);
        const nulls = Array.from({ length: places(text) }, () => "null").join(", ");
        const called = nulls === "" ? `p${at}` : `p${at}(${nulls})`;
        const { rows } = await client.query(`explain (format json) execute ${called}`);
        for (const [, name = ""] of JSON.stringify(rows).matchAll(/"Relation Name":"(\w+)"/g)) {
          found.add(name);
        }
      }
      return found;
    });
    expect([...read].filter((name) => !REGISTER_TABLES.has(name))).toEqual(["sealed_value"]);
    expect([...REGISTER_TABLES].filter((name) => !read.has(name))).toEqual(["compartment"]);
  });
});

function places(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
}

describe("memory of the register", () => {
  test("takes nothing of a secret that nobody has: anybody may ask with one", async () => {
    const hash = randomBytes(32);
    const ask = async (): Promise<unknown> => await app().ask(heldToken({ hash }));
    expect(await ask()).toEqual([]);
    expect(await sent(ask)).toBe(1);
  });

  test("is lost with the connections it was read over", async () => {
    const look = (): Promise<unknown> =>
      app().read(async (right) => await findPerson(right, admin));
    await look();
    expect(await sent(look)).toBe(0);
    await opened().asAdministrator(async (client) => {
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'caveat_app'",
      );
    });
    expect(await sent(look)).toBeGreaterThan(0);
  });
});
