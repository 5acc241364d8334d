import { platform } from "node:os";
import type { Account } from "./account.ts";
import { runProgram } from "./run-program.ts";

const BATCH = ["--batch", "0"];

/**
 * The command of a server of ours, run as work that does not push another off a processor in the moment
 * it wakes up (SCHED_BATCH, sched(7)): else each statement takes the processor from the program that has
 * just sent it and has more to do. Its share of the processors stays what it was. The command as it was
 * where the system has no `chrt` (util-linux) or does not let it.
 */
export async function asBatch(
  command: readonly string[],
  account: Account | undefined,
): Promise<readonly string[]> {
  if (platform() !== "linux") return command;
  const { code } = await runProgram("chrt", [...BATCH, "true"], { account });
  return code === 0 ? ["chrt", ...BATCH, ...command] : command;
}
