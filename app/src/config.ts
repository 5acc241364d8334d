import { homedir } from "node:os";
import { join } from "node:path";
import { Refusal } from "./core/refusal.ts";
import { DEFAULT_LIMITS, type Limits } from "./formats/limits.ts";

/** Everything the environment may set, as typed values. */
export interface Config {
  /** Where a site keeps what it imports. */
  readonly home: string;
  /** The site file used when a command names none. */
  readonly site: string;
  /** The folder of packs. */
  readonly packs: string;
  /** The `postgres` program of an embedded database; found where it is not given. */
  readonly postgres: string | undefined;
  /** The file that names the identity providers by which people sign in at the desk. */
  readonly providers: string | undefined;
  readonly memory: MemoryConfig;
  readonly limits: Limits;
}

/** Where a site's memory is, beyond its home. */
export interface MemoryConfig {
  /** A PostgreSQL of the site's own. */
  readonly url: string | undefined;
  /** The socket of a signer under an account of its own. */
  readonly signer: string | undefined;
  /** The name of the ledger, at its creation. */
  readonly origin: string | undefined;
  /** The file that names the witnesses. */
  readonly witnesses: string | undefined;
}

/**
 * The configuration from environment variables: CAVEAT_HOME, CAVEAT_SITE, CAVEAT_PACKS,
 * CAVEAT_MAX_BYTES, CAVEAT_MAX_NODES,
 * CAVEAT_POSTGRES, CAVEAT_DATABASE_URL, CAVEAT_SIGNER, CAVEAT_ORIGIN, CAVEAT_WITNESSES,
 * CAVEAT_PROVIDERS. `root` is the folder that holds packs and scenarios.
 * Throws a Refusal for a limit that is not a whole number.
 */
export function toConfig(env: Readonly<Record<string, string | undefined>>, root: string): Config {
  const data = env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share");
  return {
    home: env["CAVEAT_HOME"] ?? join(data, "caveat"),
    site: env["CAVEAT_SITE"] ?? join(root, "scenarios", "lowland", "site.yaml"),
    packs: env["CAVEAT_PACKS"] ?? join(root, "packs"),
    postgres: text(env, "CAVEAT_POSTGRES"),
    providers: text(env, "CAVEAT_PROVIDERS"),
    memory: {
      url: text(env, "CAVEAT_DATABASE_URL"),
      signer: text(env, "CAVEAT_SIGNER"),
      origin: text(env, "CAVEAT_ORIGIN"),
      witnesses: text(env, "CAVEAT_WITNESSES"),
    },
    limits: {
      ...DEFAULT_LIMITS,
      bytes: limit(env, "CAVEAT_MAX_BYTES", DEFAULT_LIMITS.bytes),
      nodes: limit(env, "CAVEAT_MAX_NODES", DEFAULT_LIMITS.nodes),
    },
  };
}

/** Set to nothing is not set. */
function text(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = env[name];
  return value === "" ? undefined : value;
}

function limit(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  preset: number,
): number {
  const text = env[name];
  if (text === undefined || text === "") return preset;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Refusal(
    "bad-usage",
    name,
    `"${text}" is not a whole number above 0`,
    `set it to ${preset} or unset it`,
  );
}
