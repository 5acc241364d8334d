import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { decideCase } from "../../../../src/usecases/cases/deciding/decide-case.ts";
import { passDays } from "../../../../src/usecases/cases/deciding/pass-days.ts";
import { LATER, type Done } from "./killable.ts";
import type { World } from "./world.ts";

/** Milliseconds after which a process that has not done everything once is given up. */
const LONGEST = 180_000;

const CHILD = fileURLToPath(new URL("./killable.ts", import.meta.url));

/**
 * Starts a process that does these things again and again, all at the same time, kills it (SIGKILL) so
 * many milliseconds after each was done once, and gives what it had said was done.
 */
export async function killWhile(
  uses: readonly string[],
  milliseconds: number,
  world: World,
): Promise<readonly Done[]> {
  const child = spawn(process.execPath, [CHILD, world.home, world.people, uses.join()], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const done: Done[] = [];
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const all = new Promise<boolean>((resolve) => {
    createInterface(child.stdout).on("line", (line) => {
      done.push(JSON.parse(line) as Done);
      if (new Set(done.map(({ use }) => use)).size === uses.length) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  const isAlive = await Promise.race([all, pause(LONGEST, false)]);
  await pause(milliseconds);
  child.kill("SIGKILL");
  await ended;
  if (!isAlive) throw new Error(`it ended by itself: ${said}`);
  return done;
}

/**
 * What is wrong after a kill: something that was said to be done is not there; a row without its entry, an
 * entry without its row, or two; a case that comes out otherwise than it is kept.
 */
export async function problemsAfter(
  done: readonly Done[],
  world: World,
): Promise<readonly string[]> {
  const lost = await world.as("auditor", (client) => missing(done, client));
  await world.ports.persons.executeOrders();
  await passDays(LATER, world.ports);
  const entries = await world.entries();
  const kinds = new Map<string, string>();
  const problems = [...lost];
  for (const { id, kind } of entries) {
    if (kinds.has(id)) problems.push(`the entry ${id} is there twice`);
    kinds.set(id, kind);
  }
  const rows = await world.as("auditor", rowsWithEntries);
  for (const { id, kind } of rows) {
    if (!kind.test(kinds.get(id) ?? "")) problems.push(`the row ${id} has no entry of its own`);
  }
  for (const one of ROWS) {
    const ids = new Set(rows.filter(({ kind }) => kind === one.kind).map(({ id }) => id));
    for (const [id, kind] of kinds) {
      if (one.kind.test(kind) && !ids.has(id)) {
        problems.push(`the entry ${id} of the kind ${kind} has no row of its own`);
      }
    }
  }
  problems.push(...(await undecided(world)));
  const dangling = await world.as("auditor", danglingErasures);
  return [...problems, ...dangling];
}

const ROWS: readonly { readonly sql: string; readonly kind: RegExp }[] = [
  { sql: "select id from act", kind: /^case-(?!let-in)/ },
  { sql: "select entry as id from partner_version", kind: /^partner-version$/ },
  { sql: "select entry as id from item_version", kind: /^item(?:-version)?$/ },
  { sql: "select id from permission", kind: /^permission$/ },
  { sql: "select entry as id from permission_end", kind: /^permission-end$/ },
  { sql: "select id from clearance", kind: /^clearance$/ },
  { sql: "select id from verdict", kind: /^verdict$/ },
  { sql: "select id from alarm", kind: /^alarm$/ },
  { sql: "select id from hold", kind: /^hold$/ },
  { sql: "select entry as id from hold_end", kind: /^hold-end$/ },
  { sql: "select act as id from copy", kind: /^case-prepare$/ },
  { sql: "select id from release", kind: /^case-release$/ },
  { sql: "select id from recall", kind: /^case-recall$/ },
  { sql: "select id from partner_word", kind: /^partner-word$/ },
  { sql: "select id from person_order", kind: /^(?:deletion|correction)-order$/ },
];

async function missing(done: readonly Done[], client: pg.Client): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const { table, row } of done) {
    const where = Object.keys(row).map((column, i) => `${column} = $${i + 1}`);
    const sql = `select 1 from ${table} where ${where.join(" and ")}`;
    const found = await client.query(sql, Object.values(row));
    if (found.rows.length !== 1)
      lost.push(`${table} ${JSON.stringify(row)} was acknowledged and is lost`);
  }
  return lost;
}

async function rowsWithEntries(
  client: pg.Client,
): Promise<readonly { readonly id: string; readonly kind: RegExp }[]> {
  const all = [];
  for (const { sql, kind } of ROWS) {
    const { rows } = await client.query<{ readonly id: string }>(sql);
    all.push(...rows.map(({ id }) => ({ id, kind })));
  }
  return all;
}

/** Cases of which what is derived is not what their acts come to. */
async function undecided(world: World): Promise<readonly string[]> {
  const ids = await world.as("auditor", async (client) => {
    const { rows } = await client.query<{ readonly id: string }>(
      "select id from case_file where status <> 'erased' order by updated desc limit 20",
    );
    return rows.map(({ id }) => id);
  });
  const problems: string[] = [];
  for (const id of ids) {
    const before = await revisionOf(id, world);
    await decideCase(id, world.ports, { at: LATER });
    const after = await revisionOf(id, world);
    if (after !== before) problems.push(`the case ${id} was not kept as it comes out`);
  }
  return problems;
}

async function revisionOf(id: string, world: World): Promise<string> {
  return world.as("auditor", async (client) => {
    const { rows } = await client.query<{ readonly revision: string }>(
      "select revision from case_file where id = $1",
      [id],
    );
    return rows[0]?.revision ?? "";
  });
}

async function danglingErasures(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly subject: string }>(
    "select subject from order_erasure where not done",
  );
  const left = await client.query<{ readonly subject: string }>(
    `select subject from sealed_value
     where subject in (select subject from order_erasure where done)`,
  );
  return [
    ...rows.map(({ subject }) => `the erasure of ${subject} was not carried out`),
    ...left.rows.map(({ subject }) => `something sealed about ${subject} is left`),
  ];
}
