import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { beforeAll } from "vitest";
import { makeApp } from "../../../src/http/app.ts";
import type { Routes } from "../../../src/http/env.ts";
import { httpSettings, type HttpSettings } from "../../../src/http/settings.ts";
import { peopleStore } from "../../../src/site/people.ts";
import type { Link } from "../../../src/usecases/people/authority/link.ts";
import { enrolFirstAdministrator } from "../../../src/usecases/people/authority/enrol-first-administrator.ts";
import { registerService } from "../../../src/usecases/people/authority/register-service.ts";
import type { StoreSettings } from "../../../src/store/open-store.ts";
import type { PeoplePorts } from "../../../src/usecases/people/ports.ts";
import { PEOPLE_RULES } from "../../../src/usecases/people/rules.ts";
import { useTestStore, type TestStore } from "../../store/support/test-store.ts";
import { Browser } from "./browser.ts";

/** A clock that stands still until it is told. */
export class TestClock {
  #at: number = Date.parse("2026-11-26T08:00:00.000Z");

  now = (): string => new Date(this.#at).toISOString();

  pass(milliseconds: number): void {
    this.#at += milliseconds;
  }
}

export interface DeskOptions {
  readonly settings?: Partial<HttpSettings>;
  readonly more?: readonly Routes[];
  /** Of the database. */
  readonly store?: Partial<StoreSettings>;
}

/** A desk in this process: its database, its use cases, its HTTP API. */
export interface Desk {
  readonly app: ReturnType<typeof makeApp>;
  readonly ports: PeoplePorts;
  readonly clock: TestClock;
  readonly settings: HttpSettings;
  readonly alarms: string[];
  readonly lines: string[];
  readonly store: TestStore;
  readonly origin: string;
}

export const ORIGIN = "https://desk.example";
export const SERVICE = "lowland";

/** A desk on a database, whose first service is registered. */
export async function openDesk(store: TestStore, options: DeskOptions = {}): Promise<Desk> {
  const origin = `desk.example/${randomUUID()}`;
  await store.store.as("app").transact(origin, async ({ change }) => {
    await change.insertInto("log").values({ id: randomUUID(), origin, partner: null }).execute();
  });
  const clock = new TestClock();
  const alarms: string[] = [];
  const ports: PeoplePorts = {
    store: peopleStore({ store: store.store, origin }),
    now: clock.now,
    newId: () => randomUUID(),
    random: (bytes) => randomBytes(bytes),
    sha256: (bytes) => createHash("sha256").update(bytes).digest(),
    rules: PEOPLE_RULES,
    alarm: (code) => void alarms.push(code),
  };
  const settings = httpSettings({ origin: ORIGIN, ...options.settings });
  const lines: string[] = [];
  const logTo = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const app = makeApp({ people: ports, isReady: async () => true, logTo }, settings, options.more);
  return { app, ports, clock, settings, alarms, lines, store, origin };
}

/** A desk with two administrators at work, for the tests of one file. */
export interface StaffedDesk extends Desk {
  readonly first: Browser;
  readonly second: Browser;
}

export function useDesk(options: DeskOptions = {}): () => StaffedDesk {
  const opened = useTestStore(options.store);
  let desk: StaffedDesk | undefined;
  beforeAll(async () => {
    const bare = await openDesk(opened(), options);
    const { ports } = bare;
    const service = {
      id: SERVICE,
      name: "Lowland Service",
      kind: "civil",
      minister: undefined,
    } as const;
    await registerService(service, randomUUID(), "operator", ports);
    desk = { ...bare, first: await founder(bare, "Ada"), second: await founder(bare, "Bo") };
  });
  return () => {
    if (desk === undefined) throw new Error("the desk is open inside tests only");
    return desk;
  };
}

async function founder(desk: Desk, name: string): Promise<Browser> {
  const link = await enrolFirstAdministrator(
    { id: randomUUID(), service: SERVICE, name },
    desk.ports,
  );
  return enrolled(desk, link.secret);
}

/** Somebody who has opened a link and made a key. */
async function enrolled(desk: Desk, link: string): Promise<Browser> {
  const browser = new Browser(desk);
  await browser.enrol(link);
  return browser;
}

/** Somebody new, invited by the first administrator, with a key and no role. */
export async function newcomer(desk: StaffedDesk, administers = false): Promise<Browser> {
  await desk.first.signIn();
  const name = `Person ${randomUUID().slice(0, 8)}`;
  const invited = await desk.first.post("/people", { service: SERVICE, name, administers });
  return enrolled(desk, (invited.body as unknown as Link).secret);
}

/** Gives somebody a role: the first administrator proposes, the second confirms. */
export async function grant(desk: StaffedDesk, person: string, role: string): Promise<string> {
  await desk.first.signIn();
  await desk.second.signIn();
  const from = desk.clock.now().slice(0, 10);
  const mandate = "Decision 12 of the minister";
  const proposed = await desk.first.post("/roles", { person, role, from, mandate });
  const id = String(proposed.body["id"]);
  const confirmed = await desk.second.post(`/roles/${id}/confirm`);
  if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
  return id;
}
