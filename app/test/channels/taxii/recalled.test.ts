import { afterAll, beforeAll, expect, test } from "vitest";
import { requireClosed } from "../../../src/formats/copy/stix/require-closed.ts";
import type { ReleasedBody } from "../../../src/usecases/release/outbox.ts";
import { REPORT } from "../../http/support/case-desk.ts";
import { Leaving } from "../support/leaving.ts";

type Stix = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

let site: Leaving;

beforeAll(async () => {
  site = await Leaving.open();
}, 120_000);

afterAll(async () => await site[Symbol.asyncDispose]());

async function report(): Promise<object> {
  return JSON.parse((await site.desk.item(REPORT)).toString()) as object;
}

function stixOf({ body }: ReleasedBody): Stix {
  return JSON.parse(Buffer.from(body).toString()) as Stix;
}

async function held(place: string): Promise<readonly Stix[]> {
  return (await site.rows(place, "all")).map(stixOf);
}

/** What stands in a revoked version too. */
const STAYS = ["id", "type", "spec_version", "created", "modified", "created_by_ref"];

/** A marking, or who made the others. */
function isFrame({ id, type }: Stix, _: number, all: readonly Stix[]): boolean {
  return type === "marking-definition" || all.some((one) => one["created_by_ref"] === id);
}

function isContent(one: Stix, nth: number, all: readonly Stix[]): boolean {
  return !isFrame(one, nth, all);
}

/** What has versions, and is not revoked. */
function isStanding(one: Stix, nth: number, all: readonly Stix[]): boolean {
  return isContent(one, nth, all) && "modified" in one && one["revoked"] !== true;
}

/** Every text, number and time that an object says, beside what identifies and marks it. */
function saidIn(one: Stix): readonly string[] {
  const texts: string[] = [];
  const take = (value: unknown): void => {
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(take);
  };
  take(Object.entries(one).flatMap(([key, value]) => (STAYS.includes(key) ? [] : [value])));
  return texts.filter((text) => text.length > 5 && !/--[0-9a-f-]{36}$/.test(text));
}

function requireClosedRows(rows: readonly ReleasedBody[]): void {
  const objects = rows.map(({ id, type, specVersion, body }) => ({
    id,
    type,
    specVersion,
    bytes: body,
    refersTo: [],
  }));
  requireClosed({ objects });
}

test("after a recall a partner can read nothing of it, and finds every marking of what is left", async () => {
  const place = await site.place("taxii");
  const left = await site.released(await report(), place);
  await site.shown();
  const before = await held(place);
  const frame = before.filter(isFrame);
  expect(await site.recall(left)).toBe(200);
  await site.shown();
  const after = await held(place);
  const revoked = after.filter(isContent);
  expect(revoked.length).toBeGreaterThan(8);
  expect(revoked.filter((one) => one["revoked"] !== true)).toEqual([]);
  const said = before.filter(isContent).flatMap(saidIn);
  expect(said.length).toBeGreaterThan(15);
  const text = JSON.stringify(revoked);
  expect([...new Set(said)].filter((one) => text.includes(one))).toEqual([]);
  expect(frame.length).toBeGreaterThan(1);
  expect(after.filter(isFrame)).toEqual(frame);
  const rows = await site.rows(place, "all");
  expect(() => requireClosedRows(rows)).not.toThrow();
});

test("what is released again after a recall has ids that were never used", async () => {
  const place = await site.place("taxii");
  const left = await site.released(await report(), place);
  await site.shown();
  const before = await held(place);
  await site.recall(left);
  await site.shown();
  await site.prepare(left.id, place);
  const again = await site.release(left.id);
  await site.shown();
  const after = await held(place);
  const revoked = after.flatMap((one) => (one["revoked"] === true ? [one.id] : []));
  const fresh = after.filter(isStanding);
  expect(fresh.length).toBe(revoked.length);
  const known = new Set(before.map(({ id }) => id));
  expect(fresh.filter(({ id }) => known.has(id))).toEqual([]);
  expect(fresh.map(({ type }) => type).toSorted()).toEqual(
    before
      .filter(isStanding)
      .map(({ type }) => type)
      .toSorted(),
  );
  // Each marking once, though it marks what is revoked and what is not.
  const frame = after.filter(isFrame).map(({ id }) => id);
  expect(frame).toEqual([...new Set(frame)]);
  // And a second time, with other ids again.
  expect(await site.recall({ id: left.id, release: again })).toBe(200);
  await site.shown();
  await site.prepare(left.id, place);
  await site.release(left.id);
  await site.shown();
  const last = await held(place);
  const used = new Set([...known, ...fresh.map(({ id }) => id)]);
  const third = last.filter(isStanding);
  expect(third.length).toBe(fresh.length);
  expect(third.filter(({ id }) => used.has(id))).toEqual([]);
});

test("a copy from before the recall does not leave after it", async () => {
  const place = await site.place("taxii");
  const early = await site.prepared(await report(), place);
  const left = await site.released(await report(), place);
  await site.recall(left);
  const refused = await site.tryRelease(early);
  expect(refused).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining("was called back from linde") as string },
  });
  await site.prepare(early, place);
  expect((await site.tryRelease(early)).status).toBe(200);
});
