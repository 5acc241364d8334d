import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";

/** An interpreter that can import what was asked for, or why there is none. */
type Python =
  | { readonly kind: "ready"; readonly interpreter: string }
  | { readonly kind: "absent"; readonly because: string };

/** Longest time that one step of the installation may take, in milliseconds. */
const LONGEST = 170_000;

const PROBE = "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])";

/**
 * A Python of its own with these packages: made once for each set of them, in the user's cache folder,
 * and found there the next time. Several test processes may ask at once: each builds in a folder of
 * its own, and the first to be ready gives its folder the name.
 *
 * @param packages as pip takes them, each with its version: "stix2-validator==3.3.2"
 */
function pythonWith(...packages: readonly string[]): Python {
  const command = process.platform === "win32" ? "python" : "python3";
  const probe = run(command, ["-c", PROBE]);
  if (probe.because !== undefined) return absent(`no Python with venv (${probe.because})`);
  const key = JSON.stringify([probe.output.trim(), packages.toSorted()]);
  const name = createHash("sha256").update(key).digest("hex").slice(0, 16);
  const home = join(cacheFolder(), name);
  if (existsSync(home)) return ready(home);
  const draft = `${home}.${randomUUID()}`;
  const because = build(command, draft, packages);
  if (because === undefined) keep(draft, home);
  rmSync(draft, { recursive: true, force: true });
  return because === undefined ? ready(home) : absent(because);
}

/**
 * A `describe` that is counted and named as skipped where Python, pip or the packages cannot be had.
 * Its tests are collected in any case, so its body must not run the interpreter outside a test.
 */
export function describeWithPython(
  name: string,
  packages: readonly string[],
  tests: (interpreter: string) => void,
): void {
  const python = pythonWith(...packages);
  const isReady = python.kind === "ready";
  const why = isReady ? "" : `: ${python.because}`;
  describe.skipIf(!isReady)(`${name} (needs Python with ${packages[0] ?? "pip"}${why})`, () => {
    tests(isReady ? python.interpreter : "");
  });
}

function build(command: string, folder: string, packages: readonly string[]): string | undefined {
  try {
    mkdirSync(cacheFolder(), { recursive: true });
  } catch {
    return "the cache folder cannot be written";
  }
  const made = run(command, ["-m", "venv", folder]);
  if (made.because !== undefined) return `venv: ${made.because}`;
  const options = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "1"];
  const pip = run(interpreterIn(folder), ["-m", "pip", "install", ...options, ...packages]);
  return pip.because === undefined ? undefined : `pip: ${pip.because}`;
}

/** Gives a finished folder its name, unless another process was first. */
function keep(draft: string, home: string): void {
  try {
    renameSync(draft, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

function run(
  command: string,
  args: readonly string[],
): { readonly output: string; readonly because?: string } {
  const child = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LONGEST,
  });
  const output = child.stdout ?? "";
  if (child.error !== undefined) return { output, because: child.error.message };
  if (child.status === 0) return { output };
  const last = child.stderr.trim().split("\n").at(-1) ?? "";
  return { output, because: last === "" ? `it ended with ${child.status}` : last.slice(0, 120) };
}

function cacheFolder(): string {
  const given = process.env["XDG_CACHE_HOME"];
  const base = given === undefined || given === "" ? join(homedir(), ".cache") : given;
  return join(base, "caveat-tests");
}

function interpreterIn(folder: string): string {
  return process.platform === "win32"
    ? join(folder, "Scripts", "python.exe")
    : join(folder, "bin", "python");
}

function ready(folder: string): Python {
  return { kind: "ready", interpreter: interpreterIn(folder) };
}

function absent(because: string): Python {
  return { kind: "absent", because };
}
