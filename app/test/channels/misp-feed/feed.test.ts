import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { eventOf, FEED, ROOT, SECRET, Site, basic, uuidOf } from "./support/feed.ts";

const PATH = `/${ROOT}/${FEED}`;

function md5(value: string): string {
  return createHash("md5").update(value).digest("hex");
}

describe("files of a feed", () => {
  test("an empty feed has an empty object for a manifest, and no hashes", async () => {
    const site = new Site();
    const answer = await site.get(`${PATH}/manifest.json`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(await answer.text()).toBe("{}");
    expect(await (await site.get(`${PATH}/hashes.csv`)).text()).toBe("");
  });

  test("the manifest says of each event what consumers choose by", async () => {
    const site = new Site();
    const body = eventOf(1, ["a.example"]);
    site.release(uuidOf(1, 1), body);
    const manifest: unknown = await (await site.get(`${PATH}/manifest.json`)).json();
    expect(manifest).toEqual({
      [uuidOf(1, 1)]: {
        Orgc: { name: "Lowland", uuid: uuidOf(8, 1) },
        Tag: [{ colour: "#ffc000", name: "tlp:amber" }],
        info: "Event 1",
        date: "2026-11-01",
        analysis: 2,
        threat_level_id: 3,
        timestamp: 1793491200,
        "integrity:sha256": createHash("sha256").update(body).digest("hex"),
      },
    });
  });

  test("an event is served as the exact bytes that were released", async () => {
    const site = new Site();
    const body = eventOf(1, ["a.example"]);
    site.release(uuidOf(1, 1), body);
    const answer = await site.get(`${PATH}/${uuidOf(1, 1)}.json`);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(body);
  });

  test("hashes are of each value and of each half of a composite, in objects too", async () => {
    const site = new Site();
    site.release(uuidOf(1, 1), eventOf(1, ["a.example", "b.example|192.0.2.1"], ["c.example"]));
    site.release(uuidOf(1, 2), eventOf(2, ["a.example", "a.example"]));
    const answer = await site.get(`${PATH}/hashes.csv`);
    expect(answer.headers.get("content-type")).toBe("text/csv");
    expect((await answer.text()).trimEnd().split("\n")).toEqual([
      `${md5("a.example")},${uuidOf(1, 1)}`,
      `${md5("b.example")},${uuidOf(1, 1)}`,
      `${md5("192.0.2.1")},${uuidOf(1, 1)}`,
      `${md5("c.example")},${uuidOf(1, 1)}`,
      `${md5("a.example")},${uuidOf(1, 2)}`,
    ]);
  });

  test("hashes end with an error, and not short, where an event goes while they are read", async () => {
    const site = new Site();
    site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    const answer = await site.get(`${PATH}/hashes.csv`);
    site.outbox.takeAway(FEED, [uuidOf(1, 1)]);
    await expect(answer.text()).rejects.toThrow("changed while");
  });

  test("a row that does not hold the event it is named after serves nothing", async () => {
    const site = new Site();
    site.release(uuidOf(1, 2), eventOf(1, ["a.example"]));
    for (const file of ["manifest.json", "hashes.csv", `${uuidOf(1, 2)}.json`]) {
      expect((await site.get(`${PATH}/${file}`)).status).toBe(500);
    }
    expect(site.troubles).toHaveLength(3);
  });

  test("a collection is found under its alias, too", async () => {
    const site = new Site();
    expect((await site.get(`/${ROOT}/feed-alder/manifest.json`)).status).toBe(200);
  });
});

describe("what the client has already", () => {
  test.each(["manifest.json", "hashes.csv", `${uuidOf(1, 1)}.json`])(
    "%s is not sent again to who shows its tag",
    async (file) => {
      const site = new Site();
      site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
      const first = await site.get(`${PATH}/${file}`);
      const tag = first.headers.get("etag") ?? "";
      expect(tag).toMatch(/^"[\w-]{43}"$/);
      for (const shown of [tag, `W/${tag}`, `"other", ${tag}`, tag.replace(/"$/, '-gzip"')]) {
        const headers = { ...basic("user", SECRET), "if-none-match": shown };
        const again = await site.get(`${PATH}/${file}`, headers);
        expect([again.status, await again.text()]).toEqual([304, ""]);
        expect(again.headers.get("etag")).toBe(tag);
      }
    },
  );

  test("another tag, an empty one and none bring the file", async () => {
    const site = new Site();
    for (const shown of ['""', '"other"', "other", ""]) {
      const headers = { ...basic("user", SECRET), "if-none-match": shown };
      expect((await site.get(`${PATH}/manifest.json`, headers)).status).toBe(200);
    }
  });

  test("a new event and one taken away change the tag, and nothing else does", async () => {
    const site = new Site();
    const tagNow = async (): Promise<string | null> =>
      (await site.get(`${PATH}/manifest.json`)).headers.get("etag");
    const empty = await tagNow();
    site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    const one = await tagNow();
    expect(one).not.toBe(empty);
    site.now += 1_000_000;
    expect(await tagNow()).toBe(one);
    site.outbox.takeAway(FEED, [uuidOf(1, 1)]);
    expect(await tagNow()).toBe(empty);
  });

  test("of the same bytes two partners see different tags", async () => {
    const site = new Site();
    const other = uuidOf(7, 2);
    site.addPartner("birch", "rb", other, "birch-secret-0123456789");
    const body = eventOf(1, ["a.example"]);
    site.release(uuidOf(1, 1), body);
    site.release(uuidOf(1, 1), body, other);
    const bearer = { authorization: "Bearer birch-secret-0123456789" };
    for (const file of ["manifest.json", "hashes.csv", `${uuidOf(1, 1)}.json`]) {
      const [mine, theirs] = await Promise.all([
        site.get(`${PATH}/${file}`),
        site.get(`/rb/${other}/${file}`, bearer),
      ]);
      expect(await mine.text()).toBe(await theirs.text());
      expect(mine.headers.get("etag")).not.toBe(theirs.headers.get("etag"));
    }
  });
});

describe("the read log", () => {
  test("has who fetched what, and the instance that says so of itself", async () => {
    const site = new Site();
    const [row] = site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    await site.consumer().poll();
    const reader = "7f1c1f0e-33a4-4f3b-9d8e-0d5a3b0c9e11";
    const ids = site.outbox.fetched.map(({ rows, ...rest }) => ({
      ...rest,
      rows: rows.map(({ position }) => position),
    }));
    const door = { partner: "alder", root: ROOT, credential: "alder-1" };
    const rows = [row?.position];
    expect(ids).toEqual([
      { door, collection: FEED, reader, rows },
      { door, collection: FEED, reader, rows },
    ]);
  });

  test("notes no event where nothing was sent", async () => {
    const site = new Site();
    site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
    const tag = (await site.get(`${PATH}/manifest.json`)).headers.get("etag") ?? "";
    await site.get(`${PATH}/manifest.json`, { ...basic("u", SECRET), "if-none-match": tag });
    expect(site.outbox.fetched.map(({ rows }) => rows.length)).toEqual([1, 0]);
  });

  test("takes nothing from that header but a uuid", async () => {
    const site = new Site();
    await site.get(`${PATH}/manifest.json`, { ...basic("u", SECRET), "misp-uuid": "<script>" });
    expect(site.outbox.fetched[0]).not.toHaveProperty("reader");
  });

  test("that cannot be written holds the answer back", async () => {
    const site = new Site();
    site.outbox.noteFetch = () => Promise.reject(new Error("disk full"));
    const answer = await site.get(`${PATH}/manifest.json`);
    expect([answer.status, await answer.text()]).toEqual([500, "The server has failed.\n"]);
    expect(site.troubles).toHaveLength(1);
  });
});
