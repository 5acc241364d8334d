import { randomUUID } from "node:crypto";
import { appendFile, chown, open, readFile, rename } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { ROLES, roleName } from "../connection/roles.ts";
import { SHARED, userName, type Account } from "./account.ts";
import { MARK } from "./inspect.ts";
import { KEEPER } from "./keeper-client.ts";

/** The role initdb makes: it may do everything, and nothing of Caveat works under it. */
export const SUPERUSER = "caveat";

/**
 * Settings beside PostgreSQL's own. Nothing here switches fsync or full-page writes on: a site that
 * switched them off is told so, not silently corrected. Errors are logged without the values they
 * are about, which may be personal. The tables work as queues, so vacuum comes early.
 */
const SETTINGS = `
# Written by Caveat when it made this database.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 80
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
max_parallel_workers_per_gather = 0
log_line_prefix = '%m [%p] '
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
autovacuum_naptime = 15s
autovacuum_vacuum_scale_factor = 0.05
checkpoint_timeout = 5min
max_wal_size = 512MB
password_encryption = 'scram-sha-256'
`;

/** Nobody comes in over a network; over the socket, the system's accounts that pg_ident.conf names. */
const ACCESS = "local all all peer map=caveat\n";

/** Writes what a data directory needs beside what initdb makes. */
export async function writeConfiguration(data: string, account?: Account): Promise<void> {
  const made = { product: "caveat", settings: 1 };
  await appendFile(join(data, "postgresql.conf"), SETTINGS);
  await writeOwned(join(data, "pg_hba.conf"), ACCESS, account);
  await writeOwned(join(data, MARK), `${JSON.stringify(made)}\n`, account);
}

/**
 * Says which accounts of the system may take the database's roles: root, and the owner of the
 * data. Written before every start, since Caveat may run as another one than last time.
 */
export async function writeAccounts(data: string, account?: Account): Promise<void> {
  const owner = account === undefined ? userInfo().username : await userName(account.uid);
  const users = new Set(["root", await userName(0), ...(owner === SHARED ? [] : [owner])]);
  const roles = [SUPERUSER, KEEPER, ...ROLES.map(roleName)];
  const lines = [...users].flatMap((user) => roles.map((role) => `caveat "${user}" ${role}\n`));
  await writeOwned(join(data, "pg_ident.conf"), lines.join(""), account);
}

/**
 * Puts the text under the name in one step: another process may be starting the server, which reads
 * the file once and would take one that is half written as it is. What is there already stays.
 */
async function writeOwned(path: string, text: string, account?: Account): Promise<void> {
  if ((await readFile(path, "utf8").catch(() => undefined)) === text) return;
  const draft = `${path}.new-${randomUUID()}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  if (account !== undefined) await chown(draft, account.uid, account.gid);
  await rename(draft, path);
}
