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

const FRAME = ["identity", "marking-definition"];
/** What stands in a revoked version too. */
const STAYS = ["id", "type", "spec_version", "created", "created_by_ref", "object_marking_refs"];

function isFrame({ type }: Stix): boolean {
  return FRAME.includes(type);
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
  const revoked = after.filter((one) => !isFrame(one));
  expect(revoked.length).toBeGreaterThan(8);
  expect(revoked.filter((one) => one["revoked"] !== true)).toEqual([]);
  const said = before.filter((one) => !isFrame(one)).flatMap(saidIn);
  expect(said.length).toBeGreaterThan(30);
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
  const fresh = after.filter(
    (one) => !isFrame(one) && one["revoked"] !== true && "modified" in one,
  );
  expect(fresh.length).toBe(revoked.length);
  const known = new Set(before.map(({ id }) => id));
  expect(fresh.filter(({ id }) => known.has(id))).toEqual([]);
  expect(fresh.map(({ type }) => type).toSorted()).toEqual(
    before.flatMap((one) => (!isFrame(one) && "modified" in one ? [one.type] : [])).toSorted(),
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
  const third = last.filter((one) => one["revoked"] !== true && "modified" in one && !isFrame(one));
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
    body: { message: expect.stringContaining("was called back from linde") as string },
  });
  await site.prepare(early, place);
  expect((await site.tryRelease(early)).status).toBe(200);
});
