const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** Runs work that ends in order when the process is told to stop: then its signal is aborted. */
export async function untilStopped(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  // Not once: while somebody listens, the database is left to be closed in order.
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    await work(stop.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
}
