/** How long a line waits for others, in milliseconds. */
const WAIT = 50;
/** Characters that are written at once. */
const MOST = 65_536;

/** Lines that go somewhere together. */
export interface LogWriter {
  readonly write: (line: string) => void;
  /** Writes what is waiting. */
  readonly flush: () => void;
}

/**
 * Writes lines together, 50 ms late at most: a server that writes one for each request would otherwise
 * wait for the reader of its pipe each time. What is waiting when the process ends is written then, but
 * not where it is killed; what must be known of a request is in the ledger and the read log.
 *
 * `write`: takes whole lines, in order.
 */
export function logWriter(write: (lines: string) => void): LogWriter {
  let waiting = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const lines = waiting;
    waiting = "";
    if (lines !== "") write(lines);
  };
  return {
    write: (line) => {
      waiting += line;
      if (waiting.length >= MOST) flush();
      else timer ??= setTimeout(flush, WAIT).unref();
    },
    flush,
  };
}
