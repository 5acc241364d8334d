const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * Has `close` run when the process is told to end and nobody else has taken that on, after which it
 * ends by that signal; and `atOnce` when it exits without having closed.
 *
 * @returns forgets about it
 */
export function closeAtExit(close: () => Promise<void>, atOnce: () => void): () => void {
  const told = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > ours) return;
    void close()
      .catch(() => undefined)
      .then(() => process.kill(process.pid, signal));
  };
  for (const signal of SIGNALS) process.on(signal, told);
  process.on("exit", atOnce);
  ours += 1;
  return () => {
    for (const signal of SIGNALS) process.off(signal, told);
    process.off("exit", atOnce);
    ours -= 1;
  };
}

/** How many of the listeners are this file's: one for each server that is open. */
let ours = 0;
