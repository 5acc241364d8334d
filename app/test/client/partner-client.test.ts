import { Hono } from "hono";
import { afterEach, describe, expect, test } from "vitest";
import { ClientError } from "../../src/client/client-error.ts";
import { PartnerClient } from "../../src/client/partner-client.ts";
import { readAnswer } from "../../src/client/read-answer.ts";
import { wordsApp } from "../../src/channels/words/app.ts";
import { Buckets } from "../../src/http/rate-limit.ts";
import { serve, type Answering, type Serving } from "../../src/http/serve.ts";
import type { RecordWord } from "../../src/usecases/release/record-word.ts";
import { indicator, leaving } from "../channels/support/stix.ts";
import { World, type Partner } from "../channels/support/world.ts";

const AT = "2026-11-26T07:00:00.000Z";
const FREE = { burst: 1e9, perSecond: 1e9 };
const RELEASE = "0d4f9b52-7a63-4f0e-9d0e-3a1f62a0c001";

const open: Serving[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
});

/** Serves what `make` makes of the address it is reached at. */
async function served(make: (url: string) => Answering): Promise<string> {
  let app: Answering = { fetch: () => new Response(null, { status: 503 }) };
  const answering: Answering = { fetch: (asked, env) => app.fetch(asked, env) };
  const serving = await serve(answering, { host: "127.0.0.1", port: 0 });
  open.push(serving);
  const url = `http://localhost:${serving.port}`;
  app = make(url);
  return url;
}

/** The TAXII server as it is, in pages of two objects, with Alder's five. */
async function atAlder(): Promise<{ readonly url: string; readonly alder: Partner }> {
  const pairs: { alder?: Partner } = {};
  const url = await served((address) => {
    const page = { usual: 2, most: 2, bytes: 10_000_000 };
    const world = new World({ settings: { url: address, page } });
    const alder = world.addPartner("alder");
    world.addPartner("birch");
    const names = ["one", "two", "three", "four", "five"];
    world.disclose(
      alder,
      names.map((name) => leaving(indicator(name, AT))),
    );
    world.now += 10_000;
    pairs.alder = alder;
    return world.app;
  });
  if (pairs.alder === undefined) throw new Error("the world was made");
  return { url, alder: pairs.alder };
}

/** A server that answers discovery rightly, and everything else as it is told. */
function hostile(answer: (url: URL) => Response): Promise<string> {
  return served((address) => ({
    fetch: (asked) => {
      const url = new URL(asked.url);
      if (url.pathname !== "/taxii2/") return answer(url);
      return Response.json({ title: "x", default: `${address}/r1/` });
    },
  }));
}

describe("a partner's program", () => {
  test("discovers its root, lists its collections and follows every page", async () => {
    const { url, alder } = await atAlder();
    const client = await PartnerClient.connect(url, alder.token);
    const collections = await client.collections();
    const out = collections.find(({ can_read }) => can_read === true);
    expect([collections.length, out?.["id"]]).toEqual([3, alder.out.id]);
    const pages = [];
    for await (const page of client.pages(alder.out.id)) pages.push(page);
    expect(pages.map(({ objects }) => objects.length)).toEqual([2, 2, 1]);
    expect(JSON.parse(Buffer.from(pages[2]?.bytes ?? []).toString())).toMatchObject({
      objects: [{ name: "five" }],
    });
    const all = await client.objects(alder.out.id);
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
    expect(await client.objects(alder.out.id, "2099-01-01T00:00:00.000Z")).toEqual([]);
  });

  test("reads what it was given and is asked, and answers", async () => {
    const taken: RecordWord[] = [];
    const url = await served((address) => {
      const door = { partner: "alder", root: "r1", credential: "c" };
      const words = wordsApp({
        certificateOf: () => undefined,
        limits: new Buckets(() => 0),
        allowances: { credential: FREE, failures: FREE },
        outbox: {
          doorOf: async () => door,
          notices: async () => [
            { id: RELEASE, how: "recall", release: RELEASE, due: "2026-12-01", state: "open" },
          ],
          receipts: async () => [{ release: RELEASE, collection: "c", at: AT }],
        },
        takeWord: async (word) => void taken.push(word),
      });
      const app = new Hono();
      app.get("/taxii2/", (c) => c.json({ title: "x", default: `${address}/r1/` }));
      app.route("/words", words);
      return app;
    });
    const client = await PartnerClient.connect(url, "secret");
    expect(await client.notices()).toMatchObject([{ id: RELEASE, how: "recall" }]);
    expect(await client.receipts()).toMatchObject([{ release: RELEASE }]);
    const word = { about: RELEASE, kind: "destruction", says: "All of it" } as const;
    await client.say(word);
    expect(taken).toEqual([word]);
  });

  test("waits where it asks too often, and asks again", async () => {
    let asked = 0;
    const url = await hostile(() => {
      asked += 1;
      if (asked < 3) return new Response(null, { status: 429, headers: { "retry-after": "0" } });
      return Response.json({ collections: [] });
    });
    const client = await PartnerClient.connect(url, "secret");
    expect([await client.collections(), asked]).toEqual([[], 3]);
  });
});

describe("against a server that means it no good, a partner's program", () => {
  test("sends its secret nowhere else", async () => {
    let seen = 0;
    const elsewhere = await served(() => ({
      fetch: () => {
        seen += 1;
        return new Response("{}");
      },
    }));
    const leading = await hostile(() => Response.redirect(`${elsewhere}/x`, 307));
    const client = await PartnerClient.connect(leading, "secret");
    await expect(client.collections()).rejects.toMatchObject({ code: "no-answer" });
    for (const root of [`${elsewhere}/r1/`, "r1", `LURL/../x/`, 7, null]) {
      const url = await served((address) => ({
        fetch: () =>
          Response.json({
            default: typeof root === "string" ? root.replace("LURL", address) : root,
          }),
      }));
      await expect(PartnerClient.connect(url, "secret")).rejects.toMatchObject({
        code: "bad-answer",
      });
    }
    expect(seen).toBe(0);
  });

  test.each([
    ["no next", { more: true }],
    ["an empty next", { more: true, next: "" }],
    ["the same next for ever", { more: true, next: "again" }],
    ["a next that is no text", { more: true, next: 7 }],
  ])("does not follow pages with %s", async (_name, body) => {
    const url = await hostile(() => Response.json(body));
    const client = await PartnerClient.connect(url, "secret");
    await expect(client.objects("c")).rejects.toThrow("its pages do not come to an end");
  });

  test("does not take what is no message for an empty page, and says what it was refused with", async () => {
    const asked = async (text: string, type: string): Promise<unknown> => {
      const headers = { "content-type": type };
      const url = await hostile(() => new Response(text, { headers }));
      return (await PartnerClient.connect(url, "secret")).objects("c");
    };
    const json = "application/taxii+json;version=2.1";
    for (const text of ["[1]", "null", "{", ""]) {
      await expect(asked(text, json)).rejects.toMatchObject({ code: "bad-answer" });
    }
    await expect(asked("{}", "text/html")).rejects.toMatchObject({ code: "bad-answer" });
    expect(await asked('{"objects":[1,null,[2],{"id":"x"}]}', json)).toEqual([{ id: "x" }]);
    const url = await hostile(() => Response.json({ title: "Not today." }, { status: 403 }));
    const refused = (await PartnerClient.connect(url, "secret")).notices();
    await expect(refused).rejects.toThrow(/Not today; nothing was changed/);
    await expect(refused).rejects.toBeInstanceOf(ClientError);
  });

  test("takes in no more bytes than it said, however many come", async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    const answer = readAnswer(new Response(body), 10_000);
    await expect(answer).rejects.toMatchObject({ code: "too-large" });
    expect(sent).toBeLessThan(20);
    const broken = new ReadableStream({ pull: (to) => to.error(new Error("gone")) });
    const breaks = readAnswer(new Response(broken), 10_000);
    await expect(breaks).rejects.toMatchObject({ code: "no-answer" });
  });
});
