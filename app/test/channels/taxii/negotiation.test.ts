import { beforeEach, describe, expect, test } from "vitest";
import { instead } from "../support/instead.ts";
import { secretOf } from "../support/memory-outbox.ts";
import { indicator, leaving, uuidOf } from "../support/stix.ts";
import {
  bodyOf,
  outOf,
  rootOf,
  TAXII,
  World,
  type Answered,
  type Asking,
  type Partner,
} from "../support/world.ts";

// Media types, methods, credentials and error messages: T14 to T17, T20 to T22, T42, T45, T46, T48, T49.

const AT = "2026-11-26T07:00:00.000Z";

let world: World;
let alder: Partner;

beforeEach(() => {
  world = new World();
  alder = world.addPartner("alder");
  world.disclose(alder, [leaving(indicator("one", AT))]);
});

const ask = (path: string, asking: Asking = {}) =>
  world.ask(path, { token: alder.token, ...asking });
const accept = (header: string) => ask(outOf(alder, "objects/"), { headers: { accept: header } });
const into = () => `${rootOf(alder)}collections/${alder.into.id}/objects/`;
const post = (type: string) =>
  ask(into(), {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify({ objects: [indicator("one", AT)] }),
  });

function expectError(answered: Answered, status: number): void {
  expect(answered.status).toBe(status);
  expect(answered.headers["content-type"]).toBe(TAXII);
  const body = bodyOf(answered);
  expect(body["http_status"]).toBe(String(status));
  expect(body["title"]).toMatch(/\S/);
  expect(body["description"]).toMatch(/^\S.*\.$/);
}

describe("Accept", () => {
  test.each([
    TAXII,
    "application/taxii+json",
    "application/taxii+json; version=2.1",
    'application/taxii+json;version="2.1"',
    "Application/TAXII+JSON;Version=2.1",
    "application/taxii+json;version=2.1;q=0.1",
    "text/html, application/taxii+json;q=0.5",
    "application/taxii+json;version=2.0, application/taxii+json;version=2.1",
    'application/json;x="a,b", application/taxii+json',
    "application/taxii+json;version=2.1, */*;q=0.1",
    "application/taxii+json;version=2.1;charset=utf-8",
  ])("T14 %s is served", async (header) => {
    expect((await accept(header)).status).toBe(200);
  });

  test.each([
    "*/*",
    "application/*",
    "application/json",
    "application/taxii+json;version=2.0",
    "application/vnd.oasis.taxii+json; version=2.0",
    "application/taxii+json;version=2.1;q=0",
    "application/taxii+json, application/taxii+json;version=2.1;q=0",
    'text/html;x="application/taxii+json"',
    "",
  ])("T15 %s is answered with 406", async (header) => {
    expectError(await accept(header), 406);
  });

  test("T15 so is no Accept at all", async () => {
    const response = await world.app.request(outOf(alder, "objects/"), {
      headers: { authorization: `Bearer ${alder.token}` },
    });
    expect(response.status).toBe(406);
  });
});

describe("Content-Type", () => {
  test.each([TAXII, "application/taxii+json", "application/taxii+json; version=2.1;charset=utf-8"])(
    "T17 %s is taken",
    async (type) => {
      expect((await post(type)).status).toBe(202);
    },
  );

  test.each(["application/json", "text/plain", "application/taxii+json;version=2.0", ""])(
    "T17 %s is answered with 415",
    async (type) => {
      expectError(await post(type), 415);
    },
  );
});

/** An answer of every kind that there is. */
async function manyAnswers(): Promise<readonly (readonly [number, Answered])[]> {
  const objects = outOf(alder, "objects/");
  return [
    [200, await ask(objects)],
    [200, await ask(rootOf(alder))],
    [202, await post(TAXII)],
    [308, await ask(objects.slice(0, -1))],
    [400, await ask(`${objects}?limit=0`)],
    [401, await world.ask(objects)],
    [403, await ask(`${objects}${indicator("one", AT).id}/`, { method: "DELETE" })],
    [404, await ask("/nowhere/")],
    [405, await ask(objects, { method: "PUT" })],
    [406, await accept("text/html")],
    [413, await ask(into(), { ...huge(), method: "POST" })],
    [415, await post("text/html")],
    [422, await ask(into(), { method: "POST", headers: { "content-type": TAXII }, body: "{" })],
  ];
}

function huge(): Asking {
  return {
    headers: { "content-type": TAXII, "content-length": "10000001" },
    body: new Uint8Array(10_000_001),
  };
}

describe("responses", () => {
  test("T16 all of them are of TAXII's media type, errors and redirects too", async () => {
    for (const [status, answered] of await manyAnswers()) {
      expect([answered.status, answered.headers["content-type"]]).toEqual([status, TAXII]);
    }
  });

  test("T20 an error has a title, one sentence, and its status as text", async () => {
    const errors = (await manyAnswers()).filter(([status]) => status >= 400);
    expect(errors).toHaveLength(9);
    for (const [status, answered] of errors) expectError(answered, status);
  });

  test("T20 what fails inside is a 500 that says nothing of it, and nothing is answered unlogged", async () => {
    const broken = new World({
      through: (outbox) =>
        instead(outbox, { noteFetch: () => Promise.reject(new Error("disk of db7 is full")) }),
    });
    const birch = broken.addPartner("birch");
    broken.disclose(birch, [leaving(indicator("one", AT))]);
    const answered = await broken.ask(outOf(birch, "objects/"), { token: birch.token });
    expectError(answered, 500);
    expect(answered.text).not.toMatch(/db7|one/);
    expect(broken.troubles).toEqual([new Error("disk of db7 is full")]);
  });
});

describe("credentials", () => {
  test("T21 401 says how to sign in, the same for every address and whatever was shown", async () => {
    const headers = [
      {},
      { authorization: "Bearer nonsense" },
      { authorization: "Basic !!!" },
      { authorization: "Digest a=b" },
    ];
    const paths = [outOf(alder, "objects/"), "/taxii2/", "/", "/nowhere/", rootOf(alder)];
    const all = await Promise.all(
      headers.flatMap((one) => paths.map((path) => world.ask(path, { headers: one }))),
    );
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    expectError(all[0] as Answered, 401);
    expect(all[0]?.headers["www-authenticate"]).toContain("Basic realm=");
  });

  test("T21 Basic can be switched off", async () => {
    const bare = new World({ settings: { basic: false } });
    const birch = bare.addPartner("birch");
    const basic = `Basic ${Buffer.from(`x:${birch.token}`).toString("base64")}`;
    const refused = await bare.ask(rootOf(birch), { headers: { authorization: basic } });
    expect(refused.status).toBe(401);
    expect(refused.headers["www-authenticate"]).toMatch(/^Bearer /);
    expect((await bare.ask(rootOf(birch), { token: birch.token })).status).toBe(200);
  });

  test("T22 a collection that may not be read is as good as none, and one not written too", async () => {
    const absent = await ask(`${rootOf(alder)}collections/${uuidOf("absent")}/objects/`);
    for (const { id } of [alder.into, alder.dark]) {
      for (const rest of ["objects/", "manifest/", "objects/x/", "objects/x/versions/"]) {
        expect(await ask(`${rootOf(alder)}collections/${id}/${rest}`)).toEqual(absent);
      }
    }
    const posting = { method: "POST", headers: { "content-type": TAXII }, body: "{}" };
    expect(await ask(outOf(alder, "objects/"), posting)).toEqual(absent);
    expect(absent.status).toBe(404);
  });

  test("T22 what leaves over another medium is no collection here", async () => {
    const { id, alias } = alder.feed;
    const absent = await ask(`${rootOf(alder)}collections/${uuidOf("absent")}/`);
    expect(await ask(`${rootOf(alder)}collections/${id}/`)).toEqual(absent);
    expect(await ask(`${rootOf(alder)}collections/${alias}/objects/`)).toEqual(absent);
    expect((await ask(`${rootOf(alder)}collections/`)).text).not.toContain(alias);
  });
});

describe("methods and addresses", () => {
  const verbs = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "FOO"];
  const paths = [
    "taxii2/",
    "",
    "collections/",
    "status/x/",
    "collections/x/",
    "collections/x/manifest/",
  ];

  test.each(paths)("T42 %s takes GET and HEAD and says so", async (path) => {
    const whole = path === "taxii2/" ? "/taxii2/" : `${rootOf(alder)}${path}`;
    for (const method of verbs) {
      const answered = await ask(whole, { method });
      expectError(answered, 405);
      expect(answered.headers["allow"]).toBe("GET, HEAD");
    }
  });

  test("T42 objects take POST too, an object DELETE", async () => {
    const answered = await ask(outOf(alder, "objects/"), { method: "DELETE" });
    expect(answered.headers["allow"]).toBe("GET, HEAD, POST");
    const object = await ask(outOf(alder, "objects/x/"), { method: "POST" });
    expect(object.headers["allow"]).toBe("GET, HEAD, DELETE");
  });

  test("T42 HEAD answers what GET does, without the body; Range is ignored", async () => {
    const path = outOf(alder, "objects/");
    const [got, head] = [await ask(path), await ask(path, { method: "HEAD" })];
    expect(head).toEqual({ ...got, text: "" });
    const range = { range: "items 0-1", "if-range": "x" };
    expect(await ask(path, { headers: range })).toEqual(got);
  });

  test.each([
    "%00",
    "%zz",
    "..",
    "%2e%2e",
    "a%2fb",
    "'or 1=1--",
    "x".repeat(5_000),
    "\ud83d\ude00",
    "%ff",
    " ",
  ])("T45 a malformed id in the address is answered with 404: %s", async (id) => {
    for (const path of [
      outOf(alder, `objects/${id}/`),
      outOf(alder, `objects/${id}/versions/`),
      `${rootOf(alder)}collections/${id}/`,
      `${rootOf(alder)}status/${id}/`,
      `/${id}/`,
    ]) {
      const answered = await ask(path);
      expect([path, [200, 404].includes(answered.status)]).toEqual([path, true]);
    }
    expect(world.troubles).toEqual([]);
  });

  test("T46 nobody has to say what program it is, and custom properties are taken", async () => {
    const body = JSON.stringify({ x_note: 1, objects: [{ ...indicator("x", AT), x_custom: [] }] });
    const headers = { "content-type": TAXII };
    const answered = await ask(into(), { method: "POST", headers, body });
    expect(bodyOf(answered)).toMatchObject({ success_count: 1 });
  });

  test("T48 each partner is shown its own objects alone", async () => {
    const birch = world.addPartner("birch");
    world.disclose(birch, [leaving(indicator("two", AT))]);
    const answered = await world.ask(outOf(birch, "objects/"), { token: birch.token });
    expect(answered.text).toContain('"two"');
    expect(answered.text).not.toContain('"one"');
  });
});

describe("codes", () => {
  const COMMON = [401, 404, 406];
  test("T49 each endpoint answers with the codes of its table and no others", async () => {
    const root = rootOf(alder);
    const requests: readonly (readonly [string, Asking, readonly number[]])[] = [
      ["/taxii2/", {}, COMMON],
      [root, {}, COMMON],
      [`${root}status/${uuidOf("x")}/`, {}, COMMON],
      [`${root}collections/`, {}, [400, ...COMMON]],
      [outOf(alder), {}, [400, ...COMMON]],
      [outOf(alder, "manifest/?limit=x"), {}, [400, ...COMMON]],
      [outOf(alder, "objects/?next=x"), {}, [400, ...COMMON]],
      [outOf(alder, "objects/x/?added_after=x"), {}, [400, ...COMMON]],
      [outOf(alder, "objects/x/versions/?limit=-1"), {}, [400, ...COMMON]],
      [into(), { method: "POST", body: "x" }, [400, 413, 415, 422, ...COMMON]],
      [outOf(alder, "objects/x/"), { method: "DELETE" }, [400, 403, ...COMMON]],
    ];
    for (const [path, asking, codes] of requests) {
      for (const headers of [{}, { accept: "x/y" }]) {
        for (const token of [undefined, alder.token]) {
          const { status } = await ask(path, { ...asking, headers, token });
          expect([path, [200, 202, ...codes].includes(status)]).toEqual([path, true]);
        }
      }
    }
  });

  test("T49 a credential that ended is no longer known", async () => {
    expect((await ask(rootOf(alder))).status).toBe(200);
    world.outbox.end(secretOf(alder.token));
    expectError(await ask(rootOf(alder)), 401);
  });
});
