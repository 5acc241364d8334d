import { flushCompileCache } from "node:module";
import { parseArgs } from "node:util";
import { formatKey, parseKey } from "caveat-verifier";
import { makeDirectory } from "../durable-file.ts";
import { LedgerError } from "../ledger-error.ts";
import { serveSigner } from "./serve.ts";
import { Signer } from "./signer.ts";

// The signer's process, run under an account of its own:
//   node signer/main.ts --folder DIR --create ORIGIN     makes the key of a new log, prints it, ends
//   node signer/main.ts --folder DIR --socket PATH       serves until SIGTERM or SIGINT;
//     with --with-parent also until its standard input ends, as it does when the parent is gone

/** Resolves to the exit code: 0, or 2 with one sentence on standard error. */
async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      folder: { type: "string" },
      socket: { type: "string" },
      create: { type: "string" },
      "with-parent": { type: "boolean", default: false },
    },
  });
  const { folder, socket, create } = values;
  if (folder === undefined || (socket === undefined) === (create === undefined)) {
    const what = "it takes --folder and either --create ORIGIN or --socket PATH";
    throw new LedgerError("bad-request", "signer", what, "give it both");
  }
  process.umask(0o007);
  await makeDirectory(folder, 0o700);
  if (create !== undefined) {
    const { keys } = await (await Signer.create(folder, create)).state();
    process.stdout.write(`${keys.map((key) => formatKey(parseKey(key))).join("\n")}\n`);
    return 0;
  }
  const withParent = values["with-parent"];
  // Before it says that it is ready: it may be told to stop at once.
  const stopped = whenStopped(withParent);
  try {
    const running = await serveSigner({ folder, socket: socket ?? "" });
    process.stdout.write("signer ready\n");
    // Node keeps what it has compiled when it ends, and a killed process does not come to that.
    flushCompileCache();
    await stopped;
    await running[Symbol.asyncDispose]();
    return 0;
  } finally {
    if (withParent) process.stdin.destroy();
  }
}

/** Resolves when the process is told to stop. */
function whenStopped(withParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
    if (!withParent) return;
    // Read, so that its end is noticed; what comes is nothing to us.
    process.stdin.once("close", () => resolve()).once("error", () => resolve());
    process.stdin.resume();
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
