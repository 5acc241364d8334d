import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { runInOurPlace } from "./child.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { SetUpFailure } from "./failure.mjs";
import { ensureRuntime } from "./runtime.mjs";
import { typeStrippingFlags } from "./version.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Brings what is missing (a Node, the dependencies), then runs what was asked for in our place.
 *
 * @param {readonly string[]} args ["caveat", …] or ["tool", NAME, …]
 * @returns {Promise<void>} with process.exitCode set: the child's own, or 1 where set-up failed
 */
export async function launch(args) {
  try {
    const target = findTarget(args);
    const runtime = await ensureRuntime(ROOT);
    await ensureDependencies(ROOT, runtime);
    await runInOurPlace(runtime.exec, [target.file, ...target.args], {
      cwd: target.cwd,
      env: { ...compileCache(), ...process.env, ...pathFor(runtime), ...optionsFor(runtime) },
    });
  } catch (error) {
    if (!(error instanceof SetUpFailure)) throw error;
    process.stderr.write(`caveat: ${error.message}\n`);
    process.exitCode = 1;
  }
}

/** @param {readonly string[]} args @returns {{ file: string, args: readonly string[], cwd: string }} */
function findTarget([kind, ...rest]) {
  if (kind === "caveat") {
    const file = join(ROOT, "app", "src", "main.ts");
    if (existsSync(file)) return { file, args: rest, cwd: callersFolder() };
    throw new SetUpFailure(`${file} is missing; fetch the repository again with git.`);
  }
  const [name = "", ...args] = rest;
  if (kind === "tool" && /^[a-z][a-z-]*$/.test(name)) {
    const found = ["ts", "mjs"]
      .map((end) => join(ROOT, "tools", `${name}.${end}`))
      .find(existsSync);
    if (found !== undefined) return { file: found, args, cwd: process.cwd() };
  }
  throw new SetUpFailure(
    `There is no "${[kind, ...rest].join(" ")}" to launch; use "caveat ARGS…" or "tool NAME ARGS…" with a file of the tools folder.`,
  );
}

/**
 * Where the person is. `npm run` moves to the repository and keeps the old place in INIT_CWD; a
 * file named on the command line is meant from there. Only for the scripts that run the command:
 * a test that runs it from a folder of its own inherits INIT_CWD too.
 */
function callersFolder() {
  const here = process.cwd();
  const ours = ["caveat", "demo"].includes(process.env["npm_lifecycle_event"] ?? "");
  const from = process.env["INIT_CWD"];
  return ours && from !== undefined && existsSync(from) && join(here, "/") === ROOT ? from : here;
}

/**
 * Where Node keeps what it has compiled, so that the command starts faster the next time. Only
 * where it can be written, since Node may hang on a folder it cannot make; what the person has set wins.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function compileCache() {
  const folder = join(ROOT, ".node", "compile-cache");
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return { NODE_COMPILE_CACHE: folder };
  } catch {
    return {};
  }
}

/**
 * A Node that was brought goes first on PATH, so that what we run finds the same one.
 *
 * @param {import("./runtime.mjs").Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
function pathFor({ exec, brought }) {
  if (!brought) return {};
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  return { [key]: [dirname(exec), process.env[key] ?? ""].join(delimiter) };
}

/**
 * In NODE_OPTIONS rather than on the command line: what we run starts Node again.
 *
 * @param {import("./runtime.mjs").Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
function optionsFor({ version }) {
  const flags = typeStrippingFlags(version);
  const given = process.env["NODE_OPTIONS"] ?? "";
  return flags.length === 0 ? {} : { NODE_OPTIONS: [given, ...flags].join(" ").trim() };
}
