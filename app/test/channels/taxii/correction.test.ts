import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReleasedBody } from "../../../src/usecases/release/outbox.ts";
import { REPORT } from "../../http/support/case-desk.ts";
import { Leaving } from "../support/leaving.ts";

interface Stix {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly created: string;
  readonly modified: string;
  readonly revoked?: boolean;
}

let site: Leaving;

beforeAll(async () => {
  site = await Leaving.open();
}, 120_000);

afterAll(async () => await site[Symbol.asyncDispose]());

const GONE = "TideGate relay";

/** The report of the scenario: corrected, one indicator is called otherwise and another is gone. */
async function report(isCorrected: boolean): Promise<object> {
  const bundle = JSON.parse((await site.desk.item(REPORT)).toString()) as {
    readonly objects: readonly Readonly<Record<string, unknown>>[];
  };
  if (!isCorrected) return bundle;
  const gone = bundle.objects.find(({ name }) => name === GONE)?.["id"];
  const objects = bundle.objects
    .filter(({ id, source_ref }) => id !== gone && source_ref !== gone)
    .map((one) => ({
      ...one,
      ...(one["name"] === "TideGate beacon" ? { name: "TideGate beacon, corrected" } : {}),
      ...(Array.isArray(one["object_refs"])
        ? {
            object_refs: one["object_refs"].filter((ref) =>
              bundle.objects.some(
                ({ id, source_ref }) => id === ref && id !== gone && source_ref !== gone,
              ),
            ),
          }
        : {}),
    }));
  return { ...bundle, objects };
}

function stixOf({ body }: ReleasedBody): Stix {
  return JSON.parse(Buffer.from(body).toString()) as Stix;
}

async function last(place: string): Promise<readonly Stix[]> {
  return (await site.rows(place, "last")).map(stixOf);
}

test("a correction is the next version of what both hold, and revokes what is gone", async () => {
  const place = await site.place("taxii");
  const first = await site.released(await report(false), place);
  await site.shown();
  const before = await last(place);
  const second = await site.released(await report(true), place);
  await site.shown();
  expect(await site.recall(first, second.release)).toBe(200);
  await site.shown();
  const after = new Map((await last(place)).map((one) => [one.id, one]));
  const versioned = before.filter(({ type, modified }) => type !== "identity" && modified);
  expect(versioned.length).toBeGreaterThan(5);
  for (const { id, name, type, created, modified } of versioned) {
    const now = after.get(id);
    expect([name, now?.created]).toEqual([name, created]);
    expect([name, now?.modified]).toEqual([name, expect.stringMatching(/Z$/)]);
    expect(Date.parse(now?.modified ?? "")).toBeGreaterThan(Date.parse(modified));
    expect(now?.type).toBe(type);
  }
  const beacon = before.find(({ name }) => name === "TideGate beacon");
  expect(after.get(beacon?.id ?? "")?.name).toBe("TideGate beacon, corrected");
  const named = versioned.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name]]));
  for (const [id = "", name] of named) {
    expect([name, after.get(id)?.revoked === true]).toEqual([name, name === GONE]);
  }
  const revoked = [...after.values()].filter(({ revoked: is }) => is === true);
  expect(revoked.map(({ type }) => type).toSorted()).toEqual(["indicator", "relationship"]);
});

test("a recall revokes nothing that another release to the same place still holds", async () => {
  const place = await site.place("taxii");
  const first = await site.released(await report(false), place);
  const second = await site.released(await report(true), place);
  await site.shown();
  expect(await site.recall(first)).toBe(200);
  await site.shown();
  const rows = await site.rows(place, "all");
  const shown = rows.map(stixOf);
  const revoked = shown.filter((one) => one.revoked === true);
  expect(revoked.map(({ type }) => type).toSorted()).toEqual(["indicator", "relationship"]);
  const held = shown.filter((one) => one.revoked !== true).map(({ id }) => id);
  expect(held.filter((id) => revoked.some((one) => one.id === id))).toEqual([]);
  expect(held.length).toBeGreaterThan(8);
  // With the other one called back too, all of it is.
  expect(await site.recall(second)).toBe(200);
  await site.shown();
  const left = (await last(place)).filter(
    ({ type }) => type !== "marking-definition" && type !== "identity",
  );
  expect(left.length).toBeGreaterThan(8);
  expect(left.filter((one) => one.revoked !== true)).toEqual([]);
});
