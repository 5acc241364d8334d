import { writeSync } from "node:fs";
import { LedgerError } from "../../app/src/ledger/ledger-error.ts";
import type { Point } from "../../app/src/ledger/point.ts";
import type { SiteSettings } from "../../app/src/site/settings.ts";
import { openSite, type Site } from "../../app/src/site/site.ts";

/** The named point at which a process ends itself by kill -9, the given time round. */
export interface Stop {
  readonly point: string;
  readonly times: number;
}

/** A program that cannot start ends with this exit code; it may be tried again. */
export const NOT_STARTED = 4;
/** A program that has met an alarm of the ledger ends with this one. */
const ALARMED = 3;
const ALARMS: ReadonlySet<string> = new Set([
  "fork",
  "rollback",
  "broken-log",
  "broken-file",
  "id-reused",
]);

/** Tells the campaign something: a line with a JSON list, written when this returns. */
export function say(...words: readonly string[]): void {
  writeSync(1, `${JSON.stringify(words)}\n`);
}

/** What this process was told to do, as JSON in its only argument. */
export function readOrder<T>(): T {
  return JSON.parse(process.argv[2] ?? "");
}

/** Opens the site; where that cannot be, the process says so and ends. */
export async function openOrEnd(settings: SiteSettings): Promise<Site> {
  try {
    return await openSite({ ...settings, onTrouble: (what) => say("trouble", "told", what) });
  } catch (error) {
    report(error);
    process.exit(NOT_STARTED);
  }
}

/** Ends this process by kill -9 when it comes to `stop`. */
export function dieAt(stop: Stop | undefined): Point {
  let left = stop?.times ?? 0;
  return (name) => {
    if (name !== stop?.point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
}

/** Aborts at SIGTERM; the process ends when the campaign is gone. */
export function toldToStop(): AbortSignal {
  const told = new AbortController();
  // Not once: while somebody listens, the database is left to be closed in order.
  process.on("SIGTERM", () => told.abort());
  process.stdin.once("close", () => process.exit(1)).once("error", () => process.exit(1));
  process.stdin.resume();
  return told.signal;
}

/**
 * Says what went wrong, as whatever runs on would log it. An alarm of the ledger ends the process:
 * nothing may be written then.
 */
export function report(error: unknown): void {
  const code = error instanceof Error && "code" in error ? String(error.code) : "error";
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof LedgerError && ALARMS.has(error.code)) {
    say("alarm", text);
    process.exit(ALARMED);
  }
  say("trouble", code, text);
}
