import pg from "pg";

/** Where a server listens. */
export interface Endpoint {
  /** The folder of its socket. */
  readonly socket: string;
  readonly port: number;
}

/** Sees the server's state and settings, and nothing in any table. */
export const KEEPER = "caveat_keeper";

/** The name that clients holding the server open go by, in pg_stat_activity. */
export const HOLDING = "caveat keeper";

/** A client, not yet connected, of the role that may see the server's state and nothing else. */
export function keeperClient(endpoint: Endpoint, purpose: string): pg.Client {
  const client = new pg.Client({
    host: endpoint.socket,
    port: endpoint.port,
    user: KEEPER,
    database: "postgres",
    application_name: purpose,
    ssl: false,
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => undefined);
  return client;
}
