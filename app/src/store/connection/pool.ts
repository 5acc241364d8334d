import pg from "pg";
import { clientConfig, setUpSession, type Target } from "./connection.ts";
import type { Role } from "./roles.ts";

/** How many connections one role may hold; the embedded server has room for eighty in all. */
export const CONNECTIONS_PER_ROLE = 16;

/**
 * The connections of one role. A connection that breaks, idle or in use, is dropped and replaced:
 * without a listener it would end the process.
 */
export function makePool(target: Target, role: Role, size: number): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(target, role),
    max: size,
    verify: (client, done) => {
      setUp(client, target, role).then(() => done(), done);
    },
  });
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", () => undefined);
  return pool;
}

/**
 * Every statement here finds its rows by an index. A plan is kept for as long as the connection, and
 * one that was made while a table was small would go on to read all of it when it has grown.
 */
async function setUp(client: pg.ClientBase, target: Target, role: Role): Promise<void> {
  await setUpSession(client, target, role);
  await client.query("set enable_seqscan = off");
}
