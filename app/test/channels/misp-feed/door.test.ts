import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secretOf } from "../support/memory-outbox.ts";
import { basic, eventOf, FEED, ROOT, SECRET, Site, uuidOf } from "./support/feed.ts";

const PATH = `/${ROOT}/${FEED}`;
const OTHER = uuidOf(7, 2);

function twoPartners(): Site {
  const site = new Site();
  site.addPartner("birch", "rb", OTHER, "birch-secret-0123456789");
  site.release(uuidOf(1, 1), eventOf(1, ["a.example"]));
  site.release(uuidOf(1, 2), eventOf(2, ["b.example"]), OTHER);
  return site;
}

async function whole(answer: Response): Promise<unknown> {
  return [answer.status, [...answer.headers], await answer.text()];
}

describe("who is let in", () => {
  test.each([
    ["the secret as a password", basic("user", SECRET)],
    ["the secret as a password without a user", basic("", SECRET)],
    ["the secret as a user name", basic(SECRET, "")],
    ["the secret as a user name beside any password", basic(SECRET, "x")],
    [
      "Basic written small",
      { authorization: basic("u", SECRET)["authorization"]?.replace("B", "b") ?? "" },
    ],
    ["Bearer", { authorization: `Bearer ${SECRET}` }],
    ["Token", { authorization: `TOKEN ${SECRET}` }],
  ])("%s", async (_name, headers) => {
    expect((await twoPartners().get(`${PATH}/manifest.json`, headers)).status).toBe(200);
  });

  test.each([
    ["nothing", {}],
    ["another secret", basic("user", "no-such-secret")],
    ["two secrets of two partners", basic(SECRET, "birch-secret-0123456789")],
    ["an unknown scheme", { authorization: `Digest ${SECRET}` }],
    ["a secret without a scheme", { authorization: SECRET }],
    ["Basic without a colon", { authorization: `Basic ${Buffer.from(SECRET).toString("base64")}` }],
    ["two headers", { authorization: `Bearer ${SECRET}, Bearer ${SECRET}` }],
    ["an endless header", { authorization: `Bearer ${"a".repeat(5_000)}` }],
  ])("not %s, on any path", async (_name, headers) => {
    const site = twoPartners();
    const answers = await Promise.all(
      [`${PATH}/manifest.json`, "/", "/nothing/here", `/rb/${OTHER}/manifest.json`].map(
        async (path) => whole(await site.get(path, headers)),
      ),
    );
    const [first] = answers;
    expect(first).toEqual([401, expect.anything(), expect.stringContaining("Nobody is known")]);
    expect(answers).toEqual(answers.map(() => first));
    const headersOf = (await site.get("/", headers)).headers;
    expect(headersOf.get("www-authenticate")).toContain('Basic realm="caveat"');
    expect(site.outbox.fetched).toEqual([]);
  });

  test("by a certificate alone, and beside a secret where both are of one partner", async () => {
    const site = twoPartners();
    const key = new Uint8Array(32).fill(9);
    const door = { partner: "alder", root: ROOT, credential: "alder-c" };
    site.outbox.letIn(door, { kind: "certificate", hash: key });
    site.certificate = key;
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await site.get(`${PATH}/manifest.json`, headers)).status;
    expect(await statusOf({})).toBe(200);
    expect(await statusOf(basic("u", SECRET))).toBe(200);
    expect(await statusOf(basic("u", "no-such-secret"))).toBe(200);
    expect(await statusOf(basic("u", "birch-secret-0123456789"))).toBe(401);
    expect(await statusOf({ authorization: "Digest x" })).toBe(401);
    site.certificate = new Uint8Array(32).fill(8);
    expect(await statusOf({})).toBe(401);
    expect(await statusOf(basic("u", SECRET))).toBe(200);
  });

  test("not one whose address is not on its list", async () => {
    const site = twoPartners();
    const held = { partner: "alder", root: ROOT, credential: "alder-2" };
    site.outbox.letIn(held, secretOf("bound-secret-123456"), ["192.0.2.9"]);
    const headers = { authorization: "Bearer bound-secret-123456" };
    expect((await site.get(`${PATH}/manifest.json`, headers)).status).toBe(401);
  });
});

describe("what is not there", () => {
  test.each([
    `/rb/${OTHER}/manifest.json`,
    `/${ROOT}/${OTHER}/manifest.json`,
    `/${ROOT}/${OTHER}/${uuidOf(1, 2)}.json`,
    `/rb/${FEED}/manifest.json`,
    `${PATH}/${uuidOf(1, 2)}.json`,
    `${PATH}/${uuidOf(1, 99)}.json`,
    `${PATH}/${uuidOf(1, 1).toUpperCase().replace("0", "F")}.json`,
    `${PATH}/../manifest.json`,
    `${PATH}/%2e%2e%2fmanifest.json`,
    `${PATH}/manifest.json/`,
    `${PATH}//manifest.json`,
    `${PATH}/`,
    PATH,
    `/${ROOT}`,
    "/",
    `${PATH}/manifest.json.asc`,
    `${PATH}/%00.json`,
    `${PATH}/%zz`,
  ])("%s is answered like anything absent, byte for byte", async (path) => {
    const site = twoPartners();
    const absent = await whole(await site.get(`/${ROOT}/nothing/manifest.json`));
    expect(await whole(await site.get(path))).toEqual(absent);
    expect(absent).toEqual([404, expect.anything(), "There is nothing here.\n"]);
    expect(site.outbox.fetched).toEqual([]);
  });

  test("a collection of another medium, or one that may not be read, is not there", async () => {
    const site = new Site();
    const about = { title: "T", canWrite: false, canRead: true } as const;
    site.outbox.addCollection("alder", { ...about, id: OTHER, alias: "t", medium: "taxii" });
    const closed = { ...about, id: uuidOf(7, 3), alias: "c", medium: "misp-feed" } as const;
    site.outbox.addCollection("alder", { ...closed, canRead: false });
    expect((await site.get(`/${ROOT}/${OTHER}/manifest.json`)).status).toBe(404);
    expect((await site.get(`/${ROOT}/${closed.id}/manifest.json`)).status).toBe(404);
  });

  test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "%s is not allowed, anywhere alike",
    async (method) => {
      const site = twoPartners();
      const answers = await Promise.all(
        [`${PATH}/manifest.json`, `/rb/${OTHER}/manifest.json`, "/nothing"].map(async (path) =>
          whole(await site.app.request(path, { method, headers: basic("u", SECRET) })),
        ),
      );
      expect(answers[0]).toEqual([405, expect.anything(), "Only GET and HEAD.\n"]);
      expect(answers).toEqual(answers.map(() => answers[0]));
    },
  );

  test("HEAD has the headers of GET and no body", async () => {
    const site = twoPartners();
    const headers = basic("u", SECRET);
    const head = await site.app.request(`${PATH}/manifest.json`, { method: "HEAD", headers });
    const get = await site.get(`${PATH}/manifest.json`);
    expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([
      200,
      get.headers.get("etag"),
      "",
    ]);
  });

  test("no request redirects, fails, or shows a byte of another partner's", async () => {
    const site = twoPartners();
    const piece = fc.constantFrom(
      ROOT,
      "rb",
      FEED,
      OTHER,
      "feed-birch",
      "feed-alder",
      "manifest.json",
      "hashes.csv",
      `${uuidOf(1, 2)}.json`,
      uuidOf(1, 2),
      "..",
      "",
      "%2e%2e",
      "%2f",
      "*",
    );
    const path = fc.array(piece, { maxLength: 5 }).map((pieces) => `/${pieces.join("/")}`);
    const method = fc.constantFrom("GET", "HEAD", "POST", "DELETE");
    await fc.assert(
      fc.asyncProperty(path, method, async (at, verb) => {
        const headers = basic("u", SECRET);
        const answer = await site.app.request(at, { method: verb, headers });
        expect([200, 404, 405]).toContain(answer.status);
        const text = await answer.text();
        expect(text).not.toContain(uuidOf(1, 2));
        expect(text).not.toContain("b.example");
      }),
      { numRuns: 2_000 },
    );
  });
});
