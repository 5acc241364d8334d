import { readFile } from "node:fs/promises";
import { makePasskey, type SoftwarePasskey } from "../../assertion/software-passkey.ts";
import { DeskClient } from "../../client/desk-client.ts";
import { textOf } from "../../client/read-answer.ts";
import type { Desk, InitRequest } from "../../usecases/desk.ts";
import type { Ports } from "../../usecases/ports.ts";

/** An invented person of the demo, with a key in software. */
interface Employee {
  readonly id: string;
  readonly passkey: SoftwarePasskey;
}

/** Everybody who works at the demo's desk, each at a browser of their own and signed in. */
export interface Staff {
  readonly clients: Readonly<Record<Who, DeskClient>>;
  readonly ids: Readonly<Record<Who, string>>;
}

const ROLES = {
  "administrator-1": undefined,
  "administrator-2": undefined,
  officer: "officer",
  head: "head",
  minister: "minister",
  assessor: "second-assessor",
} as const;
export type Who = keyof typeof ROLES;
const EVERYBODY = Object.keys(ROLES) as Who[];

const SERVICE = "lowland";
const FIRST: InitRequest["service"] = {
  id: SERVICE,
  name: "Lowland Service",
  kind: "civil",
  minister: "interior",
};

/** The file that keeps the invented people's keys, so that the demo can be run again. */
const FILE = "staff.json";

/**
 * The demo's staff at a desk that is served at `url`: enrolled and given their roles the first time, two
 * administrators each time one proposes and the other confirms; found again later.
 */
export async function employ(url: string, apart: string, ports: Ports): Promise<Staff> {
  const path = ports.files.join(ports.files.join(ports.home, apart), FILE);
  const known = await readStaff(path);
  const employees = known ?? (await enrolAll(url, apart, ports.desk));
  if (known === undefined) {
    await ports.files.replace(path, Buffer.from(JSON.stringify(employees)));
  }
  const clients = {} as Record<Who, DeskClient>;
  for (const who of EVERYBODY) {
    clients[who] = new DeskClient(url, { passkey: employees[who].passkey });
    await clients[who].signIn();
  }
  if (known === undefined) await giveRoles(clients, employees, ports.today());
  const ids = Object.fromEntries(EVERYBODY.map((who) => [who, employees[who].id]));
  return { clients, ids: ids as Record<Who, string> };
}

async function enrolAll(url: string, apart: string, desk: Desk): Promise<Record<Who, Employee>> {
  const first = await founder(url, apart, "administrator-1", desk);
  const second = await founder(url, apart, "administrator-2", desk);
  const staff = { "administrator-1": first, "administrator-2": second } as Record<Who, Employee>;
  const administrator = new DeskClient(url, { passkey: first.passkey });
  await administrator.signIn();
  for (const who of EVERYBODY) {
    if (ROLES[who] === undefined) continue;
    const person = { service: SERVICE, name: `The ${who} of the demo`, administers: false };
    const link = await administrator.post("/people", person);
    staff[who] = await enrol(url, textOf(link["secret"]));
  }
  return staff;
}

async function founder(url: string, apart: string, name: string, desk: Desk): Promise<Employee> {
  const { path } = await desk.init({ service: FIRST, administrator: name }, apart);
  return enrol(url, path.slice(path.indexOf("#") + 1));
}

async function enrol(url: string, link: string): Promise<Employee> {
  const passkey = makePasskey();
  return { id: await new DeskClient(url, { passkey }).enrol(link), passkey };
}

async function giveRoles(
  clients: Readonly<Record<Who, DeskClient>>,
  employees: Readonly<Record<Who, Employee>>,
  from: string,
): Promise<void> {
  for (const who of EVERYBODY) {
    const role = ROLES[who];
    if (role === undefined) continue;
    const mandate = "Invented for the demo";
    const proposal = { person: employees[who].id, role, from, mandate };
    const { id } = await clients["administrator-1"].post("/roles", proposal);
    await clients["administrator-2"].post(`/roles/${textOf(id)}/confirm`);
  }
}

async function readStaff(path: string): Promise<Record<Who, Employee> | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Record<Who, Employee>);
}
