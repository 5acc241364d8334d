import { randomBytes, randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import * as enrolments from "../../src/store/people/enrolments.ts";
import * as grants from "../../src/store/people/grants.ts";
import * as compartments from "../../src/store/people/compartments.ts";
import * as passkeys from "../../src/store/people/passkeys.ts";
import * as persons from "../../src/store/people/persons.ts";
import type { Transactor } from "../../src/store/transaction/transaction.ts";
import { useTestStore } from "./support/test-store.ts";

// What the database refuses by itself, whatever the program above it thinks.

const opened = useTestStore();
const AT = "2026-11-26T08:00:00.000Z";
const CHECK = { code: "23514" };
const REFERENCE = { code: "23503" };
const DUPLICATE = { code: "23505" };

const [admin, second, officer] = [randomUUID(), randomUUID(), randomUUID()];

async function as<T>(work: (right: Transactor) => Promise<T>): Promise<T> {
  return await opened().store.as("app").transact(randomUUID(), work);
}

beforeAll(async () => {
  const service = { id: "s", name: "Service", kind: "civil", minister: undefined } as const;
  await as(async (right) => {
    await persons.addService(right, service, AT);
    for (const [id, administers] of [
      [admin, true],
      [second, true],
      [officer, false],
    ] as const) {
      await persons.addPerson(right, { id, service: "s", name: id, administers }, AT);
    }
  });
});

function draft(change: Partial<grants.NewGrantRow> = {}): grants.NewGrantRow {
  return {
    id: randomUUID(),
    person: officer,
    administers: false,
    role: "head",
    from: "2026-11-26",
    until: undefined,
    mandate: "a paper",
    salt: randomBytes(32),
    proposedBy: admin,
    founder: undefined,
    ...change,
  };
}

async function propose(change: Partial<grants.NewGrantRow> = {}): Promise<grants.GrantRow> {
  const grant = draft(change);
  await as((right) => grants.addGrant(right, grant, AT));
  const rest = { confirmedBy: undefined, confirmedAt: undefined, lastDay: undefined };
  return { ...grant, ...rest };
}

describe("the database itself", () => {
  test("lets nobody propose a role for himself", async () => {
    await expect(
      propose({ person: admin, administers: true, role: "administrator" }),
    ).rejects.toMatchObject(CHECK);
  });

  test("lets nobody have a role without a proposer but the first administrators", async () => {
    await expect(propose({ proposedBy: undefined })).rejects.toMatchObject(CHECK);
    await expect(propose({ proposedBy: undefined, founder: 1 })).rejects.toMatchObject(CHECK);
  });

  test("has nine numbers for first administrators, each once", async () => {
    const founder = { person: second, administers: true, role: "administrator" };
    const numbered = { ...founder, proposedBy: undefined };
    await propose({ ...numbered, founder: 9 });
    await expect(propose({ ...numbered, founder: 9 })).rejects.toMatchObject(DUPLICATE);
    await expect(propose({ ...numbered, founder: 10 })).rejects.toMatchObject(CHECK);
    await expect(propose({ ...founder, founder: 8 })).rejects.toMatchObject(CHECK);
  });

  test("gives who administers no other role, and nobody else that one", async () => {
    await expect(propose({ person: second, administers: true })).rejects.toMatchObject(CHECK);
    await expect(propose({ person: second })).rejects.toMatchObject(REFERENCE);
    const made = { administers: true, role: "administrator" };
    await expect(propose(made)).rejects.toMatchObject(REFERENCE);
  });

  test.each([
    ["by whoever proposed it", admin],
    ["by whom it is for", officer],
  ])("confirms no role %s", async (_, by) => {
    const grant = await propose();
    await expect(
      as((right) => grants.confirmGrant(right, grant, { by, at: AT })),
    ).rejects.toMatchObject(CHECK);
  });

  test("confirms no role under another proposer, person, name or day than it was proposed", async () => {
    const grant = await propose({ until: "2027-01-01" });
    const changes: readonly Partial<grants.GrantRow>[] = [
      { proposedBy: second },
      { person: second },
      { role: "minister" },
      { from: "2025-01-01" },
      { until: undefined },
    ];
    for (const change of changes) {
      const by = change.proposedBy === second ? admin : randomUUID();
      const confirming = as((right) =>
        grants.confirmGrant(right, { ...grant, ...change }, { by, at: AT }),
      );
      await expect(confirming, JSON.stringify(change)).rejects.toMatchObject(REFERENCE);
    }
  });

  test("confirms a role once, by a third person, and then says so", async () => {
    const grant = await propose();
    const mark = { by: second, at: AT };
    await as((right) => grants.confirmGrant(right, grant, mark));
    await expect(as((right) => grants.confirmGrant(right, grant, mark))).rejects.toMatchObject(
      DUPLICATE,
    );
    const found = await as((right) => grants.findGrant(right, grant.id));
    expect(found).toMatchObject({ confirmedBy: second, until: undefined, proposedBy: admin });
  });

  test("lets nobody into a compartment by his own word", async () => {
    const place = { id: randomUUID(), compartment: "HARBOUR", person: officer, from: "2026-11-26" };
    await as((right) => compartments.addCompartment(right, "HARBOUR", { by: admin, at: AT }));
    const adding = as((right) =>
      compartments.addMember(right, { ...place, until: undefined }, { by: officer, at: AT }),
    );
    await expect(adding).rejects.toMatchObject(CHECK);
  });

  test("lets nobody make or vouch for a link of his own", async () => {
    const times = { usableFrom: AT, expires: "2026-11-30T08:00:00.000Z" };
    const link = (by: string): enrolments.NewEnrolmentRow => ({
      ...times,
      id: randomUUID(),
      hash: randomBytes(32),
      person: officer,
      kind: "recovery",
      by,
    });
    await expect(
      as((right) => enrolments.addEnrolment(right, link(officer), AT)),
    ).rejects.toMatchObject(CHECK);
    const made = { ...link(admin), confirmedBy: undefined, ended: undefined };
    await as((right) => enrolments.addEnrolment(right, made, AT));
    for (const by of [admin, officer]) {
      const mark = { by, at: AT };
      await expect(
        as((right) => enrolments.confirmEnrolment(right, made, mark)),
      ).rejects.toMatchObject(CHECK);
    }
    await as((right) => enrolments.confirmEnrolment(right, made, { by: second, at: AT }));
    await as((right) => enrolments.endEnrolment(right, made.id, "used", { by: officer, at: AT }));
    await expect(
      as((right) => enrolments.endEnrolment(right, made.id, "used", { by: officer, at: AT })),
    ).rejects.toMatchObject(DUPLICATE);
  });

  test("moves a key's counter from where it is and not from elsewhere", async () => {
    const key = {
      id: randomUUID(),
      person: officer,
      publicKey: randomBytes(77),
      counter: 3,
      at: AT,
    };
    const move = (from: number, to: number): Promise<boolean> =>
      as((right) => passkeys.moveCounter(right, key.id, from, to));
    await as((right) => passkeys.addPasskey(right, key));
    expect([await move(2, 5), await move(3, 5), await move(3, 6)]).toEqual([false, true, false]);
    await as((right) => passkeys.endPasskey(right, key.id, { by: admin, at: AT }));
    expect(await as((right) => passkeys.findPasskey(right, key.id))).toBeUndefined();
  });
});

describe("the program may not", () => {
  const DENIED = { code: "42501" };

  test.each([
    "person",
    "person_end",
    "role_grant",
    "role_confirmation",
    "role_end",
    "enrolment",
    "enrolment_end",
    "passkey",
    "passkey_end",
    "api_token",
    "api_token_end",
    "used_signature",
  ] as const)("take a row out of %s", async (table) => {
    const deleting = as(async ({ change }) => {
      await change.deleteFrom(table).execute();
    });
    await expect(deleting).rejects.toMatchObject(DENIED);
  });

  test("change a role, a person or a key after the fact", async () => {
    for (const [table, values] of [
      ["role_grant", { role: "head" }],
      ["role_confirmation", { confirmed_by: admin }],
      ["person", { administers: false }],
      ["passkey", { public_key: randomBytes(77) }],
      ["session", { person: admin }],
    ] as const) {
      const changing = as(async ({ change }) => {
        await change
          .updateTable(table as "session")
          .set(values as never)
          .execute();
      });
      await expect(changing, table).rejects.toMatchObject(DENIED);
    }
  });
});
