import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { batched } from "../../../src/site/release/batched.ts";

test("what is asked at the same time is answered by one run, each with its own answer", async () => {
  const runs: (readonly number[])[] = [];
  const double = batched(async (asked: readonly number[]) => {
    runs.push(asked);
    return asked.map((one) => one * 2);
  }, 3);
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(runs).toEqual([[1, 2, 3], [4]]);
  expect(await double(5)).toBe(10);
});

test("a run begins after all it answers were asked", async () => {
  let seen = "old";
  const look = batched(async (asked: readonly string[]) => {
    const found = seen;
    await pause(5);
    return asked.map(() => found);
  }, 100);
  const early = look("a");
  await pause(1);
  seen = "new";
  expect(await Promise.all([early, look("b"), look("c")])).toEqual(["old", "new", "new"]);
});

test("a run that fails fails for all it was about, and for nobody after", async () => {
  let isBroken = true;
  const run = batched(async (asked: readonly string[]) => {
    if (isBroken) throw new Error("the disk is full");
    return asked;
  }, 100);
  const both = await Promise.allSettled([run("a"), run("b")]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isBroken = false;
  expect(await run("c")).toBe("c");
});

test("one that answers too little is an error, and nobody gets another's answer", async () => {
  const short = batched(async (asked: readonly string[]) => asked.slice(1), 100);
  await expect(Promise.all([short("a"), short("b")])).rejects.toThrow("not all were answered");
});
