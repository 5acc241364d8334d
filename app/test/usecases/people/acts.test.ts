import { randomUUID } from "node:crypto";
import { parseEntry } from "caveat-verifier";
import { beforeEach, describe, expect, test } from "vitest";
import { addMember } from "../../../src/usecases/people/authority/add-member.ts";
import { confirmRecovery } from "../../../src/usecases/people/authority/confirm-recovery.ts";
import { confirmRole } from "../../../src/usecases/people/authority/confirm-role.ts";
import { createCompartment } from "../../../src/usecases/people/authority/create-compartment.ts";
import { endMember } from "../../../src/usecases/people/authority/end-member.ts";
import { endPasskey } from "../../../src/usecases/people/authority/end-passkey.ts";
import { endPerson } from "../../../src/usecases/people/authority/end-person.ts";
import { endRole } from "../../../src/usecases/people/authority/end-role.ts";
import { endToken } from "../../../src/usecases/people/authority/end-token.ts";
import { enrolFirstAdministrator } from "../../../src/usecases/people/authority/enrol-first-administrator.ts";
import { invitePerson } from "../../../src/usecases/people/authority/invite-person.ts";
import { issueToken } from "../../../src/usecases/people/authority/issue-token.ts";
import { listPeople } from "../../../src/usecases/people/authority/list-people.ts";
import { proposeRole } from "../../../src/usecases/people/authority/propose-role.ts";
import { recoverAccess } from "../../../src/usecases/people/authority/recover-access.ts";
import { registerService } from "../../../src/usecases/people/authority/register-service.ts";
import { stopEnrolment } from "../../../src/usecases/people/authority/stop-enrolment.ts";
import type { Person } from "../../../src/core/measure.ts";
import { Browser } from "../../http/support/browser.ts";
import { grant, newcomer, SERVICE, useDesk } from "../../http/support/desk.ts";

const opened = useDesk();
const HOUR = 3_600_000;

/** The kinds and bodies of what is on its way to the ledger, by the id of the act. */
async function entryOf(id: string): Promise<unknown> {
  const { store } = opened().store;
  const row = await store
    .as("app")
    .read(async ({ select }) =>
      select.selectFrom("pending").select("body").where("id", "=", id).executeTakeFirst(),
    );
  if (row === undefined) return undefined;
  const { kind, body } = parseEntry(row.body, id);
  return { kind, body };
}

async function rolesOf(person: string): Promise<Person["roles"]> {
  const all = await opened().ports.store.read(listPeople);
  return all.find(({ id }) => id === person)?.roles ?? [];
}

const today = (): string => opened().clock.now().slice(0, 10);

const proposal = (person: string, change: object = {}) => ({
  person,
  role: "head",
  from: today(),
  until: undefined,
  mandate: "Decision 12 of the minister",
  ...change,
});

async function invited(administers = false): Promise<string> {
  const { ports, first } = opened();
  const id = randomUUID();
  const invitation = { id, service: SERVICE, name: "Cy", administers };
  await invitePerson(invitation, first.person, ports);
  return id;
}

const DENIED = (code: string) => ({ name: "Denied", code });

describe("the first administrators", () => {
  test("are enrolled by the operator while fewer than two are at work, and no longer", async () => {
    const { ports } = opened();
    const person = { id: randomUUID(), service: SERVICE, name: "Third" };
    await expect(enrolFirstAdministrator(person, ports)).rejects.toMatchObject(
      DENIED("not-allowed"),
    );
  });

  test("hold their role from that day, which nobody proposed", async () => {
    const { ports, first } = opened();
    expect(await rolesOf(first.person)).toEqual([{ role: "administrator", from: "2026-11-26" }]);
    const all = await ports.store.read((people) => people.grants(first.person));
    expect(all).toMatchObject([{ proposedBy: undefined, confirmedBy: undefined }]);
  });

  test("are in the ledger by number, without their names", async () => {
    const { first } = opened();
    const entry = await entryOf(first.person);
    expect(entry).toMatchObject({ kind: "founder", body: { number: 1, by: "operator" } });
    expect(JSON.stringify(entry)).not.toContain("Ada");
  });

  test("take over from the operator, who then registers no service either", async () => {
    const service = { id: "other", name: "O", kind: "military", minister: "M" } as const;
    const registering = registerService(service, randomUUID(), "operator", opened().ports);
    await expect(registering).rejects.toMatchObject(DENIED("not-allowed"));
    await registerService(service, randomUUID(), opened().first.person, opened().ports);
    const again = registerService(service, randomUUID(), opened().first.person, opened().ports);
    await expect(again).rejects.toMatchObject(DENIED("conflict"));
  });
});

describe("a role", () => {
  let person = "";
  beforeEach(async () => {
    person = (await newcomer(opened())).person;
  });

  test("is held once one has proposed and another confirmed it, and both are in the ledger", async () => {
    const { ports, first, second } = opened();
    const [id, act] = [randomUUID(), randomUUID()];
    await proposeRole(proposal(person, { until: "2027-11-26" }), id, first.person, ports);
    expect(await rolesOf(person)).toEqual([]);
    await confirmRole(id, act, second.person, ports);
    expect(await rolesOf(person)).toEqual([
      { role: "head", from: "2026-11-26", until: "2027-11-26" },
    ]);
    const mandate = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(await entryOf(id)).toMatchObject({ kind: "role-proposed", body: { person, mandate } });
    expect(await entryOf(act)).toEqual({
      kind: "role",
      body: {
        by: second.person,
        from: "2026-11-26",
        grant: id,
        person,
        proposedBy: first.person,
        role: "head",
        until: "2027-11-26",
      },
    });
  });

  test("is not confirmed by whoever proposed it, nor by whom it is for", async () => {
    const { ports, first } = opened();
    const id = randomUUID();
    await proposeRole(proposal(person), id, first.person, ports);
    for (const by of [first.person, person]) {
      const confirming = confirmRole(id, randomUUID(), by, ports);
      await expect(confirming).rejects.toMatchObject(DENIED("not-allowed"));
    }
    expect(await rolesOf(person)).toEqual([]);
  });

  test("is not proposed by an administrator for himself, nor for another administrator", async () => {
    const { ports, first, second } = opened();
    for (const whose of [first.person, second.person]) {
      const proposing = proposeRole(proposal(whose), randomUUID(), first.person, ports);
      await expect(proposing).rejects.toMatchObject(DENIED("not-allowed"));
    }
  });

  test("is proposed by administrators only, and confirmed by heads too", async () => {
    const { ports, first } = opened();
    await grant(opened(), person, "head");
    const other = (await newcomer(opened())).person;
    const proposing = proposeRole(proposal(other), randomUUID(), person, ports);
    await expect(proposing).rejects.toMatchObject(DENIED("not-allowed"));
    const id = randomUUID();
    await proposeRole(proposal(other, { role: "officer" }), id, first.person, ports);
    await confirmRole(id, randomUUID(), person, ports);
    expect(await rolesOf(other)).toMatchObject([{ role: "officer" }]);
  });

  test("is not confirmed before its person has a key, so that no link gives it away", async () => {
    const { ports, first, second } = opened();
    const [without, id] = [await invited(), randomUUID()];
    await proposeRole(proposal(without), id, first.person, ports);
    const confirming = confirmRole(id, randomUUID(), second.person, ports);
    await expect(confirming).rejects.toThrow("has no key yet");
  });

  test("is confirmed once, and the same act is known again", async () => {
    const { ports, first, second } = opened();
    const [id, act] = [randomUUID(), randomUUID()];
    await proposeRole(proposal(person), id, first.person, ports);
    await expect(proposeRole(proposal(person), id, first.person, ports)).rejects.toMatchObject(
      DENIED("conflict"),
    );
    await confirmRole(id, act, second.person, ports);
    for (const again of [act, randomUUID()]) {
      await expect(confirmRole(id, again, second.person, ports)).rejects.toMatchObject(
        DENIED("conflict"),
      );
    }
  });

  test("is confirmed by one of two who do so at the same moment", async () => {
    const { ports, first, second } = opened();
    await grant(opened(), person, "head");
    const other = (await newcomer(opened())).person;
    const id = randomUUID();
    await proposeRole(proposal(other, { role: "officer" }), id, first.person, ports);
    const outcomes = await Promise.allSettled(
      [second.person, person, second.person, person].map((by) =>
        confirmRole(id, randomUUID(), by, ports),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await rolesOf(other)).toHaveLength(1);
  });

  test("does not reach back to before it was confirmed", async () => {
    const { ports, first, second, clock } = opened();
    const id = randomUUID();
    await expect(
      proposeRole(proposal(person, { from: "2026-11-01" }), id, first.person, ports),
    ).rejects.toMatchObject({ ...DENIED("bad-input"), place: "from" });
    await proposeRole(proposal(person), id, first.person, ports);
    clock.pass(72 * HOUR);
    await confirmRole(id, randomUUID(), second.person, ports);
    expect(await rolesOf(person)).toMatchObject([{ from: today() }]);
  });

  test("ends, and no longer stands when its end is over", async () => {
    const { ports, first } = opened();
    const id = await grant(opened(), person, "head");
    const act = randomUUID();
    await expect(endRole(id, "2026-01-01", act, first.person, ports)).rejects.toMatchObject({
      ...DENIED("bad-input"),
      place: "lastDay",
    });
    await endRole(id, today(), act, first.person, ports);
    expect(await rolesOf(person)).toMatchObject([{ until: today() }]);
    expect(await entryOf(act)).toMatchObject({ kind: "role-end", body: { grant: id, person } });
  });

  test.each([
    ["a day that does not exist", { from: "2026-02-30" }, "from"],
    ["an end before its beginning", { until: "2020-01-01" }, "until"],
    ["a mandate without a paper", { mandate: "  because " }, "mandate"],
    ["a name that is none", { role: "Head of Service" }, "role"],
    ["the day that stands for no end", { until: "9999-12-31" }, "until"],
  ])("is not proposed with %s", async (_, change, place) => {
    const proposing = proposeRole(
      proposal(person, change),
      randomUUID(),
      opened().first.person,
      opened().ports,
    );
    await expect(proposing).rejects.toMatchObject({ ...DENIED("bad-input"), place });
  });
});

describe("somebody whose access has ended", () => {
  test("has no session, no token and no role from then on, and does nothing", async () => {
    const { ports, first } = opened();
    const officer = await newcomer(opened());
    await grant(opened(), officer.person, "head");
    const token = await issueToken(
      {
        machine: "poller",
        scopes: ["people:read"],
        expires: "2027-01-01T00:00:00.000Z",
        certificate: undefined,
      },
      randomUUID(),
      officer.person,
      ports,
    );
    const machine = { authorization: `Bearer ${token.secret}` };
    const plain = new Browser(opened());
    expect((await plain.get("/people", { headers: machine })).status).toBe(200);
    expect((await officer.get("/me")).status).toBe(200);

    const act = randomUUID();
    await endPerson(officer.person, act, first.person, ports);

    expect((await officer.get("/me")).status).toBe(401);
    expect((await officer.signIn()).status).toBe(401);
    expect((await plain.get("/people", { headers: machine })).status).toBe(401);
    expect(await entryOf(act)).toMatchObject({
      kind: "person-end",
      body: { person: officer.person },
    });
    expect(await rolesOf(officer.person)).toMatchObject([{ until: today() }]);
    const acting = createCompartment("LATE", randomUUID(), officer.person, ports);
    await expect(acting).rejects.toMatchObject(DENIED("not-signed-in"));
    await expect(endPerson(officer.person, randomUUID(), first.person, ports)).rejects.toThrow(
      "has ended",
    );
  });

  test("was not ended by himself", async () => {
    const { ports, first } = opened();
    const ending = endPerson(first.person, randomUUID(), first.person, ports);
    await expect(ending).rejects.toMatchObject(DENIED("not-allowed"));
  });
});

describe("an administrator who makes another's keys anew", () => {
  test("cannot use the link for a day, which the person sees and can stop", async () => {
    const { ports, first, clock, alarms } = opened();
    const officer = await newcomer(opened());
    const link = await recoverAccess(officer.person, randomUUID(), first.person, ports);
    expect(alarms).toContain("recovery");
    const thief = new Browser(opened());
    expect((await thief.enrol(link.secret)).status).toBe(401);
    clock.pass(24 * HOUR - 1);
    expect((await thief.enrol(link.secret)).status).toBe(401);

    await officer.signIn();
    const me = await officer.get("/me");
    expect(me.body["recoveries"]).toMatchObject([{ id: link.id, by: first.person }]);
    expect((await officer.post(`/enrolments/${link.id}/stop`)).status).toBe(200);
    clock.pass(HOUR);
    expect((await thief.enrol(link.secret)).status).toBe(401);
    expect((await officer.signIn()).status).toBe(200);
  });

  test("has it work at once when a second administrator vouches, and the old keys end", async () => {
    const { ports, first, second } = opened();
    const officer = await newcomer(opened());
    const link = await recoverAccess(officer.person, randomUUID(), first.person, ports);
    const alone = confirmRecovery(link.id, randomUUID(), first.person, ports);
    await expect(alone).rejects.toMatchObject(DENIED("not-allowed"));
    await confirmRecovery(link.id, randomUUID(), second.person, ports);
    const anew = new Browser(opened());
    expect((await anew.enrol(link.secret)).status).toBe(200);
    expect(anew.person).toBe(officer.person);
    expect((await officer.get("/me")).status).toBe(401);
    expect((await officer.signIn()).status).toBe(401);
    expect((await anew.enrol(link.secret)).status).toBe(401);
  });

  test("does not make his own", async () => {
    const { ports, first } = opened();
    const making = recoverAccess(first.person, randomUUID(), first.person, ports);
    await expect(making).rejects.toMatchObject(DENIED("not-allowed"));
  });

  test("gives a new link at once to whoever has no key and no role yet", async () => {
    const { ports, first } = opened();
    const person = await invited();
    const link = await recoverAccess(person, randomUUID(), first.person, ports);
    const anew = new Browser(opened());
    expect((await anew.enrol(link.secret)).status).toBe(200);
  });

  test("waits a day where a role was proposed, key or no key", async () => {
    const { ports, first } = opened();
    const person = await invited();
    await proposeRole(proposal(person), randomUUID(), first.person, ports);
    const link = await recoverAccess(person, randomUUID(), first.person, ports);
    expect((await new Browser(opened()).enrol(link.secret)).status).toBe(401);
  });

  test("waits a day where a key was taken away before, and that was an alarm", async () => {
    const { ports, first, alarms } = opened();
    const officer = await newcomer(opened());
    await endPasskey(officer.passkey.id, randomUUID(), first.person, ports);
    expect(alarms).toContain("passkey-end");
    const link = await recoverAccess(officer.person, randomUUID(), first.person, ports);
    expect((await new Browser(opened()).enrol(link.secret)).status).toBe(401);
  });

  test("has links end once", async () => {
    const { ports, first } = opened();
    const link = await recoverAccess(await invited(), randomUUID(), first.person, ports);
    await stopEnrolment(link.id, randomUUID(), first.person, ports);
    const again = stopEnrolment(link.id, randomUUID(), first.person, ports);
    await expect(again).rejects.toMatchObject(DENIED("conflict"));
    const confirming = confirmRecovery(link.id, randomUUID(), opened().second.person, ports);
    await expect(confirming).rejects.toMatchObject({ name: "Denied" });
  });
});

describe("a compartment", () => {
  test("opens to whom another adds, who is then in it once, until that ends", async () => {
    const { ports, first } = opened();
    const officer = await newcomer(opened());
    await createCompartment("HARBOUR", randomUUID(), first.person, ports);
    const place = { compartment: "HARBOUR", person: officer.person, from: today() };
    const member = randomUUID();
    await addMember({ ...place, until: undefined }, member, first.person, ports);
    expect((await officer.get("/me")).body["compartments"]).toEqual(["HARBOUR"]);
    const twice = addMember({ ...place, until: undefined }, randomUUID(), first.person, ports);
    await expect(twice).rejects.toMatchObject(DENIED("conflict"));
    expect(await entryOf(member)).toMatchObject({ kind: "compartment-member" });

    const yesterday = new Date(Date.parse(opened().clock.now()) - 24 * HOUR);
    const lastDay = yesterday.toISOString().slice(0, 10);
    await endMember(member, lastDay, randomUUID(), first.person, ports);
    expect((await officer.get("/me")).body["compartments"]).toEqual([]);
  });

  test("is not opened by its keeper to himself, nor to an administrator", async () => {
    const { ports, first, second } = opened();
    const head = await newcomer(opened());
    await grant(opened(), head.person, "head");
    await createCompartment("QUAY", randomUUID(), head.person, ports);
    for (const [person, by] of [
      [head.person, head.person],
      [second.person, first.person],
    ] as const) {
      const place = { compartment: "QUAY", person, from: today(), until: undefined };
      const adding = addMember(place, randomUUID(), by, ports);
      await expect(adding).rejects.toMatchObject(DENIED("not-allowed"));
    }
  });

  test("that is none has no members", async () => {
    const { ports, first } = opened();
    const person = await invited();
    const place = { compartment: "NOWHERE", person, from: today(), until: undefined };
    const adding = addMember(place, randomUUID(), first.person, ports);
    await expect(adding).rejects.toMatchObject(DENIED("not-found"));
  });
});

describe("a machine's token", () => {
  const token = { machine: "m", certificate: undefined, expires: "2026-12-31T00:00:00.000Z" };

  test.each([
    ["a scope there is none of", { scopes: ["approve"] }, "scopes"],
    ["no scope", { scopes: [] }, "scopes"],
    ["a life that is over", { scopes: ["decide"], expires: "2026-01-01T00:00:00Z" }, "expires"],
    ["too long a life", { scopes: ["decide"], expires: "2030-01-01T00:00:00Z" }, "expires"],
  ])("is not made with %s", async (_, change, place) => {
    const { ports, first } = opened();
    const making = issueToken({ ...token, ...change }, randomUUID(), first.person, ports);
    await expect(making).rejects.toMatchObject({ ...DENIED("bad-input"), place });
  });

  test("is ended by its person or an administrator, once, and by nobody else", async () => {
    const { ports, second } = opened();
    const [owner, other] = [await newcomer(opened()), await newcomer(opened())];
    const id = randomUUID();
    await issueToken({ ...token, scopes: ["decide"] }, id, owner.person, ports);
    const ending = (by: string): Promise<void> => endToken(id, randomUUID(), by, ports);
    await expect(ending(other.person)).rejects.toMatchObject(DENIED("not-allowed"));
    await ending(second.person);
    await expect(ending(owner.person)).rejects.toMatchObject(DENIED("conflict"));
  });
});

test("a key taken away ends its person's sessions, and is in the ledger", async () => {
  const { ports, second } = opened();
  const officer = await newcomer(opened());
  const act = randomUUID();
  await endPasskey(officer.passkey.id, act, second.person, ports);
  expect((await officer.get("/me")).status).toBe(401);
  expect((await officer.signIn()).status).toBe(401);
  expect(await entryOf(act)).toMatchObject({ kind: "passkey-end", body: { by: second.person } });
});
