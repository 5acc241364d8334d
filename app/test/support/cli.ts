import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { run } from "../../src/cli/run.ts";
import { toConfig } from "../../src/config.ts";
import { makeContext } from "../../src/context.ts";
import type { Ports } from "../../src/usecases/ports.ts";
import { FACTS_STATED, NOW, PARTNER, PEOPLE, SETTING, STATED } from "./plain.ts";

/** The repository: packs and scenarios stand here. */
export const ROOT: string = fileURLToPath(new URL("../../..", import.meta.url));
const VERSION = "0.0.1";
/** Nothing is imported here, and nothing is written. */
const NO_HOME = join(tmpdir(), "caveat-no-home");

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Circumstances {
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  /** Changes the real ports before they are used. */
  readonly ports?: (ports: Ports) => Ports;
}

/** Runs the command line in this process, with the real context and streams that only record. */
export async function caveat(
  args: readonly string[],
  { env = {}, isTTY = false, ports = (all) => all }: Circumstances = {},
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, {
    version: VERSION,
    connect: () => ports(connect(env)),
    output: recorder(out, isTTY) as unknown as NodeJS.WriteStream,
    errors: recorder(err, isTTY) as unknown as NodeJS.WriteStream,
    input: { isTTY: false } as unknown as NodeJS.ReadStream,
    env,
  });
  return { code, out: out.join(""), err: err.join("") };
}

let plain: Ports | undefined;

/** The real context; packs are compiled once for all runs that set nothing. */
function connect(env: Readonly<Record<string, string>>): Ports {
  const settings = Object.keys(env).filter((name) => name.startsWith("CAVEAT_"));
  const make = (): Ports => makeContext(toConfig({ CAVEAT_HOME: NO_HOME, ...env }, ROOT), VERSION);
  return settings.length === 0 ? (plain ??= make()) : make();
}

/** A folder of its own for one test, removed after it. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "caveat-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file in a folder of its own and returns its path. */
export async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await scratch(), name);
  await writeFile(path, content);
  return path;
}

/** The ordinary case as a file, with some of its fields replaced; undefined takes a field out. */
export function plainCase(change: object = {}): Record<string, unknown> {
  return {
    caveat: "case/1",
    packs: ["nl-wiv"],
    own: SETTING.own,
    partners: [PARTNER],
    people: PEOPLE,
    item: { name: "report", facts: FACTS_STATED },
    request: SETTING.request,
    measures: STATED,
    now: NOW,
    ...change,
  };
}

/** The path of such a case, as JSON. */
export async function caseOf(change: object = {}): Promise<string> {
  return fileOf("case.json", JSON.stringify(plainCase(change), null, 1));
}

function recorder(into: string[], isTTY: boolean) {
  return {
    isTTY,
    write: (text: string): boolean => {
      into.push(text);
      return true;
    },
  };
}
