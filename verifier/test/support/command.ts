import { run } from "../../command/run.ts";

/** What the command said, and its exit code. */
export interface Said {
  readonly exit: number;
  readonly output: string;
  readonly errors: string;
}

/** Who watches: nobody (a pipe), or a person at a terminal whose clock ticks with each look. */
export interface Watcher {
  readonly isTTY: boolean;
  /** By how many milliseconds the clock goes on each time it is read. */
  readonly tick: number;
}

/** Runs caveat-verify in this process. */
export async function verify(
  args: readonly string[],
  { isTTY, tick }: Watcher = { isTTY: false, tick: 0 },
): Promise<Said> {
  let [output, errors, time] = ["", "", 0];
  const terminal = {
    output: { isTTY, write: (text: string) => (output += text) },
    errors: { isTTY, write: (text: string) => (errors += text) },
    now: () => (time += tick),
  };
  const exit = await run(args, terminal, "1.2.3");
  return { exit, output, errors };
}
