import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Signals a person or a supervisor sends to end a program. */
const PASSED_ON = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]);

/**
 * Runs a program in our place: it has our terminal, gets the signals we get, and we end as it ended.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} where
 * @returns {Promise<void>} with process.exitCode set; a child that a signal ended ends us by the same signal
 */
export async function runInOurPlace(command, args, { cwd, env }) {
  const { code, signal } = await endOf(spawn(command, args, { cwd, env, stdio: "inherit" }));
  process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
  if (signal !== null) process.kill(process.pid, signal);
}

/**
 * Waits until a child has ended, and passes on to it the signals that ask us to end.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<End>} rejected where it could not be started
 *
 * @typedef {object} End
 * @property {number | null} code null where a signal ended it
 * @property {NodeJS.Signals | null} signal
 * @property {NodeJS.Signals | undefined} asked the signal we were sent meanwhile
 */
export async function endOf(child) {
  /** @type {NodeJS.Signals | undefined} */
  let asked;
  const passOn = (/** @type {NodeJS.Signals} */ signal) => {
    asked = signal;
    // On a terminal Ctrl-C reaches the child by itself, and a second one would mean "at once".
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of PASSED_ON) process.on(signal, passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, asked }));
    });
  } finally {
    for (const signal of PASSED_ON) process.off(signal, passOn);
  }
}
