import type { Day } from "../../core/day.ts";
import type {
  Account,
  Challenge,
  Enrolment,
  Grant,
  Member,
  Moment,
  Passkey,
  PersonRecord,
  Service,
  Session,
  Token,
} from "./records.ts";
import type { PeopleRules } from "./rules.ts";

/** What the register of people can be asked, within one transaction that sees one state of it. */
export interface PeopleReader {
  findService(id: string): Promise<Service | undefined>;
  services(): Promise<readonly Service[]>;
  findPerson(id: string): Promise<PersonRecord | undefined>;
  persons(): Promise<readonly PersonRecord[]>;
  /** Every grant of one person, or of all, whatever has become of it. */
  grants(person?: string): Promise<readonly Grant[]>;
  findGrant(id: string): Promise<Grant | undefined>;
  compartments(): Promise<readonly string[]>;
  members(person?: string): Promise<readonly Member[]>;
  findMember(id: string): Promise<Member | undefined>;
  findEnrolment(
    by: { readonly id: string } | { readonly hash: Uint8Array },
  ): Promise<Enrolment | undefined>;
  enrolments(person: string): Promise<readonly Enrolment[]>;
  /** Those in use. */
  passkeys(person: string): Promise<readonly Passkey[]>;
  findPasskey(id: string): Promise<Passkey | undefined>;
  accounts(person: string): Promise<readonly Account[]>;
  /** Whose account it is. */
  findAccount(account: Account): Promise<string | undefined>;
  findSession(hash: Uint8Array): Promise<Session | undefined>;
  findToken(id: string): Promise<Token | undefined>;
  tokens(person: string): Promise<readonly Token[]>;
}

/** A session or a token with the person whose it is, whatever has become of either. */
export interface Held<Credential> {
  readonly credential: Credential;
  readonly holder: PersonRecord;
}

/** By whom and when. */
export interface Mark {
  readonly by: string;
  readonly at: Moment;
}

/** What an entry of the ledger says of an act: ids, codes and hashes, nothing anybody wrote. */
export type EntryBody = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

/** The register within one transaction that may change it. What is there already rejects "conflict". */
export interface PeopleTables extends PeopleReader {
  addService(service: Service, at: Moment): Promise<void>;
  addPerson(person: Omit<PersonRecord, "ended">, at: Moment): Promise<void>;
  endPerson(person: string, mark: Mark): Promise<void>;
  addGrant(grant: NewGrant, at: Moment): Promise<void>;
  confirmGrant(grant: Grant, mark: Mark): Promise<void>;
  endGrant(grant: string, lastDay: Day, mark: Mark): Promise<void>;
  addCompartment(id: string, mark: Mark): Promise<void>;
  addMember(member: Omit<Member, "lastDay">, mark: Mark): Promise<void>;
  endMember(member: string, lastDay: Day, mark: Mark): Promise<void>;
  addEnrolment(enrolment: NewEnrolment, at: Moment): Promise<void>;
  confirmEnrolment(enrolment: Enrolment, mark: Mark): Promise<void>;
  endEnrolment(enrolment: string, how: "used" | "stopped", mark: Mark): Promise<void>;
  addPasskey(passkey: Passkey): Promise<void>;
  /** Sets the counter where it is still `from`; false where it is not. */
  moveCounter(passkey: string, from: number, to: number): Promise<boolean>;
  endPasskey(passkey: string, mark: Mark): Promise<void>;
  addAccount(account: Account, person: string, at: Moment): Promise<void>;
  removeAccounts(person: string): Promise<void>;
  addSession(hash: Uint8Array, session: Session): Promise<void>;
  /** Whose it was; undefined where there was none. */
  removeSession(hash: Uint8Array): Promise<string | undefined>;
  removeSessionsOf(person: string): Promise<void>;
  addToken(hash: Uint8Array, token: Omit<Token, "ended">, at: Moment): Promise<void>;
  endToken(token: string, mark: Mark): Promise<void>;
  addChallenge(hash: Uint8Array, challenge: Challenge): Promise<void>;
  /** Removes a challenge and says what it was; undefined where it was answered before. */
  takeChallenge(hash: Uint8Array): Promise<Challenge | undefined>;
  /** False where this signature was accepted before. */
  useSignature(hash: Uint8Array, at: Moment): Promise<boolean>;
  /** Removes challenges and sessions that are past their time. */
  removeExpired(now: Moment): Promise<void>;
  /** Puts an act in the ledger, with what else this transaction writes or not at all. */
  enter(kind: string, id: string, at: Moment, body: EntryBody): Promise<void>;
}

export interface NewGrant extends Omit<Grant, "confirmedBy" | "confirmedAt" | "lastDay"> {
  readonly administers: boolean;
  /** What the ledger's commitment to the mandate is salted with: 32 bytes. */
  readonly salt: Uint8Array;
  /** The number of one of the first administrators. */
  readonly founder: number | undefined;
}

export interface NewEnrolment extends Omit<Enrolment, "confirmedBy" | "ended"> {
  readonly hash: Uint8Array;
}

/**
 * The register of people. Duties: a transaction is serialisable, all or nothing, and on disk when
 * `transact` resolves; its work may be run again from the beginning, and does nothing but ask and
 * change the register. `id` is the act's own, under which a repeat is known.
 */
export interface PeopleStore {
  read<T>(work: (people: PeopleReader) => Promise<T>): Promise<T>;
  /** What this is the hash of the secret of; asked at every request, so it is one statement. */
  heldSession(hash: Uint8Array): Promise<Held<Session> | undefined>;
  heldToken(hash: Uint8Array): Promise<Held<Token> | undefined>;
  transact<T>(id: string, work: (people: PeopleTables) => Promise<T>): Promise<T>;
  /**
   * Notes when a session was last used, where the last note is from before `since`. A transaction of its
   * own; several of them for one session are in nobody's way.
   */
  noteUse(hash: Uint8Array, seen: Moment, since: Moment): Promise<void>;
}

/** What acts of authority need. */
export interface PeoplePorts {
  readonly store: PeopleStore;
  /** UTC with milliseconds. */
  readonly now: () => Moment;
  /** A fresh UUID. */
  readonly newId: () => string;
  /** As many bytes nobody can guess. */
  readonly random: (bytes: number) => Uint8Array;
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  readonly rules: PeopleRules;
  /** Told of what somebody should look at now: a code, and ids. */
  readonly alarm: (code: string, about: Readonly<Record<string, string>>) => void;
}
