import type { Watch } from "../usecases/back-up.ts";
import { printable } from "./print/printable.ts";
import { Progress } from "./print/progress.ts";
import type { Terminal } from "./print/terminal.ts";

/**
 * Shows how far long work of several steps is while `work` runs; what goes wrong in it meanwhile is told
 * on the error stream.
 */
export async function watching<T>(
  terminal: Terminal,
  work: (watch: Watch) => Promise<T>,
): Promise<T> {
  let step: string | undefined;
  let bar: Progress | undefined;
  const watch: Watch = {
    progress: (what, done, total) => {
      if (what !== step) {
        bar?.end();
        bar = new Progress(terminal, what);
        step = what;
      }
      bar?.show(done, total);
    },
    onTrouble: (what) => void terminal.errors.write(`caveat: ${printable(what)}\n`),
  };
  try {
    return await work(watch);
  } finally {
    bar?.end();
  }
}
