import { beforeEach, describe, expect, test } from "vitest";
import { taxiiSettings } from "../../../src/channels/taxii/settings.ts";
import { instead } from "../support/instead.ts";
import { secretOf } from "../support/memory-outbox.ts";
import { indicator, leaving, stixObject, uuidOf } from "../support/stix.ts";
import {
  bodyOf,
  KEYS,
  objectsOf,
  outOf,
  rootOf,
  START,
  TAXII,
  World,
  type Answered,
  type Partner,
} from "../support/world.ts";

// What real clients need beyond the standard: C01 to C18. Personas show the same over many releases.

const AT = "2026-11-26T07:00:00.000Z";
const LAST = "x-taxii-date-added-last";
const NEW_KEY = new Uint8Array(32).fill(9);

let world: World;
let alder: Partner;

beforeEach(() => {
  world = new World();
  alder = world.addPartner("alder");
});

const get = (rest: string) => world.ask(outOf(alder, rest), { token: alder.token });
const ids = (answered: Answered) => objectsOf(answered).map(({ id }) => id);
const nextOf = (answered: Answered) => String(bodyOf(answered)["next"]);

function fill(count: number, from = 0): readonly string[] {
  const objects = Array.from({ length: count }, (_, i) => indicator(`n${from + i}`, AT));
  world.disclose(alder, objects.map(leaving));
  return objects.map(({ id }) => id);
}

describe("cursors", () => {
  test("C01 next is there exactly when there is more", async () => {
    fill(4);
    for (let limit = 1; limit < 7; limit += 1) {
      const body = bodyOf(await get(`objects/?limit=${limit}`));
      expect([body["more"], "next" in body]).toEqual([limit < 4, limit < 4]);
    }
  });

  test("C02 a cursor carries the filters; what is left out is taken from it", async () => {
    const all = fill(9);
    world.disclose(alder, [leaving(stixObject("malware", "adder", AT))]);
    const filters = "added_after=2026-11-26T08:00:00.001Z&match[type]=indicator";
    const next = nextOf(await get(`objects/?limit=2&${filters}`));
    for (const rest of ["", `&${filters}`, "&match[type]=indicator", "&match[version]=last"]) {
      expect(ids(await get(`objects/?limit=3&next=${next}${rest}`))).toEqual(all.slice(4, 7));
    }
    expect(ids(await get(`objects/?next=${next}`))).toEqual(all.slice(4));
  });

  test.each([
    "added_after=2026-11-26T08:00:00.002Z",
    "match[type]=malware",
    "match[version]=all",
    "match[spec_version]=2.1",
    `match[id]=indicator--${uuidOf("n5")}`,
  ])("C02 other filters than the cursor's are answered with 400: %s", async (filter) => {
    fill(9);
    const next = nextOf(await get("objects/?limit=2&added_after=2026-11-26T08:00:00.001Z"));
    expect((await get(`objects/?next=${next}&${filter}`)).status).toBe(400);
  });

  test("C02 an empty next is none", async () => {
    const all = fill(3);
    expect(ids(await get("objects/?limit=50&next="))).toEqual(all);
  });

  test("C02 a list of filters that no address could repeat is answered with 400", async () => {
    const many = Array.from({ length: 200 }, (_, i) => indicator(`n${i}`, AT).id).join(",");
    expect((await get(`objects/?match[id]=${many}`)).status).toBe(400);
  });

  test("C03 a cursor survives a restart and a change of keys, and never expires", async () => {
    const all = fill(5);
    const next = nextOf(await get("objects/?limit=2"));
    world.restart([NEW_KEY, ...KEYS]);
    world.now += 10 * 365 * 86_400_000;
    expect(ids(await get(`objects/?next=${next}`))).toEqual(all.slice(2));
    world.restart([NEW_KEY]);
    expect((await get(`objects/?next=${next}`)).status).toBe(400);
  });

  test("C04 more means that another one can be seen, also while some are dated ahead", async () => {
    const all = fill(4);
    world.now = START + 1;
    const shown = await get("objects/?limit=2");
    expect([bodyOf(shown)["more"], ids(shown)]).toEqual([false, all.slice(0, 2)]);
    world.now += 1;
    expect(bodyOf(await get("objects/?limit=2"))["more"]).toBe(true);
  });

  test("C04 the page after the last that was taken back ends at the right place", async () => {
    const all = fill(4);
    const next = nextOf(await get("objects/?limit=2"));
    world.outbox.takeAway(alder.out.id, all.slice(2));
    const empty = await get(`objects/?next=${next}`);
    expect(empty.text).toBe('{"more":false}');
    const later = fill(1, 10);
    expect(ids(await get(`objects/?added_after=${empty.headers[LAST]}`))).toEqual(later);
    expect(ids(await get(`objects/?next=${next}`))).toEqual(later);
  });
});

describe("times", () => {
  test("C05 times are whole milliseconds, each later than the one before, shown when they have come", async () => {
    const all = fill(5);
    const dates = objectsOf(await get("manifest/")).map(({ date_added }) => String(date_added));
    expect(dates).toEqual([0, 1, 2, 3, 4].map((ms) => `2026-11-26T08:00:00.00${ms}000Z`));
    world.now = START + 2;
    expect(ids(await get("objects/"))).toEqual(all.slice(0, 3));
  });

  test("C06 nothing is served whose version is later than when it was added", () => {
    const ahead = indicator("ahead", "2026-11-26T08:00:00.001Z");
    expect(() => world.disclose(alder, [leaving(ahead)])).toThrow("future");
  });

  test("C07 an empty page says more:false, and how far the client is where it said so", async () => {
    fill(1);
    const after = "2027-01-01T00:00:00.123456Z";
    for (const rest of ["objects/", "manifest/", `objects/${indicator("n0", AT).id}/versions/`]) {
      const answered = await get(`${rest}?added_after=${after}`);
      expect(answered.text).toBe('{"more":false}');
      expect(answered.headers[LAST]).toBe(after);
      expect(answered.headers["x-taxii-date-added-first"]).toBeUndefined();
    }
    const short = await get("objects/?added_after=2027-01-01T00:00:00Z");
    expect(short.headers[LAST]).toBe("2027-01-01T00:00:00.000000Z");
  });

  test.each([
    "objects/",
    "objects/?match[type]=report",
    "manifest/",
    "manifest/?match[type]=report",
  ])(
    "C07 to who never said where it is, %s says the beginning: from there all is sent",
    async (rest) => {
      if (rest.includes("match")) fill(1);
      const empty = await get(rest);
      expect([empty.status, empty.text]).toEqual([200, '{"more":false}']);
      world.disclose(alder, [leaving(stixObject("report", "later", AT))]);
      const from = `added_after=${String(empty.headers[LAST])}`;
      const later = await get(rest.includes("?") ? `${rest}&${from}` : `${rest}?${from}`);
      expect(ids(later)).toContain(stixObject("report", "later", AT).id);
    },
  );
});

describe("what is released together", () => {
  const own = stixObject("identity", "share", AT);
  const marking = { ...stixObject("marking-definition", "red", AT), definition_type: "statement" };
  const adder = stixObject("malware", "adder", AT, {
    created_by_ref: own.id,
    object_marking_refs: [marking.id],
  });
  const sign = indicator("sign", AT, { created_by_ref: own.id });
  const link = stixObject("relationship", "link", AT, {
    source_ref: sign.id,
    target_ref: adder.id,
    created_by_ref: own.id,
  });
  const report = stixObject("report", "report", AT, { object_refs: [adder.id, link.id] });
  const inOrder = [marking, own, sign, adder, link, report];

  test("C08 a page keeps the order in which things refer to each other, over its edges too", async () => {
    world.disclose(alder, inOrder.map(leaving));
    const seen = new Set<unknown>();
    let next = "";
    for (let i = 0; i < inOrder.length; i += 1) {
      const answered = await get(`objects/?limit=1${next}`);
      for (const object of objectsOf(answered)) {
        for (const text of JSON.stringify(object).match(/[a-z-]+--[0-9a-f-]{36}/g) ?? []) {
          expect(text === object["id"] || seen.has(text)).toBe(true);
        }
        seen.add(object["id"]);
      }
      next = `&next=${nextOf(answered)}`;
    }
    expect(seen.size).toBe(inOrder.length);
  });

  test("C09 markings and identities can be had from the same collection", async () => {
    world.disclose(alder, inOrder.map(leaving));
    for (const { id } of [marking, own]) {
      expect(ids(await get(`objects/${id}/`))).toEqual([id]);
    }
  });

  test("C18 our indicators carry what readers insist on, and a revocation comes before the end", async () => {
    const bad = indicator("bad", AT);
    const revoked = { ...bad, modified: "2026-11-26T07:59:00.000Z", revoked: true };
    world.disclose(alder, [leaving(bad)]);
    const after = (await get("objects/")).headers[LAST];
    world.disclose(alder, [leaving(revoked)]);
    const [served] = objectsOf(await get(`objects/?added_after=${after}`));
    expect(served).toMatchObject({ id: bad.id, revoked: true });
    for (const key of ["name", "pattern", "pattern_type", "valid_from", "valid_until"]) {
      expect(served).toHaveProperty(key);
    }
    world.outbox.takeAway(alder.out.id, [bad.id]);
    expect((await get(`objects/${bad.id}/`)).status).toBe(404);
  });
});

describe("sizes and rates", () => {
  test("C10 a page holds 1,000 objects unless more are asked for, and 10,000 at most", async () => {
    fill(10_500);
    expect(ids(await get("objects/"))).toHaveLength(1_000);
    expect(ids(await get("objects/?limit=10001"))).toHaveLength(10_000);
  });

  test("C10 a page ends before 10 MB", async () => {
    const fat = Array.from({ length: 12 }, (_, i) =>
      indicator(`fat${i}`, AT, { description: "x".repeat(1_000_000) }),
    );
    world.disclose(alder, fat.map(leaving));
    const answered = await get("objects/");
    expect([ids(answered).length, bodyOf(answered)["more"]]).toEqual([9, true]);
  });

  test("C16 who goes on too fast is told how long to wait, and a page a second is always served", async () => {
    const { credential } = taxiiSettings({ url: "https://share.example" });
    world = new World({ settings: { credential } });
    alder = world.addPartner("alder");
    const birch = world.addPartner("birch");
    fill(1);
    let answered = await get("objects/");
    for (let i = 0; answered.status === 200 && i < 10_000; i += 1) answered = await get("objects/");
    expect([answered.status, answered.headers["retry-after"]]).toEqual([429, "5"]);
    expect((await world.ask(rootOf(birch), { token: birch.token })).status).toBe(200);
    for (let i = 0; i < 100; i += 1) {
      world.now += 1_000;
      expect((await get("objects/")).status).toBe(200);
    }
    const slow = { credential: { burst: 10, perSecond: 0.5, inHand: 1 } };
    expect(() => taxiiSettings({ url: "https://share.example", ...slow })).toThrow(
      "one page a second",
    );
  });

  test("C16 nothing is looked up for who goes on too fast, also once its credential is ended", async () => {
    let looked = 0;
    const through: ConstructorParameters<typeof World>[0] = {
      settings: { credential: { burst: 3, perSecond: 1, inHand: 9 } },
      through: (outbox) =>
        instead(outbox, {
          doorOf: (...asked) => {
            looked += 1;
            return outbox.doorOf(...asked);
          },
        }),
    };
    world = new World(through);
    alder = world.addPartner("alder");
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await get("objects/")).status);
    expect([statuses, looked]).toEqual([[200, 200, 200, 429, 429, 429], 3]);
    world.outbox.end(secretOf(alder.token));
    world.now += 1_000;
    const after = [(await get("objects/")).status, (await get("objects/")).status];
    expect([after, looked]).toEqual([[401, 429], 4]);
  });

  test("C16 too many at the same time are told to come back, and no other partner feels it", async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const credential = { burst: 100, perSecond: 100, inHand: 2 };
    const through: ConstructorParameters<typeof World>[0] = {
      settings: { credential },
      through: (outbox) =>
        instead(outbox, {
          noteFetch: ({ partner }) => (partner === "alder" ? gate : Promise.resolve()),
        }),
    };
    world = new World(through);
    alder = world.addPartner("alder");
    const birch = world.addPartner("birch");
    fill(1);
    world.disclose(birch, [leaving(indicator("n0", AT))]);
    const waiting = [get("objects/"), get("objects/")];
    await new Promise((resolve) => setImmediate(resolve));
    const third = await get("objects/");
    expect([third.status, third.headers["retry-after"]]).toEqual([503, "1"]);
    const other = await world.ask(outOf(birch, "objects/"), { token: birch.token });
    expect(other.status).toBe(200);
    open();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await get("objects/")).status).toBe(200);
  });

  test("C16 who guesses is slowed down, and who was known before from there is not", async () => {
    const { failures } = taxiiSettings({ url: "https://share.example" });
    world = new World({ settings: { failures } });
    alder = world.addPartner("alder");
    expect((await get("objects/")).status).toBe(200);
    const guess = (i: number) => world.ask(rootOf(alder), { token: `guess${i}` });
    const statuses: number[] = [];
    for (let i = 0; i < 40; i += 1) statuses.push((await guess(i)).status);
    expect(new Set(statuses.slice(0, 20))).toEqual(new Set([401]));
    expect(new Set(statuses.slice(20))).toEqual(new Set([429]));
    expect((await get("objects/")).status).toBe(200);
  });
});

describe("ways in", () => {
  const basic = (text: string) => Buffer.from(text).toString("base64");

  test("C11 Basic with the token as user or as password, Bearer and Token, in any case", async () => {
    const { token } = alder;
    for (const authorization of [
      `Basic ${basic(`x:${token}`)}`,
      `Basic ${basic(`:${token}`)}`,
      `Basic ${basic(`${token}:`)}`,
      `Basic ${basic(`${token}:${token}`)}`,
      `basic ${basic(`${token}:x`)}`,
      `BASIC ${basic(`taxii:${token}`)}`,
      `Bearer ${token}`,
      `bearer ${token}`,
      `Token ${token}`,
      `token  ${token}`,
    ]) {
      const answered = await world.ask(rootOf(alder), { headers: { authorization } });
      expect([authorization, answered.status]).toEqual([authorization, 200]);
    }
    const refused = await world.ask(rootOf(alder), { headers: { authorization: "Token x" } });
    expect(refused.headers["www-authenticate"]).toMatch(/^Basic .*Bearer /);
  });

  test("C11 a token and another partner's token at once are none", async () => {
    const birch = world.addPartner("birch");
    const authorization = `Basic ${basic(`${birch.token}:${alder.token}`)}`;
    expect((await world.ask("/taxii2/", { headers: { authorization } })).status).toBe(401);
  });

  test("C12 a missing slash is put right with 308, and discovery is under the partner's root too", async () => {
    const answered = await get("objects?match[type]=malware&limit=1");
    expect(answered.status).toBe(308);
    expect(answered.headers["location"]).toBe(
      `${outOf(alder, "objects/")}?match[type]=malware&limit=1`,
    );
    const [top, own] = await Promise.all(
      ["/taxii2/", `${rootOf(alder)}taxii2/`].map((path) =>
        world.ask(path, { token: alder.token }),
      ),
    );
    expect(own).toEqual(top);
    const bare = await world.ask("/taxii2", { token: alder.token });
    expect([bare.status, bare.headers["location"]]).toEqual([308, "/taxii2/"]);
  });

  test("C13 a collection is found by its alias too; names have nothing that clients split at", async () => {
    fill(2);
    const path = `${rootOf(alder)}collections/${alder.out.alias}/objects/`;
    expect(ids(await world.ask(path, { token: alder.token }))).toHaveLength(2);
    const list = bodyOf(await world.ask(`${rootOf(alder)}collections/`, { token: alder.token }));
    const names = (list["collections"] as { title: string; alias: string }[]).flatMap((one) => [
      one.title,
      one.alias,
    ]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [...names, alder.door.root]) expect(name).not.toMatch(/[.,*]/);
  });

  test("C13 a cursor that was made under the alias works under the id", async () => {
    const all = fill(3);
    const path = `${rootOf(alder)}collections/${alder.out.alias}/objects/?limit=1`;
    const next = nextOf(await world.ask(path, { token: alder.token }));
    expect(ids(await get(`objects/?next=${next}`))).toEqual(all.slice(1));
  });

  test("C14 406 names TAXII 2.1, and a client of TAXII 1.x gets a sentence", async () => {
    const headers = { accept: "application/vnd.oasis.taxii+json; version=2.0" };
    const older = await world.ask(rootOf(alder), { token: alder.token, headers });
    expect([older.status, older.headers["content-type"]]).toEqual([406, TAXII]);
    expect(bodyOf(older)["description"]).toContain("TAXII 2.1");
    const cabby = await world.ask("/services/discovery", {
      method: "POST",
      headers: {
        accept: "application/xml",
        "content-type": "application/xml",
        "x-taxii-content-type": "urn:taxii.mitre.org:message:xml:1.1",
        "x-taxii-services": "urn:taxii.mitre.org:services:1.1",
      },
      body: "<taxii_11:Discovery_Request/>",
    });
    expect([cabby.status, cabby.headers["content-type"]]).toEqual([406, TAXII]);
    expect(bodyOf(cabby)["description"]).toContain("TAXII 1.x");
  });

  test("C15 a bundle is taken as stix+json, and whatever is in it, never a 5xx", async () => {
    const path = `${rootOf(alder)}collections/${alder.into.id}/objects/`;
    const post = (body: unknown, type = "application/stix+json; version=2.1") =>
      world.ask(path, {
        method: "POST",
        token: alder.token,
        headers: { "content-type": type, accept: "application/taxii+json; version=2.1" },
        body: JSON.stringify(body),
      });
    const bundle = {
      type: "bundle",
      id: `bundle--${uuidOf("b")}`,
      objects: [indicator("one", AT)],
    };
    const answered = await post(bundle);
    expect([answered.status, bodyOf(answered)["success_count"]]).toEqual([202, 1]);
    expect((await post({ objects: bundle.objects })).status).toBe(422);
    for (const odd of [null, [], [[]], {}, "\u0000", "x".repeat(5_000), { id: {} }, -0, 1e308]) {
      for (const type of [TAXII, "application/stix+json"]) {
        for (const body of [odd, { objects: odd }, { type: "bundle", objects: [odd, odd] }]) {
          expect((await post(body, type)).status).toBeLessThan(500);
        }
      }
    }
  });
});
