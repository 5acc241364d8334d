import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RECALL_TAG } from "../../../src/formats/copy/misp-recall.ts";
import { secretOf } from "../support/memory-outbox.ts";
import { basic, DAY, eventOf, FEED, ROOT, SECRET, Site, uuidOf } from "./support/feed.ts";

// What a feed keeps of its lists is never seen but in how often the store is read.

const MANIFEST = `/${ROOT}/${FEED}/manifest.json`;
const HASHES = `/${ROOT}/${FEED}/hashes.csv`;
const LONG = { milliseconds: 600_000 };
const RECALL_DAYS = 30;

interface Said {
  readonly status: number;
  readonly headers: readonly (readonly string[])[];
  readonly text: string;
}

async function ask(site: Site, tag = "", path = MANIFEST): Promise<Said> {
  const shown: Record<string, string> = tag === "" ? {} : { "if-none-match": tag };
  const answer = await site.get(path, { ...basic("user", SECRET), ...shown });
  return { status: answer.status, headers: [...answer.headers], text: await answer.text() };
}

function tagOf({ headers }: Said): string {
  return headers.find(([name]) => name === "etag")?.[1] ?? "";
}

function eventsIn({ text }: Said): readonly string[] {
  return Object.keys(JSON.parse(text) as object);
}

/** The event as it is served after a recall. */
function recalled(number: number): Uint8Array {
  const json = JSON.parse(Buffer.from(eventOf(number, [])).toString()) as { Event: object };
  const Tag = [{ name: RECALL_TAG, colour: "#ffffff" }];
  return Buffer.from(JSON.stringify({ Event: { ...json.Event, Tag } }));
}

describe("a manifest that was answered", () => {
  test("is read once while nothing changes, in full or as a tag, and is on record each time", async () => {
    const site = new Site();
    for (const n of [1, 2, 3]) site.release(uuidOf(1, n), eventOf(n, ["a.example"]));
    const first = await ask(site);
    expect([first.status, eventsIn(first).length]).toEqual([200, 3]);
    const [manifests, objects] = [site.manifestsAsked, site.objectsAsked];
    expect([await ask(site), await ask(site)]).toEqual([first, first]);
    const known = await ask(site, tagOf(first));
    expect([known.status, known.text, tagOf(known)]).toEqual([304, "", tagOf(first)]);
    expect([site.manifestsAsked, site.objectsAsked]).toEqual([manifests, objects]);
    expect(site.outbox.fetched.map(({ rows }) => rows.length)).toEqual([3, 3, 3, 0]);
  });

  test("leaves hashes alone, whose tag is kept as well and whose lines are read as they are sent", async () => {
    const site = new Site();
    for (const n of [1, 2]) site.release(uuidOf(1, n), eventOf(n, [`n${n}.example`]));
    const first = await ask(site, "", HASHES);
    expect(tagOf(first)).not.toBe(tagOf(await ask(site)));
    const [manifests, objects] = [site.manifestsAsked, site.objectsAsked];
    expect((await ask(site, tagOf(first), HASHES)).status).toBe(304);
    expect([site.manifestsAsked, site.objectsAsked]).toEqual([manifests, objects]);
    expect(await ask(site, "", HASHES)).toEqual(first);
    expect([site.manifestsAsked, site.objectsAsked]).toEqual([manifests, objects + 1]);
    site.outbox.takeAway(FEED, [uuidOf(1, 1)]);
    const rest = await ask(site, tagOf(first), HASHES);
    expect([rest.status, rest.text.trimEnd().split("\n")]).toEqual([
      200,
      [expect.stringContaining(uuidOf(1, 2))],
    ]);
  });

  test("is the same under the alias of its collection", async () => {
    const site = new Site();
    site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    const first = await ask(site);
    const before = site.manifestsAsked;
    expect(await ask(site, "", `/${ROOT}/feed-alder/manifest.json`)).toEqual(first);
    expect(site.manifestsAsked).toBe(before);
  });

  test("is another one after a release and after something was taken away", async () => {
    const site = new Site();
    site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    const one = await ask(site);
    site.release(uuidOf(1, 2), eventOf(2, ["b.example"]));
    const two = await ask(site, tagOf(one));
    expect([two.status, eventsIn(two)]).toEqual([200, [uuidOf(1, 1), uuidOf(1, 2)]]);
    site.outbox.takeAway(FEED, [uuidOf(1, 1)]);
    const rest = await ask(site, tagOf(two));
    expect([rest.status, eventsIn(rest)]).toEqual([200, [uuidOf(1, 2)]]);
  });

  test.each([1, 2, 3])("is read again where something changed after page %i of it", async (nth) => {
    const site = new Site();
    for (const n of [1, 2, 3]) site.release(uuidOf(1, n), eventOf(n, ["a.example"]));
    const { outbox } = site;
    const manifest = outbox.manifest.bind(outbox);
    let pages = 0;
    outbox.manifest = async (partner, collection, wanted) => {
      const page = await manifest(partner, collection, { ...wanted, limit: 1 });
      pages += 1;
      if (pages === nth) {
        outbox.takeAway(FEED, [uuidOf(1, 1)]);
        site.release(uuidOf(1, 4), eventOf(4, ["b.example"]));
      }
      return page;
    };
    await ask(site);
    const now = [uuidOf(1, 2), uuidOf(1, 3), uuidOf(1, 4)];
    expect([eventsIn(await ask(site)), eventsIn(await ask(site))]).toEqual([now, now]);
    const before = pages;
    expect(eventsIn(await ask(site))).toEqual(now);
    expect(pages).toBe(before);
  });

  test("is read again where the clock was put back after its first page", async () => {
    const site = new Site();
    for (const n of [1, 2]) site.release(uuidOf(1, n), eventOf(n, ["a.example"]));
    const { outbox } = site;
    let back = 0;
    outbox.now = () => new Date(site.now - back).toISOString();
    const manifest = outbox.manifest.bind(outbox);
    outbox.manifest = async (partner, collection, wanted) => {
      const page = await manifest(partner, collection, { ...wanted, limit: 1 });
      back = 500;
      return page;
    };
    expect(eventsIn(await ask(site))).toEqual([uuidOf(1, 1)]);
    outbox.manifest = manifest;
    back = 0;
    expect(eventsIn(await ask(site))).toEqual([uuidOf(1, 1), uuidOf(1, 2)]);
  });

  test("loses what was called back on its last day, though nothing changes then", async () => {
    const site = new Site();
    site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    site.outbox.takeAway(FEED, [uuidOf(1, 2)]);
    const [row] = site.release(uuidOf(1, 2), recalled(2));
    const goes = Date.parse(row?.dateAdded ?? "") + RECALL_DAYS * DAY;
    const countAt = async (now: number): Promise<number> => {
      site.now = now;
      return eventsIn(await ask(site)).length;
    };
    const times = [goes - DAY, goes - 1, goes - 1, goes, goes + DAY, goes - 1, goes];
    const counts: number[] = [];
    for (const now of times) counts.push(await countAt(now));
    expect(counts).toEqual([2, 2, 2, 1, 1, 2, 1]);
    // Between two such moments it is kept.
    const before = site.manifestsAsked;
    await countAt(goes + 2 * DAY);
    expect(site.manifestsAsked).toBe(before);
  });

  test("does not hide what was dated ahead once its time has come", async () => {
    const site = new Site();
    site.outbox.now = () => new Date(site.now).toISOString();
    site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    const start = site.now;
    const version = new Date(start).toISOString();
    const about = { type: "misp-event", specVersion: "2.5", version };
    const ahead = { ...about, id: uuidOf(1, 2), body: eventOf(2, ["b.example"]) };
    site.outbox.disclose(FEED, [ahead], start + 5_000);
    const counts: number[] = [];
    for (const time of [0, 0, 4_999, 5_000, 9_000, 4_999]) {
      site.now = start + time;
      counts.push(eventsIn(await ask(site)).length);
    }
    expect(counts).toEqual([1, 1, 1, 2, 2, 1]);
  });

  test("is opened by no credential that has ended, and is nobody else's", async () => {
    const site = new Site();
    const [other, secret] = [uuidOf(7, 2), "birch-secret-0123456789"];
    site.addPartner("birch", "rb", other, secret);
    site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    const mine = await ask(site);
    const birch = (path: string, more = {}): Promise<Response> =>
      site.get(path, { authorization: `Bearer ${secret}`, ...more });
    for (const path of [MANIFEST, `/rb/${FEED}/manifest.json`, `/${ROOT}/${other}/manifest.json`]) {
      expect((await birch(path, { "if-none-match": tagOf(mine) })).status).toBe(404);
    }
    const theirs = `/rb/${other}/manifest.json`;
    expect(await (await birch(theirs, { "if-none-match": tagOf(mine) })).text()).toBe("{}");
    site.outbox.end(secretOf(SECRET));
    expect((await ask(site)).status).toBe(401);
  });

  test("is not looked for under a name that nothing can have", async () => {
    const site = new Site();
    const asked: (string | undefined)[] = [];
    const { outbox } = site;
    const doorOf = outbox.doorOf.bind(outbox);
    outbox.doorOf = (credential, address, place) => {
      asked.push(place);
      return doorOf(credential, address, place);
    };
    const odd = ["%00", "a%0Ab", "%ED%A0%80", "x".repeat(401)];
    for (const name of [...odd, "feed-alder"]) {
      const headers = { authorization: `Bearer ${SECRET}` };
      const { status } = await site.get(`/${ROOT}/${name}/manifest.json`, headers);
      expect([name, status]).toEqual([name, name === "feed-alder" ? 200 : 404]);
    }
    const readable = asked.filter((name) => name !== undefined);
    expect(readable.every((name) => /^[^\u0000-\u001f]{1,400}$/.test(name))).toBe(true);
    expect(readable).toContain("feed-alder");
  });
});

describe("what the lists of a feed are made of", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  test("is let go ten minutes after a partner asked last, and read again when it comes back", async () => {
    const site = new Site();
    for (const n of [1, 2]) site.release(uuidOf(1, n), eventOf(n, ["a.example"]));
    const first = await ask(site);
    expect([site.manifestsAsked, site.objectsAsked]).toEqual([1, 1]);
    vi.advanceTimersByTime(LONG.milliseconds - 1);
    expect(vi.getTimerCount()).toBe(2);
    vi.advanceTimersByTime(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(await ask(site)).toEqual(first);
    expect([site.manifestsAsked, site.objectsAsked]).toEqual([2, 2]);
  });

  test("stays while the partner asks, and only what is new is read", async () => {
    const site = new Site();
    for (const n of [1, 2]) site.release(uuidOf(1, n), eventOf(n, ["a.example"]));
    const first = await ask(site);
    const almost = LONG.milliseconds - 60_000;
    for (let times = 0; times < 5; times += 1) {
      vi.advanceTimersByTime(almost);
      expect(await ask(site)).toEqual(first);
    }
    expect(site.manifestsAsked).toBeGreaterThan(2);
    expect(site.objectsAsked).toBe(1);
    site.release(uuidOf(1, 3), eventOf(3, ["b.example"]));
    expect(eventsIn(await ask(site)).length).toBe(3);
    expect(site.objectsAsked).toBe(2);
  });

  test("is kept of the 64 collections that were asked for last", async () => {
    const site = new Site({ kept: { bytes: 0, ...LONG } });
    const feeds = Array.from({ length: 65 }, (_, n) => {
      const id = uuidOf(8, n);
      site.addPartner(`p${n}`, `r${n}`, id, `secret-${n}`);
      site.release(uuidOf(1, n), eventOf(n, ["a.example"]), id);
      return () => site.get(`/r${n}/${id}/manifest.json`, basic("user", `secret-${n}`));
    });
    for (const get of feeds) expect((await get()).status).toBe(200);
    const read: number[] = [];
    for (const get of [feeds[1], feeds[0], feeds[0], feeds[2]]) {
      await get?.();
      read.push(site.objectsAsked);
    }
    expect(read).toEqual([65, 66, 66, 67]);
  });
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      path: fc.constantFrom(MANIFEST, HASHES),
      isKnown: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("disclose" as const),
      nth: fc.nat(4),
      ahead: fc.nat(20),
      isRecalled: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("take" as const), nth: fc.nat(4) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      time: fc.oneof(fc.integer({ min: -3, max: 15 }), fc.constantFrom(-DAY, DAY, 16 * DAY)),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test("whatever happens, and however little may be kept, lists are those of a feed that keeps nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.constantFrom(1_200, 1_000_000),
      async (steps, bytes) => {
        const sites = [bytes, 0].map((most) => new Site({ kept: { bytes: most, ...LONG } }));
        const said = [];
        for (const site of sites) said.push(await live(site, steps));
        expect(said[0]).toEqual(said[1]);
        const noted = sites.map(({ outbox }) =>
          outbox.fetched.map(({ rows }) => rows.map(({ position }) => position)),
        );
        expect(noted[0]).toEqual(noted[1]);
      },
    ),
    { numRuns: 300 },
  );
});

type Told = Said & { readonly path: string };

async function live(site: Site, steps: readonly Step[]): Promise<readonly Told[]> {
  site.outbox.now = () => new Date(site.now).toISOString();
  const said: Told[] = [];
  for (const one of steps) {
    if (one.kind === "pass") site.now += one.time;
    else if (one.kind === "take") site.outbox.takeAway(FEED, [uuidOf(1, one.nth)]);
    else if (one.kind === "ask") {
      const last = said.findLast(({ path }) => path === one.path);
      const tag = one.isKnown && last !== undefined ? tagOf(last) : "";
      said.push({ path: one.path, ...(await ask(site, tag, one.path)) });
    } else {
      const body = one.isRecalled ? recalled(one.nth) : eventOf(one.nth, ["a.example"]);
      const version = new Date(0).toISOString();
      const about = { type: "misp-event", specVersion: "2.5", version };
      const event = { ...about, id: uuidOf(1, one.nth), body };
      site.outbox.disclose(FEED, [event], site.now + one.ahead);
    }
  }
  return said;
}
