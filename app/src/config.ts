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
  readonly limits: Limits;
}

/**
 * The configuration from environment variables: CAVEAT_HOME, CAVEAT_SITE, CAVEAT_PACKS,
 * CAVEAT_MAX_BYTES, CAVEAT_MAX_NODES. `root` is the folder that holds packs and scenarios.
 * Throws a Refusal for a limit that is not a whole number.
 */
export function toConfig(env: Readonly<Record<string, string | undefined>>, root: string): Config {
  const data = env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share");
  return {
    home: env["CAVEAT_HOME"] ?? join(data, "caveat"),
    site: env["CAVEAT_SITE"] ?? join(root, "scenarios", "lowland", "site.yaml"),
    packs: env["CAVEAT_PACKS"] ?? join(root, "packs"),
    limits: {
      ...DEFAULT_LIMITS,
      bytes: limit(env, "CAVEAT_MAX_BYTES", DEFAULT_LIMITS.bytes),
      nodes: limit(env, "CAVEAT_MAX_NODES", DEFAULT_LIMITS.nodes),
    },
  };
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
