import { describe, expect, test } from "vitest";
import { CopyThread } from "../../../../src/formats/copy/aside/thread.ts";
import { CopyThreads, type ThreadsLimits } from "../../../../src/formats/copy/aside/threads.ts";
import type { CopyWork } from "../../../../src/formats/copy/aside/work.ts";
import { copyFor, planOf } from "../copy-for.ts";
import { largeBundle } from "./large.ts";

const { uuidFor, ...about } = copyFor();
const LIMITS: ThreadsLimits = { most: 1, waiting: 1, warm: 1, milliseconds: 60_000, heap: 512 };
const SMALL = make(largeBundle(4));

describe("a thread that does not come to an end", () => {
  test.each([
    ["too slow", { milliseconds: 1 }, "broken-document", /within 0\.001 seconds; take out less/],
    ["too large", { heap: 12 }, "bomb", /more memory than there is/],
  ] as const)("%s: is ended, and refused", async (_name, change, code, says) => {
    const threads = new CopyThreads({ ...LIMITS, ...change });
    const work = make(largeBundle(3000));
    const error: unknown = await threads.do(work, uuidFor).catch((one: unknown) => one);
    expect(error).toMatchObject({ name: "Refusal", code, place: "the copy" });
    expect(String(error)).toMatch(says);
  });

  test("ended from outside: is refused, and given no more work", async () => {
    const thread = new CopyThread(LIMITS);
    const doing = thread.do(make(largeBundle()), uuidFor);
    const [done] = await Promise.allSettled([doing, thread.end()]);
    expect(done).toMatchObject({ status: "rejected", reason: { code: "broken-document" } });
    expect(thread.isAlive).toBe(false);
    await expect(thread.do(SMALL, uuidFor)).rejects.toThrow("making it broke down");
  });

  test("waiting for a name: is ended too", async () => {
    const thread = new CopyThread(LIMITS);
    const doing = thread.do(SMALL, () => {
      void thread.end();
      throw new Error("no name");
    });
    await expect(doing).rejects.toThrow("no name");
    expect(thread.isAlive).toBe(false);
  });
});

test("after one that was ended the next piece of work is done", async () => {
  const threads = new CopyThreads(LIMITS);
  const broken = threads.do(SMALL, () => {
    throw new Error("no name");
  });
  const next = threads.do(SMALL, uuidFor);
  await expect(broken).rejects.toThrow("no name");
  expect((await next).copy?.objects.length).toBeGreaterThan(2);
});

test("work waits in its order, and too much of it is sent away as busy", async () => {
  const threads = new CopyThreads(LIMITS);
  const order: string[] = [];
  const asking = (name: string): Promise<unknown> =>
    threads
      .do(SMALL, (part) => {
        if (order.at(-1) !== name) order.push(name);
        return uuidFor(part);
      })
      .then(() => name);
  const all = [asking("first"), asking("second"), asking("third")];
  const ends = await Promise.allSettled(all);
  expect(order).toEqual(["first", "second"]);
  expect(ends).toMatchObject([
    { value: "first" },
    { value: "second" },
    { reason: { name: "CopiesBusy", code: "busy" } },
  ]);
  expect(await asking("fourth")).toBe("fourth");
});

test("two at once do not hear each other", async () => {
  const threads = new CopyThreads({ ...LIMITS, most: 2, warm: 0 });
  const [alder, birch] = await Promise.all(
    ["alder", "birch"].map((partner) => threads.do(SMALL, copyFor(partner).uuidFor)),
  );
  const ids = new Set(alder?.copy?.ids.map(({ to }) => to));
  expect(ids.size).toBeGreaterThan(2);
  expect(birch?.copy?.ids.some(({ to }) => ids.has(to))).toBe(false);
});

function make(original: Uint8Array): CopyWork {
  const plan = planOf({ step: "remove-persons" });
  return { kind: "make", original, name: "large.json", medium: "export", plan, about };
}
