import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mispFeedApp } from "../../../src/channels/misp-feed/app.ts";
import { RECALL_TAG } from "../../../src/formats/copy/misp-recall.ts";
import { Buckets } from "../../../src/http/rate-limit.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import { LATER, Leaving, PARTNER } from "../support/leaving.ts";
import { MispConsumer } from "./support/consumer.ts";
import { basic, KEPT, UNLIMITED } from "./support/feed.ts";

const OWN = { uuid: "10a10000-0000-4000-8000-000000000001", name: "Lowland Service" };

let site: Leaving;
let feed: ReturnType<typeof mispFeedApp>;
let access: { readonly root: string; readonly secret: string };
let event = 0;

beforeAll(async () => {
  site = await Leaving.open();
  const { desk } = site;
  const head = await desk.hire("head");
  const until = "2026-12-26T00:00:00.000Z";
  const issued = await head.post(`/partners/${PARTNER}/credentials`, { addresses: [], until });
  access = { root: String(issued.body["root"]), secret: String(issued.body["secret"]) };
  feed = mispFeedApp({
    outbox: {
      ...outboxOf(desk.site, () => LATER),
      doorOf: (...asked) => outboxOf(desk.site, () => desk.clock.now()).doorOf(...asked),
    },
    now: () => new Date().toISOString(),
    settings: { ...UNLIMITED, ...KEPT, tagKey: new Uint8Array(32).fill(7), recallDays: 365 },
    limits: new Buckets(() => Date.now()),
    certificateOf: () => undefined,
  });
}, 120_000);

afterAll(async () => await site[Symbol.asyncDispose]());

/** A feed of the partner's, and a MISP that reads it. */
async function feedAndReader(): Promise<{ readonly place: string; readonly misp: MispConsumer }> {
  event += 1;
  const place = await site.place("misp-feed");
  const headers = basic("user", access.secret);
  const ask = async (path: string, more: Record<string, string>): Promise<Response> =>
    feed.request(`/${access.root}/${place}/${path}`, { headers: { ...more, ...headers } });
  return { place, misp: new MispConsumer(ask, "") };
}

/** An event of our own; each value is that of the attribute of this number, whatever the version. */
function eventWith(number: number, values: Readonly<Record<number, string>>): object {
  const uuid = (n: number): string =>
    `5a0e${String(number).padStart(4, "0")}-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const timestamp = "1795089600";
  const Attribute = Object.entries(values).map(([n, value]) => ({
    uuid: uuid(Number(n)),
    type: "domain",
    category: "Network activity",
    value,
    to_ids: true,
    timestamp,
  }));
  const levels = { threat_level_id: "2", analysis: "2", published: true, date: "2026-11-19" };
  const Tag = [{ name: "tlp:green" }];
  const about = { uuid: uuid(0), info: "Relays of an actor", timestamp, Orgc: OWN, Org: OWN };
  return { Event: { ...about, ...levels, Tag, Attribute } };
}

function valuesOf(misp: MispConsumer): readonly (readonly string[])[] {
  return [...misp.events.keys()].map((uuid) =>
    misp.values(uuid).filter((value) => value.endsWith(".example")),
  );
}

describe("a correction over a feed", () => {
  test("reaches a MISP as the same event: what changed, what is new, and what is gone", async () => {
    const { place, misp } = await feedAndReader();
    const first = await site.released(eventWith(event, { 1: "a.example", 2: "b.example" }), place);
    await site.shown();
    expect(await misp.poll()).toBe(1);
    expect(valuesOf(misp)).toEqual([["a.example", "b.example"]]);
    const [uuid] = misp.events.keys();
    const next = eventWith(event, { 1: "a2.example", 3: "c.example" });
    const second = await site.released(next, place);
    await site.shown();
    await misp.poll();
    expect(await site.recall(first, second.release)).toBe(200);
    await site.shown();
    expect(await misp.poll()).toBe(1);
    expect([...misp.events.keys()]).toEqual([uuid]);
    expect(valuesOf(misp)).toEqual([["a2.example", "c.example"]]);
    const kept = [...(misp.events.get(uuid ?? "")?.attributes.values() ?? [])];
    const gone = kept.filter(({ deleted }) => deleted).map(({ value }) => value);
    expect(gone).toEqual([expect.stringMatching(/^Recalled [0-9a-f-]{36}$/)]);
    expect(misp.events.get(uuid ?? "")?.tags).not.toContain(RECALL_TAG);
    expect(await misp.poll()).toBe(0);
    // What corrects is called back in its turn: nothing of either is served any more.
    expect(await site.recall(second)).toBe(200);
    await site.shown();
    expect(await misp.poll()).toBe(1);
    expect(valuesOf(misp)).toEqual([[]]);
    expect(misp.events.get(uuid ?? "")?.tags).toContain(RECALL_TAG);
    const all = await site.rows(place, "all");
    const bodies = all.map(({ body }) => Buffer.from(body).toString());
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toContain("Recalled by its sender");
  });

  test("calls the event back where what takes its place is another event", async () => {
    const { place, misp } = await feedAndReader();
    const first = await site.released(eventWith(event, { 1: "a.example" }), place);
    await site.shown();
    await misp.poll();
    const [uuid] = misp.events.keys();
    const second = await site.released(eventWith(event + 5_000, { 1: "other.example" }), place);
    expect(await site.recall(first, second.release)).toBe(200);
    await site.shown();
    await misp.poll();
    expect(misp.values(uuid ?? "")).toEqual([]);
    expect(misp.events.get(uuid ?? "")?.tags).toContain(RECALL_TAG);
    expect(valuesOf(misp)).toEqual([[], ["other.example"]]);
  });

  test("is refused while what takes its place was prepared before it", async () => {
    const { place } = await feedAndReader();
    const early = await site.prepared(eventWith(event, { 1: "early.example" }), place);
    const first = await site.released(eventWith(event, { 1: "a.example" }), place);
    const replacement = await site.release(early);
    expect(await site.recall(first, replacement)).toBe(409);
    await site.prepare(early, place);
    expect(await site.recall(first, await site.release(early))).toBe(200);
  });
});

test("a recall of one event leaves what another release holds of it", async () => {
  const { place, misp } = await feedAndReader();
  const json = eventWith(event, { 1: "a.example" });
  const first = await site.released(json, place);
  await site.released(json, place);
  await site.shown();
  await misp.poll();
  expect(await site.recall(first)).toBe(200);
  await site.shown();
  await misp.poll();
  expect(valuesOf(misp)).toEqual([["a.example"]]);
  const [kept] = misp.events.values();
  expect(kept?.tags).not.toContain(RECALL_TAG);
});
