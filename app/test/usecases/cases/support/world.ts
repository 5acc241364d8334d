import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { parseEntry, type Entry } from "caveat-verifier";
import { afterAll, beforeAll } from "vitest";
import type { SiteFile } from "../../../../src/core/case.ts";
import type { Standing } from "../../../../src/core/partner.ts";
import { sequenceAll } from "../../../../src/ledger/log/sequence.ts";
import { casework } from "../../../../src/site/cases/casework.ts";
import { openSite, type Site } from "../../../../src/site/site.ts";
import { setUpSession } from "../../../../src/store/connection/connection.ts";
import { addCompartment, addMember } from "../../../../src/store/people/compartments.ts";
import { addGrant, confirmGrant } from "../../../../src/store/people/grants.ts";
import { addPerson, addService } from "../../../../src/store/people/persons.ts";
import type { Role } from "../../../../src/store/connection/roles.ts";
import { describeService } from "../../../../src/usecases/cases/partners/describe-service.ts";
import type { CasePorts } from "../../../../src/usecases/cases/ports.ts";
import { registerPartner } from "../../../../src/usecases/cases/partners/register-partner.ts";
import type { ReleasePorts } from "../../../../src/usecases/release/ports.ts";
import { CASE_ROLES } from "../../../../src/usecases/cases/settings.ts";
import { connectToScenario } from "../../../support/site.ts";

const ITEMS = fileURLToPath(new URL("../../../../../scenarios/lowland/items/", import.meta.url));

/** Who works in each of the two services, and under which role. */
const STAFF = {
  officer: "officer",
  colleague: "officer",
  outsider: "officer",
  assessor: "second-assessor",
  legal: "legal",
  head: "head",
  deputy: "head",
  minister: "minister",
} as const;
export type Nick = keyof typeof STAFF;

/** The people of one service by what they are. */
export type Staff = Readonly<Record<Nick, string>>;

/** A site with two own services, their people, and the partners of the scenario. */
export class World implements AsyncDisposable {
  readonly home: string;
  readonly site: Site;
  readonly ports: CasePorts & Pick<ReleasePorts, "releases">;
  readonly scenario: SiteFile;
  readonly civil: Staff;
  readonly military: Staff;
  readonly administrator: string;
  /** The clock: UTC with milliseconds. */
  now = "2026-11-26T08:00:00.000Z";

  private constructor(
    parts: Pick<World, "home" | "site" | "scenario">,
    people: Pick<World, "civil" | "military" | "administrator">,
  ) {
    this.home = parts.home;
    this.site = parts.site;
    this.scenario = parts.scenario;
    this.civil = people.civil;
    this.military = people.military;
    this.administrator = people.administrator;
    this.ports = this.#toPorts();
  }

  static async open(): Promise<World> {
    const home = await mkdtemp(join(tmpdir(), "caveat-cases-"));
    const administrator = randomUUID();
    const people = { civil: newStaff(), military: newStaff(), administrator };
    const world = await World.join(home, JSON.stringify(people));
    await world.#enrol();
    await world.#register();
    return world;
  }

  /** The same world in another process. `people` is what `this.people` says there. */
  static async join(home: string, people: string): Promise<World> {
    const site = await openSite({ home });
    const ports = connectToScenario();
    const scenario = await ports.cases.readSite(ports.site);
    return new World({ home, site, scenario }, JSON.parse(people) as World);
  }

  get people(): string {
    const { civil, military, administrator } = this;
    return JSON.stringify({ civil, military, administrator });
  }

  /** The day of the clock moves on; its hour stays. */
  setDay(day: string): void {
    this.now = `${day}${this.now.slice(10)}`;
  }

  async item(name: string): Promise<Uint8Array> {
    return readFile(join(ITEMS, name));
  }

  standing(id: string): Standing {
    const found = this.scenario.partners.find((one) => one.id === id);
    if (found === undefined) throw new Error(`the scenario has no partner ${id}`);
    return found;
  }

  /** A role for somebody, proposed by one administrator and confirmed by another. */
  async grant(person: string, role: string, from = "2020-01-01", until?: string): Promise<string> {
    const id = randomUUID();
    const grant = {
      id,
      person,
      role,
      from,
      until,
      mandate: "Mandate of the Minister, 2026/1",
      proposedBy: this.#founders[0],
      administers: false,
      salt: randomBytes(32),
      founder: undefined,
    };
    const at = "2020-01-01T00:00:00.000Z";
    await this.site.store.as("app").transact(id, async (transactor) => {
      await addGrant(transactor, grant, at);
      const confirmed = {
        ...grant,
        confirmedBy: undefined,
        confirmedAt: undefined,
        lastDay: undefined,
      };
      await confirmGrant(transactor, confirmed, { by: this.#founders[1] ?? "", at });
    });
    return id;
  }

  async person(service: string, name: string): Promise<string> {
    const id = randomUUID();
    await this.#addPerson(id, service, name, false);
    return id;
  }

  async compartment(id: string, members: readonly string[]): Promise<void> {
    const mark = { by: this.administrator, at: "2026-01-01T00:00:00.000Z" };
    await this.site.store.as("app").transact(id, async (transactor) => {
      await addCompartment(transactor, id, mark);
      for (const person of members) {
        const member = {
          id: randomUUID(),
          compartment: id,
          person,
          from: "2026-01-01",
          until: undefined,
        };
        await addMember(transactor, member, mark);
      }
    });
  }

  /** Every entry of the ledger, after what waits got its place. */
  async entries(): Promise<readonly Entry[]> {
    const { ledger, origin } = this.site;
    await sequenceAll(ledger, origin);
    const found = await ledger.transact((tables) => tables.readEntries(origin, 0, 1_000_000));
    return found.map(({ bytes }) => parseEntry(bytes));
  }

  /** How many entries there are of each kind, of one case where it is named. */
  async kinds(id?: string): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const { kind, body } of await this.entries()) {
      if (id !== undefined && body["case"] !== id) continue;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  /** Runs statements on a connection of its own under a role, past every function of ours. */
  async as<T>(role: Role | undefined, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const { target } = this.site.store;
    if (target.kind !== "embedded") throw new Error("the test site keeps its own database");
    const { socket, port } = target.endpoint;
    const client = new pg.Client({ host: socket, port, database: target.database, user: "caveat" });
    await client.connect();
    try {
      await setUpSession(client, target, undefined);
      if (role !== undefined) await client.query(`set role caveat_${role.replace("-", "_")}`);
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.site[Symbol.asyncDispose]();
    await rm(this.home, { recursive: true, force: true });
  }

  #founders: readonly string[] = [];

  #toPorts(): World["ports"] {
    const { packs, digest, engine, items, ...ports } = connectToScenario();
    return {
      packs,
      digest,
      canonical: (value) => ports.canonical(value),
      engine,
      now: () => this.now,
      newId: () => randomUUID(),
      settings: {
        ...CASE_ROLES,
        packs: this.scenario.packs,
        sourceDefaults: this.scenario.sourceDefaults,
      },
      readItem: (bytes, name) => items.readBytes(bytes, name),
      ...casework(this.site),
    };
  }

  async #enrol(): Promise<void> {
    const at = "2020-01-01T00:00:00.000Z";
    await this.site.store.as("app").transact("services", async (transactor) => {
      const civil = {
        id: "lowland",
        name: "Lowland Service",
        kind: "civil",
        minister: "Interior",
      } as const;
      const military = {
        id: "lowland-military",
        name: "Lowland Military Service",
        kind: "military",
        minister: "Defence",
      } as const;
      await addService(transactor, civil, at);
      await addService(transactor, military, at);
    });
    await this.#addPerson(this.administrator, "lowland", "Administrator", true);
    const second = randomUUID();
    await this.#addPerson(second, "lowland", "Second administrator", true);
    this.#founders = [this.administrator, second];
    for (const [founder, person] of this.#founders.entries()) {
      await this.site.store.as("app").transact(person, (transactor) =>
        addGrant(
          transactor,
          {
            id: randomUUID(),
            person,
            role: "administrator",
            from: "2020-01-01",
            until: undefined,
            mandate: "Enrolled by the operator",
            proposedBy: undefined,
            administers: true,
            salt: randomBytes(32),
            founder: founder + 1,
          },
          at,
        ),
      );
    }
    for (const [service, staff] of [
      ["lowland", this.civil],
      ["lowland-military", this.military],
    ] as const) {
      for (const [nick, role] of Object.entries(STAFF)) {
        const id = staff[nick as Nick];
        await this.#addPerson(id, service, nick, false);
        await this.grant(id, role);
      }
    }
  }

  async #addPerson(id: string, service: string, name: string, administers: boolean): Promise<void> {
    const at = "2020-01-01T00:00:00.000Z";
    await this.site.store
      .as("app")
      .transact(id, (transactor) => addPerson(transactor, { id, service, name, administers }, at));
  }

  async #register(): Promise<void> {
    const { own, partners, groups } = this.scenario;
    for (const service of ["lowland", "lowland-military"]) {
      const ids = service === own.id ? own.ids : [];
      await describeService(
        { by: this.administrator, service, country: own.country, ids },
        this.ports,
      );
    }
    const by = this.civil.head;
    for (const standing of partners) {
      await registerPartner({ by, registered: { kind: "partner", standing } }, this.ports);
    }
    for (const group of groups) {
      await registerPartner({ by, registered: { kind: "group", group } }, this.ports);
    }
  }
}

function newStaff(): Staff {
  return Object.fromEntries(Object.keys(STAFF).map((nick) => [nick, randomUUID()])) as Record<
    Nick,
    string
  >;
}

/** A world for the tests of one file, opened before the first and closed after the last. */
export function useWorld(): () => World {
  let opened: World | undefined;
  beforeAll(async () => {
    opened = await World.open();
  }, 120_000);
  afterAll(async () => await opened?.[Symbol.asyncDispose]());
  return () => {
    if (opened === undefined) throw new Error("the world is open inside tests only");
    return opened;
  };
}
