import { describe, expect, test } from "vitest";
import { Refusal } from "../../src/core/refusal.ts";
import type { ScenarioFile } from "../../src/core/scenario.ts";
import { readScenario } from "../../src/formats/case/scenario.ts";

const SCENARIO = `caveat: scenario/1
site: site.yaml
now: 2026-11-26
items:
  - id: list
    title: A list
    file: list.csv
    request: { purpose: Block it, use: network-defence, requester: officer }
requests:
  - id: asked
    title: The list, asked for by the head
    item: list
    partner: linde
    request: { requester: head, use: null }
    story: Who asks is changed and the use is taken out
`;

function read(text: string): ScenarioFile {
  return readScenario(new TextEncoder().encode(text), "scenario.yaml");
}

function refusal(text: string): Refusal {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("it was read");
}

test("a request is its item's request with its own changes laid over it", () => {
  const [request] = read(SCENARIO).requests;
  expect(request?.request).toEqual({ mode: "release", purpose: "Block it", requester: "head" });
});

test("an item keeps its own request whatever others change", () => {
  const [item] = read(SCENARIO).items;
  expect(item?.request.use).toBe("network-defence");
  expect(item?.measures).toEqual([]);
});

describe("is refused with its line", () => {
  test.each([
    ["an item nobody registered", ["item: list", "item: lost"], "scenario.yaml:12", "bad-case"],
    ["an id that stands twice", ["id: asked", "id: list"], "scenario.yaml:10", "bad-case"],
    ["a day that does not exist", ["2026-11-26", "2026-02-30"], "scenario.yaml:3", "bad-date"],
    ["a change that names no field", ["use: null", "usage: x"], "scenario.yaml:14", "bad-case"],
    ["a request without a purpose", ["purpose: Block it, ", ""], "scenario.yaml:8", "bad-case"],
    ["a version we do not know", ["scenario/1", "scenario/2"], "scenario.yaml:1", "bad-case"],
  ])("%s", (_, [from = "", to = ""], place, code) => {
    const refused = refusal(SCENARIO.replace(from, to));
    expect(refused.place).toBe(place);
    expect(refused.code).toBe(code);
  });

  test("a misspelt item, with the nearest one there is", () => {
    expect(refusal(SCENARIO.replace("item: list", "item: lists")).remedy).toContain('"list"');
  });
});
