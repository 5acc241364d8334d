import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { correctEvent, RECALL_TAG, recallEvent } from "../../../src/formats/copy/misp-recall.ts";
import { MispConsumer } from "./support/consumer.ts";
import { DAY, eventOf, FEED, ROOT, Site, uuidOf } from "./support/feed.ts";

const ONE = uuidOf(1, 1);

/** When a change is made, as its author's clock has it. */
function later(site: Site): string {
  return new Date(site.now + 5_000).toISOString();
}

describe("a MISP server that reads the feed", () => {
  test("has each event, and asks once while nothing changes", async () => {
    const site = new Site();
    site.release(ONE, eventOf(1, ["a.example"]));
    site.release(uuidOf(1, 2), eventOf(2, ["b.example"], ["c.example"]));
    const misp = site.consumer();
    expect(await misp.poll()).toBe(2);
    expect(misp.values(uuidOf(1, 2))).toEqual(["b.example", "c.example"]);
    misp.asked.length = 0;
    expect(await misp.poll()).toBe(0);
    expect(misp.asked).toEqual(["manifest.json 304"]);
  });

  test("with its credentials in the free header box, of which it cuts each line at a colon", async () => {
    const site = new Site();
    site.release(ONE, eventOf(1, ["a.example"]));
    const misp = site.consumer("Authorization: Bearer alder-secret-0123456789abcdef\n");
    expect(await misp.poll()).toBe(1);
  });

  test("takes in a correction: what changed, what is new, and what is gone", async () => {
    const site = new Site();
    const before = eventOf(1, ["a.example", "b.example"], ["c.example", "d.example"]);
    site.release(ONE, before);
    const misp = site.consumer();
    await misp.poll();
    const after = eventOf(1, ["a2.example"], ["c.example"]);
    site.release(ONE, correctEvent(before, after, later(site)));
    expect(await misp.poll()).toBe(1);
    expect(misp.values(ONE)).toEqual(["a2.example", "c.example"]);
    expect(await misp.poll()).toBe(0);
  });

  test("would miss a correction whose stamps are those of before", async () => {
    const site = new Site();
    site.release(ONE, eventOf(1, ["a.example"]));
    const misp = site.consumer();
    await misp.poll();
    site.release(ONE, eventOf(1, ["a2.example"]));
    await misp.poll();
    expect(misp.values(ONE)).toEqual(["a.example"]);
  });

  test("would miss a part whose own stamp is that of before", async () => {
    const site = new Site();
    const before = eventOf(1, ["a.example"]);
    site.release(ONE, before);
    const misp = site.consumer();
    await misp.poll();
    const event = JSON.parse(Buffer.from(eventOf(1, ["a2.example"])).toString()) as {
      Event: { timestamp: string };
    };
    event.Event.timestamp = "1900000000";
    site.release(ONE, new TextEncoder().encode(JSON.stringify(event)));
    expect(await misp.poll()).toBe(1);
    expect(misp.values(ONE)).toEqual(["a.example"]);
  });

  test("takes in a recall: nothing left, the title overwritten, the tag there", async () => {
    const site = new Site();
    const body = eventOf(1, ["a.example"], ["c.example"]);
    site.release(ONE, body);
    const misp = site.consumer();
    await misp.poll();
    site.release(ONE, recallEvent(body, later(site)));
    expect(await misp.poll()).toBe(1);
    expect(misp.values(ONE)).toEqual([]);
    const kept = misp.events.get(ONE);
    expect(kept?.info).toMatch(/^Recalled by its sender/);
    expect(kept?.tags).toContain(RECALL_TAG);
    expect([...(kept?.objects.values() ?? [])].map(({ deleted }) => deleted)).toEqual([true]);
  });

  test("keeps what merely leaves the manifest: so a recall may not do only that", async () => {
    const site = new Site();
    site.release(ONE, eventOf(1, ["a.example"]));
    const misp = site.consumer();
    await misp.poll();
    site.outbox.takeAway(FEED, [ONE]);
    await misp.poll();
    expect(misp.values(ONE)).toEqual(["a.example"]);
  });

  test("finds a recalled event for thirty days, then not in the feed any more", async () => {
    const site = new Site();
    const body = eventOf(1, ["a.example"]);
    site.release(ONE, body);
    site.release(ONE, recallEvent(body, later(site)));
    const hashes = await site.get(`/${ROOT}/${FEED}/hashes.csv`);
    expect(await hashes.text()).toBe("");
    site.now += 30 * DAY - 1_000;
    const late = site.consumer();
    expect(await late.poll()).toBe(1);
    expect(late.events.get(ONE)?.tags).toContain(RECALL_TAG);
    site.now += 2_000;
    const tooLate = site.consumer();
    expect(await tooLate.poll()).toBe(0);
    expect((await site.get(`/${ROOT}/${FEED}/${ONE}.json`)).status).toBe(404);
    expect(await late.poll()).toBe(0);
    expect(late.asked.at(-1)).toBe("manifest.json 200");
  });

  test("of 10,000 events asks once while nothing changes, and twice after one changes", async () => {
    const site = new Site();
    for (let at = 1; at <= 10_000; at += 1) {
      site.release(uuidOf(1, at), eventOf(at, [`h${at}.example`]));
    }
    const misp = site.consumer();
    expect(await misp.poll()).toBe(10_000);
    site.objectsAsked = 0;
    misp.asked.length = 0;
    expect(await misp.poll()).toBe(0);
    expect([misp.asked, site.objectsAsked]).toEqual([["manifest.json 304"], 0]);
    const changed = correctEvent(
      eventOf(5, ["h5.example"]),
      eventOf(5, ["x.example"]),
      later(site),
    );
    site.release(uuidOf(1, 5), changed);
    misp.asked.length = 0;
    expect(await misp.poll()).toBe(1);
    expect(misp.asked).toEqual(["manifest.json 200", `${uuidOf(1, 5)}.json 200`]);
    expect(misp.events.size).toBe(10_000);
  });

  test("checks the file against the manifest", async () => {
    const site = new Site();
    site.release(ONE, eventOf(1, ["a.example"]));
    const path = `/${ROOT}/${FEED}`;
    const manifest = (await (await site.get(`${path}/manifest.json`)).json()) as Record<
      string,
      Record<string, unknown>
    >;
    const event = Buffer.from(await (await site.get(`${path}/${ONE}.json`)).arrayBuffer());
    const sum = createHash("sha256").update(event).digest("hex");
    expect(manifest[ONE]?.["integrity:sha256"]).toBe(sum);
  });
});

describe("the consumer that the tests use", () => {
  const answering = (answer: () => Response): MispConsumer =>
    new MispConsumer(() => Promise.resolve(answer()), "");

  test("fails on a redirect", async () => {
    const misp = answering(() => new Response(null, { status: 308, headers: { location: "/" } }));
    await expect(misp.poll()).rejects.toThrow("redirected");
  });

  test("fails on a manifest that is an array", async () => {
    await expect(answering(() => Response.json([])).poll()).rejects.toThrow("event '0'");
  });

  test("fails on anything but 200 and 304", async () => {
    await expect(answering(() => new Response("", { status: 204 + 1 })).poll()).rejects.toThrow(
      "205",
    );
  });
});
