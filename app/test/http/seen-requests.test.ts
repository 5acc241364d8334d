import { expect, it } from "vitest";
import { SeenRequests } from "../../src/http/seen-requests.ts";

it("knows each of the last 100,000 requests, by who made it, and no more than twice as many", () => {
  const seen = new SeenRequests();
  expect(seen.add("credential a", "first")).toBe(true);
  expect(seen.add("credential b", "first")).toBe(true);
  for (let n = 0; n < 100_000; n++) seen.add("credential a", `${n}`);
  expect(["first", "0", "99999"].map((id) => seen.add("credential a", id))).toEqual([
    false,
    false,
    false,
  ]);
  for (let n = 100_000; n < 300_000; n++) seen.add("credential a", `${n}`);
  expect(seen.add("credential a", "200000")).toBe(false);
  expect(seen.add("credential a", "first")).toBe(true);
});
