import * as z from "zod";
import { isDay } from "../../core/day.ts";
import { suggest } from "../../core/nearest.ts";
import { Refusal } from "../../core/refusal.ts";
import type { ScenarioFile, ScenarioRequest } from "../../core/scenario.ts";
import { mergePatch } from "./merge.ts";
import { performedShape, requestShape, statedShape } from "./shape.ts";
import { check, readWritten, type Written } from "./yaml.ts";

const name = z.string().min(1).max(200);
const path = z.string().min(1).max(4096);
const unread = z.record(z.string(), z.unknown());

const itemShape = z.strictObject({
  id: name,
  title: name,
  file: path,
  stated: z.array(statedShape).default([]),
  request: unread,
  measures: z.array(performedShape).default([]),
});

/** A request's own `request` holds changes only, and is checked once they are laid over the item's. */
const requestEntryShape = z.strictObject({
  id: name,
  title: name,
  item: name,
  partner: name,
  request: unread.default({}),
  measures: z.array(performedShape).default([]),
  story: z.string().min(1).max(1000),
});

const scenarioShape = z.strictObject({
  caveat: z.literal("scenario/1").describe("The kind and version of this file"),
  site: path,
  now: z.string().refine(isDay, "is not a day that exists, written YYYY-MM-DD"),
  items: z.array(itemShape).min(1),
  requests: z.array(requestEntryShape).default([]),
});

type Unchecked = z.infer<typeof scenarioShape>;

/**
 * Reads a scenario (YAML or JSON): the register of items and the requests for them. What a request
 * changes is laid over its item's request (JSON Merge Patch, so null removes a field).
 *
 * Throws a Refusal with file, line and field; also for an id that stands twice, and for a request
 * for an item that is not on the register.
 */
export function readScenario(bytes: Uint8Array, name: string): ScenarioFile {
  const written = readWritten(bytes, name);
  const file = check(scenarioShape, written.value, written);
  refuseTwice(file, written);
  const items = file.items.map((one, i) => ({
    ...one,
    request: check(requestShape, one.request, written, ["items", i, "request"]),
  }));
  return { ...file, items, requests: file.requests.map((_, i) => completed(file, i, written)) };
}

function completed(file: Unchecked, i: number, written: Written): ScenarioRequest {
  const one = file.requests[i];
  const item = file.items.find(({ id }) => id === one?.item);
  if (one === undefined || item === undefined) {
    throw new Refusal(
      "bad-case",
      placeOf(written, ["requests", i, "item"]),
      `"${one?.item ?? ""}" is no item of this register`,
      suggest(
        one?.item ?? "",
        file.items.map(({ id }) => id),
      ),
    );
  }
  const merged = mergePatch(item.request, one.request);
  return { ...one, request: check(requestShape, merged, written, ["requests", i, "request"]) };
}

/** Items and requests are asked for by id, so each id stands once. */
function refuseTwice(file: Unchecked, written: Written): void {
  const seen = new Set<string>();
  for (const list of ["items", "requests"] as const) {
    for (const [i, { id }] of file[list].entries()) {
      if (seen.has(id)) {
        const place = placeOf(written, [list, i, "id"]);
        throw new Refusal("bad-case", place, `the id "${id}" stands twice`, "give each its own id");
      }
      seen.add(id);
    }
  }
}

function placeOf(written: Written, path: readonly PropertyKey[]): string {
  return `${written.name}:${written.lineOf(path)}`;
}
