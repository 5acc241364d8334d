import { join } from "node:path";
import type { Target } from "../../app/src/store/connection/connection.ts";
import { administer, openStore } from "../../app/src/store/open-store.ts";
import type { Row } from "../measure/row.ts";

const MANY = 100_000;
const FEW = 1_000;
const MOST = 50;
/** The first page may not cost more than this many times what it did with few cases. */
const MOST_GROWTH = 3;
const ROUNDS = 60;
const PATHS = ["", "?status=open", "?partner=harbour", "?mine=true", "?due=true"];

/**
 * The first page of the desk's list, over the API of a server that runs: with a thousand open cases and
 * with a hundred thousand, which are copies of one that was opened, made in the database.
 *
 * In: the home of the bench, the address of the server, and the token of a machine of the desk.
 */
export async function caseList(home: string, url: string, token: string): Promise<Row> {
  await using store = await openStore({ home: join(home, "desk"), connections: 1 });
  const { target } = store;
  await copyCases(target, 1, FEW);
  const few = await firstPages(url, token);
  await copyCases(target, FEW + 1, MANY);
  const many = await firstPages(url, token);
  const worst = Math.max(...many);
  const growth = Math.max(...many.map((one, i) => one / (few[i] ?? one)));
  return {
    what: `the list of ${MANY.toLocaleString("en")} open cases, first page, ${PATHS.length} ways of asking`,
    measured: `at best ${worst.toFixed(1)} ms the slowest way`,
    beside: `with ${FEW.toLocaleString("en")} cases: at most ${growth.toFixed(1)} × less`,
    bound: `≤ ${MOST} ms, ≤ ${MOST_GROWTH} ×`,
    holds: worst <= MOST && growth <= MOST_GROWTH,
    boundedBy: "who asks, one index in the order of the list, and fifty rows",
  };
}

/** Each way of asking: the least of several, in milliseconds. */
async function firstPages(url: string, token: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (const path of PATHS) {
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = performance.now();
      const response = await fetch(`${url}/api/v1/cases${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`the list was answered with ${response.status}`);
      least = Math.min(least, performance.now() - start);
    }
    times.push(least);
  }
  return times;
}

/**
 * Copies the newest case so often, each changed a millisecond later than the one before, and has the rows
 * counted, as the server does by itself some seconds later.
 */
async function copyCases(target: Target, first: number, last: number): Promise<void> {
  await administer(target, async (client) => {
    const newest = "select id from case_file where status = 'open' order by updated desc limit 1";
    const { rows } = await client.query<{ readonly id: string }>(newest);
    const [one] = rows;
    if (one === undefined) throw new Error("there is no case to copy");
    for (const copy of COPIES) await client.query(copy, [one.id, first, last]);
    await client.query("analyze");
  });
}

const NUMBERS = "generate_series($2::int, $3::int) as n";
const ID = "md5('case ' || n)::uuid";
const UPDATED = "c.updated + n * interval '1 millisecond'";

const COPIES = [
  `insert into case_file (id, service, item, requester, opened, status, outcome, seq, revision,
    updated, decided_on, item_version, packs, next_change, recheck, is_due)
  select ${ID}, service, item, requester, opened, status, outcome, seq, revision,
    ${UPDATED}, decided_on, item_version, packs, next_change, recheck, is_due
  from case_file as c, ${NUMBERS} where c.id = $1::uuid`,
  `insert into case_party (case_id, person, status, outcome, is_due, updated, let_in_by, at)
  select ${ID}, person, status, outcome, is_due, ${UPDATED}, let_in_by, at
  from case_party as c, ${NUMBERS} where c.case_id = $1::uuid`,
  `insert into case_partner (case_id, partner, part, revision, is_live, service, status, outcome,
    is_due, updated)
  select ${ID}, partner, part, revision, is_live, service, status, outcome, is_due, ${UPDATED}
  from case_partner as c, ${NUMBERS} where c.case_id = $1::uuid`,
];
