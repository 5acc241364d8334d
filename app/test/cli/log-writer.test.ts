import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { logWriter } from "../../src/cli/log-writer.ts";

describe("the writer of a server's log", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("writes lines that come close together in one piece, in order, and each once", () => {
    const written: string[] = [];
    const log = logWriter((lines) => void written.push(lines));
    log.write("one\n");
    log.write("two\n");
    expect(written).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(written).toEqual(["one\ntwo\n"]);
    log.write("three\n");
    vi.advanceTimersByTime(50);
    log.flush();
    expect(written).toEqual(["one\ntwo\n", "three\n"]);
  });

  it("keeps no more than 65,536 characters waiting", () => {
    const written: string[] = [];
    const log = logWriter((lines) => void written.push(lines));
    for (let line = 0; line < 100; line++) log.write(`${"x".repeat(999)}\n`);
    expect(written).toEqual([`${"x".repeat(999)}\n`.repeat(66)]);
    log.flush();
    expect(written.join("")).toHaveLength(100_000);
  });

  it("writes what is waiting when it is told that the end has come", () => {
    const written: string[] = [];
    const log = logWriter((lines) => void written.push(lines));
    log.write("last\n");
    log.flush();
    vi.advanceTimersByTime(1_000);
    expect(written).toEqual(["last\n"]);
  });
});
