import { beforeEach, describe, expect, test } from "vitest";
import { indicator, leaving, stixObject, uuidOf } from "../support/stix.ts";
import {
  bodyOf,
  objectsOf,
  outOf,
  START,
  World,
  type Answered,
  type Partner,
} from "../support/world.ts";

// Order, pages, times and filters: T23 to T38.

const AT = "2026-11-26T07:00:00.000Z";
const LATER = "2026-11-26T07:30:00.000Z";
const ids = (answered: Answered) => objectsOf(answered).map(({ id }) => id);

let world: World;
let alder: Partner;

beforeEach(() => {
  world = new World();
  alder = world.addPartner("alder");
});

const get = (rest: string) => world.ask(outOf(alder, rest), { token: alder.token });
const status = async (rest: string) => (await get(rest)).status;
const ENDPOINTS = ["objects/", "manifest/", `objects/${indicator("n0", AT).id}/`];
const FIRST = "x-taxii-date-added-first";
const LAST = "x-taxii-date-added-last";

function fill(count: number): readonly string[] {
  const objects = Array.from({ length: count }, (_, i) => indicator(`n${i}`, AT));
  world.disclose(alder, objects.map(leaving));
  return objects.map(({ id }) => id);
}

/** All ids, page by page. */
async function follow(rest: string, limit: number): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const seen = new Set<unknown>();
  let next = "";
  do {
    const answered = await get(`${rest}?limit=${limit}${next}`);
    const body = bodyOf(answered);
    found.push(...ids(answered));
    expect(Object.hasOwn(body, "next")).toBe(body["more"]);
    next = body["more"] === true ? `&next=${String(body["next"])}` : "";
    expect(seen.has(next)).toBe(false);
    seen.add(next);
  } while (next !== "");
  return found;
}

describe("times", () => {
  test.each([...ENDPOINTS, `objects/${indicator("n0", AT).id}/versions/`])(
    "T23 %s says when its first and last item were added",
    async (rest) => {
      fill(3);
      const { headers } = await get(rest);
      const last = rest.includes("--") ? "00.000000Z" : "00.002000Z";
      expect(headers[FIRST]).toBe("2026-11-26T08:00:00.000000Z");
      expect(headers[LAST]).toBe(`2026-11-26T08:00:${last}`);
    },
  );

  test("T24 an empty page has no first object's time; where its client is it says by C07", async () => {
    const answered = await get("objects/");
    expect(answered.headers[FIRST]).toBeUndefined();
    expect(answered.headers[LAST]).toBe("1970-01-01T00:00:00.000000Z");
  });

  test.each([
    "2026-11-26T08:00:00Z",
    "2026-11-26T08:00:00.0Z",
    "2026-11-26T08:00:00.000Z",
    "2026-11-26T08:00:00.0000001234Z",
  ])("T25 a client may write fewer digits, or more: %s", async (time) => {
    const all = fill(3);
    expect(ids(await get(`objects/?added_after=${time}`))).toEqual(all.slice(1));
  });

  test("T25 our own times have microseconds", async () => {
    fill(1);
    const [record] = objectsOf(await get("manifest/"));
    expect(record?.["date_added"]).toMatch(/T[0-9:]{8}\.[0-9]{6}Z$/);
  });

  test("T26 the oldest comes first", async () => {
    const all = fill(5);
    expect(ids(await get("objects/"))).toEqual(all);
    expect(ids(await get("manifest/"))).toEqual(all);
  });

  test("T27 added_after is exclusive and has nothing to do with the times inside", async () => {
    const all = fill(3);
    expect(ids(await get("objects/?added_after=2026-11-26T08:00:00.001Z"))).toEqual(all.slice(2));
    expect(ids(await get("objects/?added_after=2026-11-26T08:00:00.000999Z"))).toEqual(
      all.slice(1),
    );
    expect(ids(await get(`objects/?added_after=${AT}`))).toEqual(all);
    expect(ids(await get("objects/?added_after=0000-01-01T00:00:00Z"))).toEqual(all);
    expect(ids(await get("objects/?added_after=2016-12-31T23:59:60Z"))).toEqual(all);
  });

  test.each([
    "added_after=yesterday",
    "added_after=",
    "added_after=2026-02-30T00:00:00Z",
    "added_after=2026-11-26T08:00:00%2B00:00",
    "added_after=2026-11-26",
    `added_after=${AT}&added_after=${AT}`,
  ])("T27 %s is answered with 400", async (query) => {
    fill(1);
    for (const rest of ENDPOINTS) expect(await status(`${rest}?${query}`)).toBe(400);
  });
});

describe("pages", () => {
  test.each(["0", "-1", "1.5", "1e3", "", "x", "+1", "1&limit=1", "9".repeat(60)])(
    "T28 limit=%s is answered with 400",
    async (limit) => {
      fill(1);
      for (const rest of ENDPOINTS) expect(await status(`${rest}?limit=${limit}`)).toBe(400);
    },
  );

  test("T28 there are never more than asked for, and never more than the server's most", async () => {
    world = new World({ settings: { page: { usual: 3, most: 5, bytes: 1_000_000 } } });
    alder = world.addPartner("alder");
    fill(9);
    expect(ids(await get("objects/?limit=2"))).toHaveLength(2);
    expect(ids(await get("objects/"))).toHaveLength(3);
    expect(ids(await get("objects/?limit=900719925474099100"))).toHaveLength(5);
  });

  test("T29 what is left over is told, whoever limited the page, and next leads there", async () => {
    world = new World({ settings: { page: { usual: 3, most: 5, bytes: 700 } } });
    alder = world.addPartner("alder");
    const all = fill(11);
    for (const limit of [1, 2, 4, 5, 100]) {
      expect(await follow("objects/", limit)).toEqual(all);
      expect(await follow("manifest/", limit)).toEqual(all);
    }
  });

  test("T29 a next that is altered, foreign or for other filters is answered with 400", async () => {
    fill(5);
    const next = String(bodyOf(await get("objects/?limit=2"))["next"]);
    const swap = (at: number) =>
      `${next.slice(0, at)}${next[at] === "A" ? "B" : "A"}${next.slice(at + 1)}`;
    const wrong = [
      ...Array.from({ length: next.length }, (_, i) => swap(i)),
      `${next}A`,
      next.slice(1),
      "x",
      "%00",
    ];
    const answers = await Promise.all(wrong.map((one) => get(`objects/?next=${one}`)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]?.status).toBe(400);
    expect(await status(`manifest/?next=${next}`)).toBe(400);
    expect(await status(`objects/?next=${next}&match[type]=indicator`)).toBe(400);
    expect(await status(`objects/?next=${next}&next=${next}`)).toBe(400);
    const birch = world.addPartner("birch");
    const foreign = await world.ask(outOf(birch, `objects/?next=${next}`), { token: birch.token });
    expect(foreign).toEqual(answers[0]);
  });

  test("T30 who pages by the last date alone misses nothing and gets nothing twice", async () => {
    const all = fill(17);
    const found: unknown[] = [];
    let after = AT;
    for (let i = 0; i < 17; i += 1) {
      const answered = await get(`objects/?limit=3&added_after=${after}`);
      found.push(...ids(answered));
      after = answered.headers[LAST] ?? after;
    }
    expect(found).toEqual(all);
  });

  test("T31 when what was left is taken back in between, the next page is empty and no error", async () => {
    const all = fill(5);
    const next = String(bodyOf(await get("objects/?limit=3"))["next"]);
    world.outbox.takeAway(alder.out.id, all.slice(3));
    const answered = await get(`objects/?limit=3&next=${next}`);
    expect([answered.status, answered.text]).toEqual([200, '{"more":false}']);
    expect(answered.headers[LAST]).toBe("2026-11-26T08:00:00.002000Z");
  });
});

describe("filters", () => {
  const malware = stixObject("malware", "adder", AT);
  const newer = { ...malware, modified: LATER };
  const old = {
    type: "malware",
    id: malware.id,
    created: AT,
    modified: "2026-11-26T07:45:00.000Z",
  };
  const marking = {
    type: "marking-definition",
    spec_version: "2.1",
    id: `marking-definition--${uuidOf("m")}`,
    created: AT,
  };
  const file = { type: "file", spec_version: "2.1", id: `file--${uuidOf("f")}`, name: "a" };

  beforeEach(() => {
    world.disclose(alder, [marking, malware, file, newer, indicator("one", AT), old].map(leaving));
  });

  const versions = async (query: string) =>
    objectsOf(await get(`manifest/?match[id]=${malware.id}&${query}`)).map(
      ({ version }) => version,
    );

  test("T32 a comma is or, two filters are and", async () => {
    const both = `match[id]=${malware.id},${file.id}`;
    expect(ids(await get(`objects/?${both}`))).toEqual([file.id, malware.id]);
    expect(ids(await get(`objects/?${both}&match[type]=file,indicator`))).toEqual([file.id]);
    expect(ids(await get(`objects/?match%5Btype%5D=file%2Cindicator`))).toHaveLength(2);
  });

  test.each(["id", "type", "version", "spec_version"])(
    "T32 match[%s] twice is answered with 400",
    async (name) => {
      const value = { id: malware.id, type: "file", version: "all", spec_version: "2.1" }[name];
      expect(await status(`objects/?match[${name}]=${value}&match[${name}]=${value}`)).toBe(400);
      expect(await status(`objects/?match[${name}]=`)).toBe(400);
    },
  );

  test("T32 fields that nobody knows are ignored", async () => {
    expect(await status("objects/?match[colour]=red&x=1&match[colour]=blue")).toBe(200);
  });

  test.each([
    "attack-pattern",
    "x-own-type",
    "bundle",
    "language-content",
    "network-traffic",
    "x509-certificate",
  ])("T33 match[type]=%s is no error", async (type) => {
    const answered = await get(`objects/?match[type]=${type}`);
    expect([answered.status, answered.text]).toEqual([200, '{"more":false}']);
  });

  test("T34 last is the default; first, all, times and lists", async () => {
    expect(await versions("")).toEqual([LATER]);
    expect(await versions("match[version]=last")).toEqual([LATER]);
    expect(await versions("match[version]=first")).toEqual([AT]);
    expect(await versions("match[version]=all")).toEqual([AT, LATER]);
    expect(await versions("match[version]=first,last")).toEqual([AT, LATER]);
    expect(await versions("match[version]=2026-11-26T07:30:00Z")).toEqual([LATER]);
    expect(await versions(`match[version]=2020-01-01T00:00:00Z,${AT}`)).toEqual([AT]);
  });

  test.each([
    "all,last",
    "last,last",
    "newest",
    `${AT},2026-11-26T07:00:00Z`,
    "last,",
    "2026-13-01T00:00:00Z",
    "2026-11-26T07:00:00.1234567Z",
  ])("T34 match[version]=%s is answered with 400", async (value) => {
    expect(await status(`objects/?match[version]=${value}`)).toBe(400);
  });

  test("T35 a version is modified, else created, else when it was added", async () => {
    const records = objectsOf(await get("manifest/"));
    const of = (id: string) => records.find((one) => one["id"] === id);
    expect(of(malware.id)?.["version"]).toBe(LATER);
    expect(of(marking.id)?.["version"]).toBe(AT);
    expect(Date.parse(String(of(file.id)?.["version"]))).toBe(START + 2);
  });

  test("T36 without match[spec_version] of each object the latest specification, with it those asked for", async () => {
    expect(await versions("match[spec_version]=2.1")).toEqual([LATER]);
    expect(await versions("match[spec_version]=2.0")).toEqual([old.modified]);
    expect(await versions("match[spec_version]=2.0,2.1&match[version]=all")).toEqual([
      AT,
      LATER,
      old.modified,
    ]);
    expect(await status("objects/?match[spec_version]=two")).toBe(400);
  });

  test("T37 a manifest is filtered by what the object is", async () => {
    const records = objectsOf(await get("manifest/?match[type]=malware"));
    expect(records.map(({ id }) => id)).toEqual([malware.id]);
    expect(records[0]).not.toHaveProperty("type");
  });

  test("T38 one object: by version, specification, date, limit and next", async () => {
    const path = `objects/${malware.id}/`;
    expect(objectsOf(await get(`${path}?match[version]=all`))).toEqual([malware, newer]);
    expect(objectsOf(await get(`${path}?match[version]=all&match[spec_version]=2.0`))).toEqual([
      old,
    ]);
    expect(
      objectsOf(await get(`${path}?match[version]=all&added_after=2026-11-26T08:00:00.001Z`)),
    ).toEqual([newer]);
    const first = bodyOf(await get(`${path}?match[version]=all&limit=1`));
    expect(first["objects"]).toEqual([malware]);
    expect(objectsOf(await get(`${path}?limit=1&next=${String(first["next"])}`))).toEqual([newer]);
  });

  test("T38 its versions: by specification, date, limit and next", async () => {
    const path = `objects/${malware.id}/versions/`;
    expect(bodyOf(await get(`${path}?match[spec_version]=2.0,2.1`))["versions"]).toEqual([
      AT,
      LATER,
      old.modified,
    ]);
    expect(bodyOf(await get(`${path}?added_after=2026-11-26T08:00:00.001Z`))["versions"]).toEqual([
      LATER,
    ]);
    const first = bodyOf(await get(`${path}?limit=1`));
    expect(first["versions"]).toEqual([AT]);
    expect(bodyOf(await get(`${path}?limit=1&next=${String(first["next"])}`))["versions"]).toEqual([
      LATER,
    ]);
  });
});
