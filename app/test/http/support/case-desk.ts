import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Writable } from "node:stream";
import { parseEntry, type Entry } from "caveat-verifier";
import { afterAll, beforeAll } from "vitest";
import { assertWith } from "../../../src/assertion/software-passkey.ts";
import type { SiteFile } from "../../../src/core/case.ts";
import { releasePorts } from "../../../src/desk/release-ports.ts";
import { makeApp } from "../../../src/http/app.ts";
import { caseRoutes } from "../../../src/http/cases/routes.ts";
import { httpSettings, type HttpSettings } from "../../../src/http/settings.ts";
import { sequenceAll } from "../../../src/ledger/log/sequence.ts";
import { peopleStore } from "../../../src/site/people.ts";
import { openSite, type Site } from "../../../src/site/site.ts";
import type { ReleasePorts } from "../../../src/usecases/release/ports.ts";
import { enrolFirstAdministrator } from "../../../src/usecases/people/authority/enrol-first-administrator.ts";
import {
  OPERATOR,
  registerService,
} from "../../../src/usecases/people/authority/register-service.ts";
import type { PeoplePorts } from "../../../src/usecases/people/ports.ts";
import { PEOPLE_RULES } from "../../../src/usecases/people/rules.ts";
import { connectToScenario } from "../../support/site.ts";
import { Browser, type Answer, type Sending } from "./browser.ts";
import { ORIGIN, SERVICE, TestClock } from "./desk.ts";
import { Contract } from "./contract.ts";

export const MILITARY = "lowland-military";
const ITEMS = fileURLToPath(new URL("../../../../scenarios/lowland/items/", import.meta.url));

export const REPORT = "snow-tide.stix21.json";
export const SAYS = "Ministries of partners are named as targets and do not know it";
export const PURPOSE = "Let partners find and stop the reading of mail at their ministries";

/** What makes the report of the scenario ordinary: nothing of it is unknown. */
export const PLAIN = {
  topics: ["cyber-espionage"],
  evaluated: true,
  bulk: false,
  personal: false,
  sourceRevealing: false,
  reliabilityStated: true,
};

const READ = "Read in full; the use is limited and the need is evident";

/** Somebody at a browser, who notices when an answer is not what the document says. */
export class Colleague extends Browser {
  readonly caseDesk: CaseDesk;

  constructor(desk: CaseDesk) {
    super(desk);
    this.caseDesk = desk;
  }

  override async send(
    method: string,
    path: string,
    body: unknown,
    sending: Sending,
  ): Promise<Answer> {
    const answer = await super.send(method, path, body, sending);
    this.caseDesk.check(method, path, answer);
    return answer;
  }

  /** Approves what a case is now, in two requests; `change` of what is handed in. */
  async approve(of: string, role: string, change: object = {}): Promise<Answer> {
    const asked = await this.challenge(of, role);
    if (asked.status !== 200) return asked;
    return this.post(`/cases/${of}/approvals`, { ...this.signed(asked), ...change });
  }

  challenge(of: string, role: string, more: object = {}): Promise<Answer> {
    return this.post(`/cases/${of}/approvals/challenge`, { role, says: READ, ...more });
  }

  /** What is handed in for a challenge. */
  signed(asked: Answer): Readonly<Record<string, unknown>> {
    const { decision: _, ...approval } = asked.body["statement"] as Readonly<
      Record<string, unknown>
    >;
    const answer = assertWith(this.passkey, this.ceremony(asked));
    return { ticket: asked.body["ticket"], answer, ...approval };
  }

  step(of: string, kind: string, said: object): Promise<Answer> {
    return this.post(`/cases/${of}/steps/${kind}`, said);
  }
}

/** A desk on a site of its own, with a database, a ledger, keys and a signer. */
export class CaseDesk implements AsyncDisposable {
  readonly site: Site;
  readonly people: PeoplePorts;
  readonly cases: ReleasePorts;
  readonly app: ReturnType<typeof makeApp>;
  readonly settings: HttpSettings;
  readonly clock: TestClock;
  readonly alarms: string[] = [];
  readonly lines: string[] = [];
  readonly first: Colleague;
  readonly second: Colleague;
  #contract: Contract | undefined;

  private constructor(
    site: Site,
    clock: TestClock,
    cases: ReleasePorts,
    settings: Partial<HttpSettings>,
  ) {
    this.site = site;
    this.clock = clock;
    this.cases = { ...cases, now: clock.now };
    this.people = {
      store: peopleStore(site),
      now: clock.now,
      newId: () => randomUUID(),
      random: (bytes) => randomBytes(bytes),
      sha256: (bytes) => createHash("sha256").update(bytes).digest(),
      rules: PEOPLE_RULES,
      alarm: (code) => void this.alarms.push(code),
    };
    this.settings = httpSettings({ origin: ORIGIN, ...settings });
    const logTo = new Writable({
      write: (chunk: Buffer, _, done) => {
        this.lines.push(chunk.toString());
        done();
      },
    });
    const ports = { people: this.people, isReady: async () => true, logTo };
    this.app = makeApp(ports, this.settings, [caseRoutes(this.cases)]);
    this.first = new Colleague(this);
    this.second = new Colleague(this);
  }

  static async open(settings: Partial<HttpSettings> = {}): Promise<CaseDesk> {
    const home = await mkdtemp(join(tmpdir(), "caveat-case-desk-"));
    const site = await openSite({ home });
    const ports = connectToScenario();
    const cases = await releasePorts(site, ports);
    const desk = new CaseDesk(site, new TestClock(), cases, settings);
    try {
      desk.#contract = await Contract.of(desk.app, desk.settings.origin);
      await desk.#found();
      await desk.#register(await ports.cases.readSite(ports.site));
    } catch (error) {
      await desk[Symbol.asyncDispose]();
      throw error;
    }
    return desk;
  }

  /** What the OpenAPI document says. */
  get contract(): Contract {
    if (this.#contract === undefined) throw new Error("the desk is not open yet");
    return this.#contract;
  }

  /** Throws for an answer that is not as the document says. */
  check(method: string, path: string, answer: Answer): void {
    this.#contract?.check(method, path, answer);
  }

  async item(name: string): Promise<Buffer> {
    return readFile(join(ITEMS, name));
  }

  /** Somebody new, with a key, and with a role where one is named. */
  async hire(role?: string, service: string = SERVICE): Promise<Colleague> {
    await this.first.signIn();
    const name = `Person ${randomUUID().slice(0, 8)}`;
    const invited = await this.first.post("/people", { service, name, administers: false });
    const colleague = new Colleague(this);
    await colleague.enrol(String(invited.body["secret"]));
    if (role !== undefined) await this.grant(colleague, role);
    return colleague;
  }

  /** One administrator proposes, the other confirms. */
  async grant(whom: Browser, role: string, until?: string): Promise<void> {
    await this.first.signIn();
    await this.second.signIn();
    const from = this.clock.now().slice(0, 10);
    const about = { person: whom.person, role, from, mandate: "Decision 12 of the minister" };
    const last = until === undefined ? {} : { until };
    const proposed = await this.first.post("/roles", { ...about, ...last });
    const confirmed = await this.second.post(`/roles/${String(proposed.body["id"])}/confirm`);
    if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
  }

  async compartment(id: string, members: readonly Browser[]): Promise<void> {
    await this.first.signIn();
    await this.first.post("/compartments", { compartment: id });
    const from = this.clock.now().slice(0, 10);
    for (const { person } of members) {
      await this.first.post(`/compartments/${id}/members`, { person, from });
    }
  }

  /** The report of the scenario, with what makes it plain. `salt`: another item of the same content. */
  async report(by: Browser, more: object = {}, salt: string = ""): Promise<string> {
    const bytes = Buffer.concat([await this.item(REPORT), Buffer.from(salt)]).toString("base64");
    const stated = [{ facts: PLAIN, evidence: "Evaluation sheet 2026/1871" }];
    const submitted = { name: REPORT, bytes, stated, persons: [], ...more };
    const answer = await by.post("/items", submitted);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return String(answer.body["item"]);
  }

  /** A case about the report. */
  async case(by: Browser, recipients: readonly string[], more: object = {}): Promise<Answer> {
    const item = await this.report(by);
    const request = { purpose: PURPOSE, use: "intelligence" };
    return by.post("/cases", { item, recipients, request, ...more });
  }

  /** Every entry of the ledger, after what waits got its place. */
  async entries(): Promise<readonly Entry[]> {
    const { ledger, origin } = this.site;
    await sequenceAll(ledger, origin);
    const found = await ledger.transact((tables) => tables.readEntries(origin, 0, 1_000_000));
    return found.map(({ bytes }) => parseEntry(bytes));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.site[Symbol.asyncDispose]();
    await rm(this.site.home, { recursive: true, force: true });
  }

  async #found(): Promise<void> {
    const about = { name: "Lowland Service", kind: "civil", minister: "Interior" } as const;
    await registerService({ id: SERVICE, ...about }, randomUUID(), OPERATOR, this.people);
    for (const [browser, name] of [
      [this.first, "Ada"],
      [this.second, "Bo"],
    ] as const) {
      const person = { id: randomUUID(), service: SERVICE, name };
      const link = await enrolFirstAdministrator(person, this.people);
      await browser.enrol(link.secret);
    }
    const name = "Lowland Military Service";
    const military = { id: MILITARY, name, kind: "military", minister: "Defence" };
    await this.#post(this.first, "/services", military);
  }

  async #register({ own, partners, groups }: SiteFile): Promise<void> {
    for (const service of [SERVICE, MILITARY]) {
      const ids = service === own.id ? own.ids : [];
      const described = { country: own.country, ids };
      await this.#post(this.first, `/services/${service}/description`, described);
    }
    const head = await this.hire("head");
    for (const standing of partners) {
      await this.#post(head, "/partners", { kind: "partner", standing });
    }
    for (const group of groups) await this.#post(head, "/partners", { kind: "group", group });
  }

  async #post(by: Browser, path: string, body: unknown): Promise<void> {
    const answer = await by.post(path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  }
}

/** A desk for the tests of one file, opened before the first and closed after the last. */
export function useCaseDesk(settings: Partial<HttpSettings> = {}): () => CaseDesk {
  let opened: CaseDesk | undefined;
  beforeAll(async () => {
    opened = await CaseDesk.open(settings);
  }, 120_000);
  afterAll(async () => await opened?.[Symbol.asyncDispose]());
  return () => {
    if (opened === undefined) throw new Error("the desk is open inside tests only");
    return opened;
  };
}
