import type { Kysely } from "kysely";
import type { PoolClient } from "pg";
import { queriesOn, type StatementListener } from "./client-dialect.ts";
import type { RegisterReading } from "../register/register-reading.ts";
import type { Schema } from "../schema.ts";
import { Session } from "./session.ts";

/** A connection in use, and how lookups in the register are answered in the transaction that it is in. */
export interface OnConnection {
  readonly session: Session;
  readonly queries: Kysely<Schema>;
  register: RegisterReading | undefined;
}

/** What is on a connection. Kept with it, since a session knows what its server has prepared. */
export function onConnection(
  client: PoolClient,
  listener: StatementListener | undefined,
): OnConnection {
  const known = KNOWN.get(client);
  if (known !== undefined) return known;
  const session = new Session(client, listener);
  const state: Pick<OnConnection, "session" | "register"> = { session, register: undefined };
  const made = Object.assign(state, { queries: queriesOn(state) });
  KNOWN.set(client, made);
  return made;
}

const KNOWN: WeakMap<PoolClient, OnConnection> = new WeakMap();
