import { formatEntry } from "caveat-verifier";
import { LedgerError } from "../ledger/ledger-error.ts";
import { append } from "../ledger/log/append.ts";
import { isDuplicate } from "../store/transaction/failure.ts";
import { SqlLedgerTables } from "../store/log/ledger-tables.ts";
import * as accounts from "../store/people/accounts.ts";
import * as challenges from "../store/people/challenges.ts";
import * as compartments from "../store/people/compartments.ts";
import * as enrolments from "../store/people/enrolments.ts";
import * as holders from "../store/people/holders.ts";
import * as grants from "../store/people/grants.ts";
import * as passkeys from "../store/people/passkeys.ts";
import * as persons from "../store/people/persons.ts";
import * as sessions from "../store/people/sessions.ts";
import * as tokens from "../store/people/tokens.ts";
import type { Reader, Transactor } from "../store/transaction/transaction.ts";
import { Denied } from "../usecases/people/denied.ts";
import type { PeopleReader, PeopleStore, PeopleTables } from "../usecases/people/ports.ts";
import type { Site } from "./site.ts";

/** The register of people in a site's database, and its ledger: one transaction for both. */
export function peopleStore({ store, origin }: Pick<Site, "store" | "origin">): PeopleStore {
  const app = store.as("app");
  return {
    read: (work) => app.read((reader) => work(readerOf(reader))),
    heldSession: async (hash) => {
      const [row] = await app.ask(holders.heldSession({ hash }));
      return row && { credential: row, holder: holders.holderIn(row) };
    },
    heldToken: async (hash) => {
      const [row] = await app.ask(holders.heldToken({ hash }));
      return row && { credential: tokens.toToken(row), holder: holders.holderIn(row) };
    },
    transact: async (id, work) => {
      let last: { readonly value: Awaited<ReturnType<typeof work>> } | undefined;
      const done = await refusingRepeats(() =>
        app.transact(
          id,
          async (transactor) => {
            last = { value: await work(tablesOf(transactor, origin)) };
            return last;
          },
          { settled: async (reader) => ((await isEntered(reader, id)) ? last : undefined) },
        ),
      );
      return done.value;
    },
    noteUse: (hash, seen, since) =>
      app.transact("session", (right) => sessions.noteUse(right, hash, seen, since), {
        isolation: "read committed",
        settled: async () => undefined,
      }),
  };
}

/** Whether the act with this id is in the ledger or on its way there. */
async function isEntered({ select }: Reader, id: string): Promise<boolean> {
  const pending = select.selectFrom("pending").select("id").where("id", "=", id);
  if ((await pending.executeTakeFirst()) !== undefined) return true;
  const entered = select.selectFrom("entry").select("id").where("id", "=", id);
  return (await entered.executeTakeFirst()) !== undefined;
}

/** What is there already was done before, or by somebody faster. */
async function refusingRepeats<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isReused = error instanceof LedgerError && error.code === "id-reused";
    if (!isReused && !isDuplicate(error)) throw error;
    const problem = "it was done before, or somebody was faster";
    throw new Denied("conflict", "register", problem, "look up how things stand", error);
  }
}

function readerOf(reader: Reader): PeopleReader {
  return {
    findService: async (id) => (await persons.listServices(reader)).find((one) => one.id === id),
    services: () => persons.listServices(reader),
    findPerson: (id) => persons.findPerson(reader, id),
    persons: () => persons.listPersons(reader),
    grants: (person) => grants.listGrants(reader, person),
    findGrant: (id) => grants.findGrant(reader, id),
    compartments: () => compartments.listCompartments(reader),
    members: (person) => compartments.listMembers(reader, person),
    findMember: (id) => compartments.findMember(reader, id),
    findEnrolment: (by) => enrolments.findEnrolment(reader, by),
    enrolments: (person) => enrolments.listEnrolments(reader, person),
    passkeys: (person) => passkeys.listPasskeys(reader, person),
    findPasskey: (id) => passkeys.findPasskey(reader, id),
    accounts: (person) => accounts.listAccounts(reader, person),
    findAccount: (account) => accounts.findAccount(reader, account),
    findSession: (hash) => sessions.findSession(reader, hash),
    findToken: (id) => tokens.findToken(reader, id),
    tokens: (person) => tokens.listTokens(reader, person),
  };
}

function tablesOf(right: Transactor, origin: string): PeopleTables {
  return {
    ...readerOf(right),
    addService: (service, at) => persons.addService(right, service, at),
    addPerson: (person, at) => persons.addPerson(right, person, at),
    endPerson: (person, mark) => persons.endPerson(right, person, mark),
    addGrant: (grant, at) => grants.addGrant(right, grant, at),
    confirmGrant: (grant, mark) => grants.confirmGrant(right, grant, mark),
    endGrant: (grant, lastDay, mark) => grants.endGrant(right, grant, lastDay, mark),
    addCompartment: (id, mark) => compartments.addCompartment(right, id, mark),
    addMember: (member, mark) => compartments.addMember(right, member, mark),
    endMember: (member, lastDay, mark) => compartments.endMember(right, member, lastDay, mark),
    addEnrolment: (enrolment, at) => enrolments.addEnrolment(right, enrolment, at),
    confirmEnrolment: (one, mark) => enrolments.confirmEnrolment(right, one, mark),
    endEnrolment: (one, how, mark) => enrolments.endEnrolment(right, one, how, mark),
    addPasskey: (passkey) => passkeys.addPasskey(right, passkey),
    moveCounter: (passkey, from, to) => passkeys.moveCounter(right, passkey, from, to),
    endPasskey: (passkey, mark) => passkeys.endPasskey(right, passkey, mark),
    useSignature: (hash, at) => passkeys.addUsedSignature(right, hash, at),
    addAccount: (account, person, at) => accounts.addAccount(right, account, person, at),
    removeAccounts: (person) => accounts.removeAccounts(right, person),
    addSession: (hash, session) => sessions.addSession(right, hash, session),
    removeSession: (hash) => sessions.removeSession(right, hash),
    removeSessionsOf: (person) => sessions.removeSessionsOf(right, person),
    removeExpired: (now) => sessions.removeExpired(right, now),
    addToken: (hash, token, at) => tokens.addToken(right, hash, token, at),
    endToken: (token, mark) => tokens.endToken(right, token, mark),
    addChallenge: (hash, challenge) => challenges.addChallenge(right, hash, challenge),
    takeChallenge: (hash) => challenges.takeChallenge(right, hash),
    enter: async (kind, id, at, body) => {
      const bytes = formatEntry({ v: 1, id, kind, at, body, sealed: {} }, `entry ${id}`);
      await append(new SqlLedgerTables(right, at), origin, { id, bytes });
    },
  };
}
