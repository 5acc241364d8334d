import { describe, expect, test } from "vitest";
import { FEED_ALLOWANCES } from "../../../src/channels/misp-feed/settings.ts";
import { secretOf } from "../support/memory-outbox.ts";
import { basic, eventOf, FEED, ROOT, SECRET, Site, UNLIMITED, uuidOf } from "./support/feed.ts";

const PATH = `/${ROOT}/${FEED}`;
const OTHER = uuidOf(7, 2);
const BIRCH = "birch-secret-0123456789";

function siteWith(settings: ConstructorParameters<typeof Site>[0]): Site {
  const site = new Site(settings);
  site.addPartner("birch", "rb", OTHER, BIRCH);
  site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
  return site;
}

function credentialOf(burst: number, inHand = 16): typeof UNLIMITED {
  return { ...UNLIMITED, credential: { burst, perSecond: 1, inHand } };
}

async function statusesOf(count: number, ask: (i: number) => Promise<Response>): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) statuses.push((await ask(i)).status);
  return statuses;
}

describe("a credential that asks for more of a feed than it may", () => {
  test("is told how long to wait, and nothing is looked up, noted or read for it", async () => {
    const site = siteWith(credentialOf(3));
    const ask = (): Promise<Response> => site.get(`${PATH}/${uuidOf(1, 1)}.json`);
    expect(await statusesOf(3, ask)).toEqual([200, 200, 200]);
    const [doors, objects, noted] = [
      site.doorsAsked,
      site.objectsAsked,
      site.outbox.fetched.length,
    ];
    const answer = await ask();
    expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([
      429,
      "5",
      "That was too often; wait a little.\n",
    ]);
    expect([site.doorsAsked, site.objectsAsked, site.outbox.fetched.length]).toEqual([
      doors,
      objects,
      noted,
    ]);
    site.now += 1_000;
    expect((await ask()).status).toBe(200);
  });

  test.each([
    `${PATH}/manifest.json`,
    `${PATH}/hashes.csv`,
    `${PATH}/${uuidOf(1, 1)}.json`,
    `/rb/${OTHER}/manifest.json`,
    "/nothing/here",
  ])("is refused alike at %s, and other partners do not feel it", async (path) => {
    const site = siteWith(credentialOf(2));
    await statusesOf(2, () => site.get("/"));
    const answer = await site.get(path);
    const same = await site.get("/");
    expect([answer.status, await answer.text()]).toEqual([429, await same.text()]);
    expect([...answer.headers]).toEqual([...same.headers]);
    const other = await site.get(`/rb/${OTHER}/manifest.json`, basic("u", BIRCH));
    expect(other.status).toBe(200);
  });

  test("is counted once, in whatever way it shows its secret", async () => {
    const site = siteWith(credentialOf(4));
    const ways = [basic("u", SECRET), basic(SECRET, ""), { authorization: `Bearer ${SECRET}` }];
    const ask = (i: number): Promise<Response> => site.get(PATH, ways[i % 3]);
    expect(await statusesOf(6, ask)).toEqual([404, 404, 404, 404, 429, 429]);
  });

  test("gets no more looked up once it is ended than before", async () => {
    const site = siteWith({ ...credentialOf(5), failures: { burst: 2, perSecond: 0 } });
    expect((await site.get("/")).status).toBe(404);
    site.outbox.end(secretOf(SECRET));
    const before = site.doorsAsked;
    const statuses = await statusesOf(20, () => site.get("/"));
    expect(new Set(statuses.slice(0, 4))).toEqual(new Set([401]));
    expect(new Set(statuses.slice(4))).toEqual(new Set([429]));
    // Basic shows its secret as user and as password.
    expect(site.doorsAsked - before).toBeLessThanOrEqual(8);
  });
});

describe("an address that guesses", () => {
  test("is slowed down, and who was known before from there is not", async () => {
    const site = siteWith({ ...FEED_ALLOWANCES });
    expect((await site.get(`${PATH}/manifest.json`)).status).toBe(200);
    const guess = (i: number): Promise<Response> => site.get("/", { authorization: `Token g${i}` });
    const statuses = await statusesOf(40, guess);
    expect(new Set(statuses.slice(0, 20))).toEqual(new Set([401]));
    expect(new Set(statuses.slice(20))).toEqual(new Set([429]));
    expect((await site.get(`${PATH}/manifest.json`)).status).toBe(200);
  });
});

describe("too many files of one credential at the same time", () => {
  test("are told to come back, and other partners do not feel it", async () => {
    const site = siteWith(credentialOf(100, 2));
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { outbox } = site;
    const note = outbox.noteFetch.bind(outbox);
    outbox.noteFetch = async (door, ...rest) => {
      if (door.partner === "alder") await gate;
      return note(door, ...rest);
    };
    const ask = (): Promise<Response> => site.get(`${PATH}/manifest.json`);
    const waiting = [ask(), ask()];
    await new Promise((resolve) => setImmediate(resolve));
    const third = await ask();
    expect([third.status, third.headers.get("retry-after")]).toEqual([503, "1"]);
    expect((await site.get(`/rb/${OTHER}/manifest.json`, basic("u", BIRCH))).status).toBe(200);
    open();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask()).status).toBe(200);
  });
});

test("a MISP that comes for 3,000 events at once has them all after a few rounds", async () => {
  const site = new Site({ ...FEED_ALLOWANCES });
  for (let at = 1; at <= 3_000; at += 1) {
    site.release(uuidOf(1, at), eventOf(at, [`h${at}.example`]));
  }
  const misp = site.consumer();
  const fetched: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    fetched.push(await misp.poll());
    site.now += 60_000;
  }
  expect([fetched, misp.events.size]).toEqual([[999, 999, 999, 3], 3_000]);
  expect(misp.asked).toContain(`${uuidOf(1, 3_000)}.json 429`);
});
