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
      setUpSession(client, target, role).then(() => done(), done);
    },
  });
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("error", () => undefined);
  return pool;
}
