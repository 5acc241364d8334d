import { beforeEach, describe, expect, test } from "vitest";
import { taxiiSettings } from "../../../src/channels/taxii/settings.ts";
import { secretOf } from "../support/memory-outbox.ts";
import { indicator, leaving, stixObject, uuidOf } from "../support/stix.ts";
import { bodyOf, objectsOf, outOf, rootOf, TAXII, World, type Partner } from "../support/world.ts";

// Rows T01 to T13 of the table for a TAXII 2.1 server, one test each: the number stands in its name.

const AT = "2026-11-26T07:00:00.000Z";
const LATER = "2026-11-26T07:30:00.000Z";

let world: World;
let alder: Partner;

beforeEach(() => {
  world = new World({
    settings: { description: "What is released", contact: "desk@share.example" },
  });
  alder = world.addPartner("alder");
  world.addPartner("birch");
});

const get = (path: string) => world.ask(path, { token: alder.token });

describe("discovery and API root", () => {
  test("T01 discovery names the partner's own root and no other", async () => {
    const answered = await get("/taxii2/");
    const own = `https://share.example/${alder.door.root}/`;
    expect(answered.status).toBe(200);
    expect(bodyOf(answered)).toEqual({
      title: "Caveat",
      description: "What is released",
      contact: "desk@share.example",
      default: own,
      api_roots: [own],
    });
  });

  test.each([
    ["http://share.example"],
    ["https://share.example/"],
    ["https://share.example//a"],
    ["https://share.example/a/../b"],
    ["https://share.example/?x=1"],
    ["share.example"],
    ["/partners"],
  ])("T02 roots are never announced under %s", (url) => {
    expect(() => taxiiSettings({ url })).toThrow(expect.objectContaining({ code: "bad-usage" }));
  });

  test("T02 the announced root is https, ends in a slash and has no query", async () => {
    const [root] = bodyOf(await get("/taxii2/"))["api_roots"] as [string];
    expect(root).toMatch(/^https:\/\/share\.example\/[A-Za-z0-9-]+\/$/);
  });

  test("T03 an API root says exactly TAXII 2.1 and how long a body may be", async () => {
    const body = bodyOf(await get(rootOf(alder)));
    expect(body["versions"]).toEqual([TAXII]);
    expect(body["max_content_length"]).toBe(10_000_000);
    expect(body["title"]).toBe("Caveat");
  });
});

describe("status", () => {
  test("T04 what was sent has a status until it is forgotten, and an unknown id 404", async () => {
    const posted = await world.ask(`${rootOf(alder)}collections/${alder.into.id}/objects/`, {
      method: "POST",
      token: alder.token,
      headers: { "content-type": TAXII },
      body: JSON.stringify({ objects: [indicator("one", AT)] }),
    });
    const status = await get(`${rootOf(alder)}status/${String(bodyOf(posted)["id"])}/`);
    expect([status.status, status.text]).toEqual([200, posted.text]);
    expect((await get(`${rootOf(alder)}status/${uuidOf("other")}/`)).status).toBe(404);
  });
});

describe("collections", () => {
  test("T05 all of a partner's are listed in one order, also those it may not read", async () => {
    const list = bodyOf(await get(`${rootOf(alder)}collections/`))["collections"] as {
      id: string;
    }[];
    const ids = [alder.out.id, alder.into.id, alder.dark.id].toSorted();
    expect(list.map(({ id }) => id)).toEqual(ids);
  });

  test("T05 without any the key is left out", async () => {
    world.outbox.letIn(
      { partner: "nobody", root: "r-empty", credential: "c" },
      secretOf("empty-token"),
    );
    const answered = await world.ask("/r-empty/collections/", { token: "empty-token" });
    expect([answered.status, answered.text]).toEqual([200, "{}"]);
  });

  test("T06 a collection says what this partner may do, in booleans", async () => {
    expect(bodyOf(await get(outOf(alder)))).toEqual({
      id: alder.out.id,
      title: "alder out",
      description: "What is released to alder",
      alias: "alder-out",
      can_read: true,
      can_write: false,
      media_types: ["application/stix+json;version=2.1"],
    });
  });
});

describe("manifest, objects, object, versions", () => {
  const malware = stixObject("malware", "adder", AT);
  const newer = { ...malware, modified: LATER };

  beforeEach(() => world.disclose(alder, [malware, newer, indicator("one", AT)].map(leaving)));

  test("T07 a manifest has one record for each version", async () => {
    const records = objectsOf(await get(outOf(alder, "manifest/?match[version]=all")));
    expect(records.map(({ id, version }) => [id, version])).toEqual([
      [malware.id, AT],
      [malware.id, LATER],
      [indicator("one", AT).id, AT],
    ]);
    expect(records[0]).toEqual({
      id: malware.id,
      date_added: "2026-11-26T08:00:00.000000Z",
      version: AT,
      media_type: "application/stix+json;version=2.1",
    });
  });

  test("T08 objects come in an envelope and never in a bundle", async () => {
    const body = bodyOf(await get(outOf(alder, "objects/")));
    expect(Object.keys(body)).toEqual(["more", "objects"]);
    expect(body["objects"]).toEqual([newer, indicator("one", AT)]);
  });

  test("T09 what is posted is taken with 202 and a status; sent twice it is no error", async () => {
    const post = () =>
      world.ask(`${rootOf(alder)}collections/${alder.into.id}/objects/`, {
        method: "POST",
        token: alder.token,
        headers: { "content-type": TAXII },
        body: JSON.stringify({ objects: [indicator("one", AT), indicator("one", AT)] }),
      });
    for (const answered of [await post(), await post()]) {
      expect(answered.status).toBe(202);
      expect(bodyOf(answered)).toMatchObject({
        status: "complete",
        success_count: 2,
        failure_count: 0,
      });
    }
  });

  test("T10 one object by its id; unknown is 404, known but filtered out is an empty page", async () => {
    expect(objectsOf(await get(outOf(alder, `objects/${malware.id}/`)))).toEqual([newer]);
    expect((await get(outOf(alder, `objects/malware--${uuidOf("other")}/`))).status).toBe(404);
    const filtered = await get(outOf(alder, `objects/${malware.id}/?match[spec_version]=2.0`));
    expect([filtered.status, filtered.text]).toEqual([200, '{"more":false}']);
  });

  test("T11 nobody deletes: 403 where one right is held, 404 with neither", async () => {
    const drop = (id: string) =>
      world.ask(`${rootOf(alder)}collections/${id}/objects/${malware.id}/`, {
        method: "DELETE",
        token: alder.token,
      });
    const statuses = await Promise.all(
      [alder.out, alder.into, alder.dark].map(({ id }) => drop(id)),
    );
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 404]);
    expect((await get(outOf(alder, `objects/${malware.id}/`))).status).toBe(200);
  });

  test("T12 the versions of an object; the key is left out when there are none", async () => {
    const path = outOf(alder, `objects/${malware.id}/versions/`);
    expect(bodyOf(await get(path))).toEqual({ more: false, versions: [AT, LATER] });
    expect((await get(`${path}?match[spec_version]=2.0`)).text).toBe('{"more":false}');
    const absent = outOf(alder, `objects/malware--${uuidOf("other")}/versions/`);
    expect((await get(absent)).status).toBe(404);
  });

  test.each(["", "manifest", "objects", `objects/${malware.id}`, `objects/${malware.id}/versions`])(
    "T13 without its slash %s is answered with 308 and never with data",
    async (rest) => {
      const path = outOf(alder, rest).replace(/\/$/, "");
      const answered = await get(`${path}?limit=1`);
      expect(answered.status).toBe(308);
      expect(answered.headers["location"]).toBe(`${path}/?limit=1`);
      expect(answered.text).not.toContain("adder");
    },
  );
});
