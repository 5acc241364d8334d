import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { beforeAll, describe, expect, test } from "vitest";
import { mispFeedApp } from "../../../src/channels/misp-feed/app.ts";
import type { ChannelEnv } from "../../../src/channels/partner-door.ts";
import type { CopyObject } from "../../../src/core/release/copy.ts";
import { Buckets } from "../../../src/http/rate-limit.ts";
import { advance } from "../../../src/site/advance.ts";
import { erase } from "../../../src/site/erase.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import { eventOf, UNLIMITED, uuidOf } from "../../channels/misp-feed/support/feed.ts";
import { instead } from "../../channels/support/instead.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";
import { letInto, type Partner } from "./support/let-in.ts";
import { addPlace, readyCase, recall, release, toCopy, type Ready } from "./support/released.ts";

// Manifests are kept by each process that serves feeds; what changes in the database is seen at the next request.

const world = useWorld();
/** When all of it may be seen. */
const LATER = "2099-01-01T00:00:00.000Z";

interface Feed {
  readonly place: string;
  readonly release: string;
}

let ready: Ready;
let linde: Partner;
let alder: Partner;
let events = 0;

beforeAll(async () => {
  ready = await readyCase(world());
  [linde, alder] = [await letIn("linde"), await letIn("alder")];
}, 120_000);

function letIn(name: string): Promise<Partner> {
  return letInto(world().site, name, ready.person);
}

interface Answered {
  readonly status: number;
  readonly tag: string;
  readonly text: string;
}

/** A process that serves feeds. */
class Server {
  readonly #app: Hono<ChannelEnv>;
  /** Pages of rows that were read from the database. */
  read = 0;

  /** `bytes`: of manifests that are kept. */
  constructor(bytes = 1_000_000) {
    const outbox = outboxOf(world().site, () => LATER);
    this.#app = mispFeedApp({
      outbox: instead(outbox, {
        manifest: (...args) => {
          this.read += 1;
          return outbox.manifest(...args);
        },
      }),
      now: () => LATER,
      settings: {
        ...UNLIMITED,
        tagKey: new Uint8Array(32).fill(7),
        recallDays: 100_000,
        kept: { bytes, milliseconds: 600_000 },
      },
      limits: new Buckets(() => Date.now()),
      certificateOf: () => undefined,
      onTrouble: (error) => {
        throw error;
      },
    });
  }

  async get({ root, token }: Partner, place: string, tag = ""): Promise<Answered> {
    const known: Record<string, string> = tag === "" ? {} : { "if-none-match": tag };
    const headers = { authorization: `Bearer ${token}`, ...known };
    const answer = await this.#app.request(`/${root}/${place}/manifest.json`, { headers });
    const text = await answer.text();
    return { status: answer.status, tag: answer.headers.get("etag") ?? "", text };
  }
}

function event(number: number): CopyObject {
  const about = { id: uuidOf(1, number), type: "misp-event", specVersion: "2.5", refersTo: [] };
  return { ...about, bytes: Buffer.from(eventOf(number, [`n${number}.example`])) };
}

async function add(of: Ready, partner: Partner, place: string): Promise<string> {
  events += 1;
  const to = [{ partner: partner.name, collection: place, medium: "misp-feed" as const }];
  const id = await release(of, to, [event(events)]);
  await advance(world().site);
  return id;
}

/** A feed that holds one event. */
async function filled(of: Ready, partner: Partner): Promise<Feed> {
  const place = await addPlace(of, partner.name, "misp-feed");
  return { place, release: await add(of, partner, place) };
}

/** The manifest, read from the database at most once, and then as a tag too. */
async function kept(server: Server, partner: Partner, place: string): Promise<Answered> {
  const first = await server.get(partner, place);
  const { read } = server;
  expect(await server.get(partner, place)).toEqual(first);
  expect(await server.get(partner, place, first.tag)).toEqual({ ...first, status: 304, text: "" });
  expect(server.read).toBe(read);
  return first;
}

/** What is answered is what a process answers that keeps nothing, in full, and nothing as before. */
async function changed(server: Server, before: Answered, place: string): Promise<Answered> {
  const after = await server.get(linde, place, before.tag);
  expect(after.status).toBe(200);
  expect([after.tag === before.tag, after.text === before.text]).toEqual([false, false]);
  expect(after).toEqual(await new Server(0).get(linde, place));
  return after;
}

describe("a manifest that is kept", () => {
  test("is another one once something was released", async () => {
    const server = new Server();
    const { place } = await filled(ready, linde);
    const before = await kept(server, linde, place);
    await add(ready, linde, place);
    const after = await changed(server, before, place);
    expect(Object.keys(JSON.parse(after.text) as object)).toHaveLength(2);
    expect(await kept(server, linde, place)).toEqual(after);
  });

  test("is another one once it was recalled, with what is served instead or without", async () => {
    const server = new Server();
    const { place, release: first } = await filled(ready, linde);
    const before = await kept(server, linde, place);
    events += 1;
    const served = [{ collection: place, copy: toCopy("linde", "misp-feed", [event(events)]) }];
    await recall(ready, first, { instead: served });
    await advance(world().site);
    const after = await changed(server, before, place);
    expect(Object.keys(JSON.parse(after.text) as object)).toEqual([uuidOf(1, events)]);

    const { place: other, release: second } = await filled(ready, linde);
    const shown = await kept(server, linde, other);
    await recall(ready, second);
    await advance(world().site);
    expect((await changed(server, shown, other)).text).toBe("{}");
  });

  test("is another one once its item was erased", async () => {
    const server = new Server();
    const own = await readyCase(world(), 1);
    const { place } = await filled(own, linde);
    const before = await kept(server, linde, place);
    await erase({ subject: own.item, basis: "order:1", by: ready.person }, world().site);
    await advance(world().site);
    expect((await changed(server, before, place)).text).toBe("{}");
  });

  test("is answered to nobody else, and stays whatever happens to another's", async () => {
    const server = new Server();
    const [{ place }, { place: theirs }] = [await filled(ready, linde), await filled(ready, alder)];
    const [mine, other] = [await kept(server, linde, place), await kept(server, alder, theirs)];
    expect(mine.text).not.toBe(other.text);
    for (const [partner, foreign, tag] of [
      [linde, theirs, other.tag],
      [alder, place, mine.tag],
    ] as const) {
      const absent = await server.get(partner, randomUUID(), tag);
      expect(await server.get(partner, foreign, tag)).toEqual(absent);
      expect([absent.status, absent.tag]).toEqual([404, ""]);
    }
    await add(ready, alder, theirs);
    const { read } = server;
    expect(await server.get(linde, place)).toEqual(mine);
    expect(server.read).toBe(read);
    expect((await server.get(alder, theirs)).text).not.toBe(other.text);
  });
});
