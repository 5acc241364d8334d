import type pg from "pg";
import { COLUMN_TYPES } from "./column-types.ts";
import { roleName, type Role } from "./roles.ts";
import type { Endpoint } from "../server/keeper-client.ts";

/** A server, and how it is reached. */
export type Target =
  /** Ours: every role connects as itself, over the socket. */
  | { readonly kind: "embedded"; readonly endpoint: Endpoint; readonly database: string }
  /** A site's own: one login, that takes a role with SET ROLE. */
  | { readonly kind: "external"; readonly url: string };

/** What to connect with, as this role, or as the login itself where no role is given. */
export function clientConfig(target: Target, role: Role | undefined): pg.ClientConfig {
  const common = {
    application_name: role === undefined ? "caveat" : `caveat ${role}`,
    connectionTimeoutMillis: 10_000,
    types: COLUMN_TYPES,
  };
  if (target.kind === "external") return { ...common, connectionString: target.url };
  const { socket, port } = target.endpoint;
  const user = roleName(role ?? "migrator");
  return { ...common, host: socket, port, user, database: target.database, ssl: false };
}

/**
 * Puts a new connection in order: UTC; a commit is acknowledged when it is on disk, whatever the
 * server's default; a transaction that was forgotten ends after a minute; and the role is taken.
 */
export async function setUpSession(
  client: pg.ClientBase,
  target: Target,
  role: Role | undefined,
): Promise<void> {
  const taking =
    target.kind === "external" && role !== undefined ? `; set role ${roleName(role)}` : "";
  await client.query(`${SESSION}${taking}`);
}

const SESSION = [
  "set timezone = 'UTC'",
  "set datestyle = 'ISO'",
  "set synchronous_commit = 'on'",
  "set idle_in_transaction_session_timeout = '60s'",
].join("; ");

/** What to call the database in a message: never with a password. */
export function describeTarget(target: Target): string {
  if (target.kind === "embedded") return `the database ${target.database}`;
  try {
    const { host, pathname } = new URL(target.url);
    return `the database at ${host}${pathname}`;
  } catch {
    return "the database that CAVEAT_DATABASE_URL names";
  }
}
