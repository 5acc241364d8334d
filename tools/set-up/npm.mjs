import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { endOf } from "./child.mjs";
import { SetUpFailure } from "./failure.mjs";

/**
 * @typedef {object} Where
 * @property {string} node the Node that runs npm
 * @property {string} cwd
 * @property {string} spareCache a cache to use where the person's own cannot be written
 * @property {import("./lock.mjs").Held} held the lock npm works under
 */

/**
 * Runs npm and waits for it, also where a signal asks us to end: an npm left to itself would go on
 * writing. Nothing is printed: the caller decides what of the output a person needs.
 *
 * @param {readonly string[]} args
 * @param {Where} where
 * @returns {Promise<{ code: number, output: string }>} npm's exit code (1 for a signal), and both streams
 * @throws SetUpFailure where there is no npm, or a signal ended it
 */
export async function runNpm(args, { node, cwd, spareCache, held }) {
  const npm = findNpm(node);
  const path = [dirname(node), process.env["PATH"] ?? ""].join(delimiter);
  const cache = canWrite(usualCache()) ? {} : { npm_config_cache: spareCache };
  const child = spawn(npm.command, [...npm.args, ...args, ...QUIETLY], {
    cwd,
    env: { ...process.env, PATH: path, ...cache },
    shell: npm.shell,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid !== undefined) held.by(child.pid);
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const ended = await endOf(child).catch(() => {
    throw new SetUpFailure(NO_NPM);
  });
  if (ended.asked !== undefined)
    throw new SetUpFailure(`Set-up was stopped by ${ended.asked}; run the same command again.`);
  return { code: ended.code ?? 1, output };
}

/**
 * No install scripts: nothing we use needs one. A registry that cannot be reached is given up after
 * about twelve seconds rather than npm's seventy.
 */
const QUIETLY = [
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--prefer-offline",
  "--loglevel=error",
  "--fetch-retry-mintimeout=2000",
  "--fetch-retry-maxtimeout=10000",
];

const NO_NPM =
  "npm was not found; install it (it comes with Node from nodejs.org) and run the same command again.";

/**
 * npm as a script our Node can run: the npm that started us, else the one on PATH. A wrapper
 * written in shell (version managers do that) is run as it is.
 *
 * @param {string} node
 */
function findNpm(node) {
  const started = process.env["npm_execpath"];
  if (started?.endsWith("npm-cli.js") && existsSync(started)) return script(node, started);
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    if (folder === "") continue;
    const beside = join(folder, "node_modules", "npm", "bin", "npm-cli.js");
    if (process.platform === "win32" && existsSync(beside)) return script(node, beside);
    const file = join(folder, process.platform === "win32" ? "npm.cmd" : "npm");
    if (!existsSync(file)) continue;
    const target = realpathSync(file);
    return target.endsWith("npm-cli.js") ? script(node, target) : wrapper(file);
  }
  throw new SetUpFailure(NO_NPM);
}

/** @param {string} node @param {string} file */
function script(node, file) {
  return { command: node, args: [file], shell: false };
}

/** @param {string} file */
function wrapper(file) {
  const shell = process.platform === "win32";
  return { command: shell ? `"${file}"` : file, args: [], shell };
}

/** Where npm keeps what it has downloaded; `npm run` tells us, otherwise npm's own default. */
function usualCache() {
  const told = process.env["npm_config_cache"];
  if (told !== undefined && told !== "") return told;
  const local = process.env["LOCALAPPDATA"];
  if (process.platform === "win32" && local !== undefined) return join(local, "npm-cache");
  return join(homedir(), ".npm");
}

/** @param {string} folder */
function canWrite(folder) {
  try {
    mkdirSync(join(folder, "_cacache"), { recursive: true });
    accessSync(join(folder, "_cacache"), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * npm's failure as one sentence with what to do.
 *
 * @param {string} what what was being done, "Installing the dependencies"
 * @param {{ code: number, output: string }} result
 * @returns {string}
 */
export function explainNpmFailure(what, { code, output }) {
  for (const [pattern, remedy] of KNOWN) {
    const match = pattern.exec(output);
    if (match !== null) return `${what} failed (${match[0]}): ${remedy}`;
  }
  const lines = output.split("\n").filter((line) => line.startsWith("npm error"));
  const said = (lines[0] ?? output.trim().split("\n").at(-1) ?? "").replace(/^npm error\s*/, "");
  return `${what} failed: npm ended with exit code ${code} and said "${said.slice(0, 200)}"; put that right and run the same command again.`;
}

/** @type {readonly (readonly [RegExp, string])[]} */
const KNOWN = [
  [
    /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR)\b/,
    "the npm registry cannot be reached; check the network or npm's proxy and registry settings and run the same command again.",
  ],
  [
    /\b(?:SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT)\b/,
    "the certificate of the npm registry is not trusted here; set npm's cafile or NODE_EXTRA_CA_CERTS and run the same command again.",
  ],
  [/\bENOSPC\b/, "the disk is full; free about 1 GB and run the same command again."],
  [
    /\b(?:EACCES|EPERM|EROFS)\b/,
    "the repository folder cannot be written; become its owner and run the same command again.",
  ],
  [
    /\b(?:E401|E403)\b/,
    "the npm registry refuses to serve it; check npm's registry settings and run the same command again.",
  ],
  [
    /\b(?:E404|ETARGET|EBADPLATFORM|ENOVERSIONS)\b/,
    "the npm registry has no such package for this machine; install Node 24 yourself and run the same command again.",
  ],
];
