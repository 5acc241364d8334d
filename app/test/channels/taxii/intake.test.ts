import { beforeEach, describe, expect, test } from "vitest";
import { indicator, stixObject, uuidOf } from "../support/stix.ts";
import { bodyOf, rootOf, TAXII, World, type Answered, type Partner } from "../support/world.ts";

// What partners send: T18, T19, T39 to T41.

const AT = "2026-11-26T07:00:00.000Z";
const NAMELESS = "unknown--00000000-0000-4000-8000-000000000000";

let world: World;
let alder: Partner;

beforeEach(() => {
  world = new World({ settings: { maxContentLength: 10_000, nodes: 500, depth: 20 } });
  alder = world.addPartner("alder");
});

function send(
  body: string | Uint8Array<ArrayBuffer> | ReadableStream,
  headers = {},
): Promise<Answered> {
  return world.ask(`${rootOf(alder)}collections/${alder.into.id}/objects/`, {
    method: "POST",
    token: alder.token,
    headers: { "content-type": TAXII, ...headers },
    body,
  });
}

const sendObjects = (...objects: readonly unknown[]) => send(JSON.stringify({ objects }));
const taken = () => world.outbox.intakesOf("alder").flatMap(({ objects }) => objects);

/** An envelope of so many bytes. */
function envelopeOf(bytes: number): string {
  const bare = JSON.stringify({ objects: [indicator("one", AT, { x_fill: "" })] });
  return bare.replace('"x_fill":""', `"x_fill":"${"f".repeat(bytes - bare.length)}"`);
}

/** The same in pieces, without saying how long it will be. */
function inPieces(text: string, size: number): ReadableStream {
  const bytes = Buffer.from(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + size)));
      at += size;
    },
  });
}

describe("size", () => {
  test("T18 a body of the longest length is taken, whole or in pieces", async () => {
    expect((await send(envelopeOf(10_000))).status).toBe(202);
    expect((await send(inPieces(envelopeOf(10_000), 333))).status).toBe(202);
  });

  test("T18 one byte more is answered with 413, whole or in pieces", async () => {
    expect((await send(envelopeOf(10_001))).status).toBe(413);
    expect((await send(inPieces(envelopeOf(10_001), 333))).status).toBe(413);
    expect(taken()).toEqual([]);
  });

  test("T18 no more is read than is allowed", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000;
        controller.enqueue(new Uint8Array(1_000).fill(0x20));
      },
    });
    expect((await send(endless)).status).toBe(413);
    expect(sent).toBeLessThan(20_000);
  });

  test("T18 a small body that holds too many values is not too large, but cannot be processed", async () => {
    expect((await send(`{"objects":[${"1,".repeat(600)}1]}`)).status).toBe(422);
    expect((await send(`{"objects":[${"[".repeat(30)}${"]".repeat(30)}]}`)).status).toBe(422);
  });
});

describe("what cannot be processed", () => {
  test.each([
    "",
    "{",
    "null",
    "[]",
    "{}",
    '{"objects":[]}',
    '{"objects":{}}',
    '{"objects":[{"id":1,"id":2}]}',
    '{"__proto__":{},"objects":[1]}',
    "\ufeff\ufeff{}",
    JSON.stringify(indicator("one", AT)),
  ])("T19 %s as a whole is answered with 422", async (body) => {
    const answered = await send(body);
    expect([answered.status, answered.headers["content-type"]]).toEqual([422, TAXII]);
    expect(taken()).toEqual([]);
  });

  test("T19 bytes that are no text too, and a body that breaks off with 400", async () => {
    expect((await send(new Uint8Array([0x7b, 0xff, 0x7d]))).status).toBe(422);
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error("gone")),
    });
    expect((await send(broken)).status).toBe(400);
  });

  test("T19 compressed bodies are answered with 415", async () => {
    expect((await send("{}", { "content-encoding": "gzip" })).status).toBe(415);
  });

  const good = indicator("good", AT);
  test.each<readonly [string, unknown, string]>([
    ["is no object", 7, NAMELESS],
    ["has no id", { type: "indicator" }, NAMELESS],
    ["has another id than an id", { ...good, id: "indicator--1" }, NAMELESS],
    ["has an id of another type", { ...good, type: "malware" }, good.id],
    ["is of another standard", { ...good, spec_version: "3.0" }, good.id],
    ["has no version", { type: "indicator", id: good.id, name: "x" }, good.id],
    ["has a version that is no time", { ...good, modified: "2026-02-30T00:00:00Z" }, good.id],
  ])("T19 an object that %s fails alone, and the status says which", async (_, object, id) => {
    const answered = await sendObjects(good, object, stixObject("malware", "adder", AT));
    expect(answered.status).toBe(202);
    const status = bodyOf(answered);
    expect(status).toMatchObject({ total_count: 3, success_count: 2, failure_count: 1 });
    const [failure] = status["failures"] as { id: string; message: string }[];
    expect(failure?.id).toBe(id);
    expect(failure?.message).toMatch(/^objects\[1\] .*\.$/);
    expect(taken().map(({ state }) => state)).toEqual(["success", "failure", "success"]);
  });
});

describe("status", () => {
  test("T39 a status counts, and lists what it counts", async () => {
    const file = { type: "file", spec_version: "2.1", id: `file--${uuidOf("f")}`, name: "a" };
    const status = bodyOf(await sendObjects(indicator("one", AT), file));
    expect(status).toEqual({
      id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      status: "complete",
      request_timestamp: "2026-11-26T08:00:00.000000Z",
      total_count: 2,
      success_count: 2,
      successes: [
        { id: indicator("one", AT).id, version: AT },
        { id: file.id, version: "2026-11-26T08:00:00.000Z" },
      ],
      failure_count: 0,
      pending_count: 0,
    });
  });

  test("T39 what is still looked at is pending", async () => {
    const id = uuidOf("status");
    const object = { id: file.id, version: AT, state: "pending" } as const;
    world.outbox.putIntake("alder", alder.into.id, { id, at: AT, objects: [object] });
    const answered = await world.ask(`${rootOf(alder)}status/${id}/`, { token: alder.token });
    expect(bodyOf(answered)).toMatchObject({
      status: "pending",
      pending_count: 1,
      pendings: [{ id: file.id, version: AT }],
    });
  });

  test("T40 no list is ever empty", async () => {
    world.addPartner("birch");
    const answers = [
      await sendObjects(indicator("one", AT)),
      await sendObjects(7),
      ...(await Promise.all(
        [
          "collections/",
          `collections/${alder.out.id}/objects/`,
          `collections/${alder.out.id}/manifest/`,
        ].map((rest) => world.ask(`${rootOf(alder)}${rest}`, { token: alder.token })),
      )),
    ];
    for (const { text } of answers) expect(text).not.toContain("[]");
  });

  test("T41 ids are of version 4, numbers small, names in their case, and all of it UTF-8", async () => {
    const answered = await sendObjects(indicator("Vipère ☃", AT));
    const status = bodyOf(answered);
    expect(String(status["id"])).toMatch(/^.{14}4/);
    expect(alder.out.id).toMatch(/^.{14}4/);
    expect(Object.keys(status).every((key) => /^[a-z_]+$/.test(key))).toBe(true);
    expect(Number.isSafeInteger(status["total_count"])).toBe(true);
    const [kept] = taken();
    expect(Buffer.from(kept?.bytes ?? []).toString("utf8")).toContain("Vipère ☃");
  });
});

const file = { id: `file--${uuidOf("f")}` };

test("T09 what was sent is kept in its own bytes, spaces and numbers as they were", async () => {
  const one =
    '{ "type":"file",\t"id":"file--11111111-1111-4111-8111-111111111111", "size": 1.0e2 , "b":[{},[ ]] }';
  const two = '{"\\u0069d":"file--11111111-1111-4111-8111-111111111112","type":"file","n":"]},{"}';
  const answered = await send(
    `\ufeff { "x" : [1,{"objects":[]}], "obj\\u0065cts" :\n[ ${one} ,${two}\n] , "y":{} } `,
  );
  expect(bodyOf(answered)).toMatchObject({ success_count: 2 });
  expect(taken().map(({ bytes = new Uint8Array() }) => Buffer.from(bytes).toString())).toEqual([
    one,
    two,
  ]);
});
