import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Hono } from "hono";
import { beforeAll, describe, expect, test } from "vitest";
import type { ChannelEnv } from "../../../src/channels/partner-door.ts";
import { taxiiApp } from "../../../src/channels/taxii/app.ts";
import { taxiiSettings } from "../../../src/channels/taxii/settings.ts";
import type { CopyObject } from "../../../src/core/release/copy.ts";
import { Buckets } from "../../../src/http/rate-limit.ts";
import { advance } from "../../../src/site/advance.ts";
import { erase } from "../../../src/site/erase.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import { releaseStore } from "../../../src/site/release/release-store.ts";
import { instead } from "../../channels/support/instead.ts";
import { indicator, leaving } from "../../channels/support/stix.ts";
import { KEYS, TAXII } from "../../channels/support/world.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";
import { letInto, type Partner } from "./support/let-in.ts";
import { addPlace, readyCase, recall, release, toCopy, type Ready } from "./support/released.ts";

// Pages are kept by each process that serves them; what changes in the database is seen at the next request.

const world = useWorld();
const AT = "2026-11-20T07:00:00.000Z";
/** When all of it may be seen. */
const LATER = "2099-01-01T00:00:00.000Z";
const PAST = "2020-01-01";

let ready: Ready;
let linde: Partner;
let alder: Partner;

beforeAll(async () => {
  ready = await readyCase(world());
  [linde, alder] = [await letIn("linde"), await letIn("alder")];
}, 120_000);

function letIn(name: string): Promise<Partner> {
  return letInto(world().site, name, ready.person);
}

/** A process that serves partners. */
class Server {
  readonly #app: Hono<ChannelEnv>;
  /** Pages that were read from the database. */
  read = 0;

  /** `bytes`: of pages that are kept. */
  constructor(bytes = 1_000_000) {
    const outbox = outboxOf(world().site, () => LATER);
    const unlimited = { burst: 1e9, perSecond: 1e9 };
    const counted = instead(outbox, {
      envelope: (...args) => {
        this.read += 1;
        return outbox.envelope(...args);
      },
    });
    this.#app = taxiiApp({
      outbox: counted,
      now: () => LATER,
      newId: randomUUID,
      cursorKeys: KEYS,
      settings: taxiiSettings({
        url: "https://share.example",
        kept: { bytes, milliseconds: 600_000 },
        credential: { ...unlimited, inHand: 100 },
        failures: unlimited,
      }),
      limits: new Buckets(() => Date.now()),
      certificateOf: () => undefined,
      onTrouble: (error) => {
        throw error;
      },
    });
  }

  async get({ root, token }: Partner, place: string, rest = "objects/"): Promise<string> {
    const headers = { accept: TAXII, authorization: `Bearer ${token}` };
    const response = await this.#app.request(`/${root}/collections/${place}/${rest}`, { headers });
    const said = JSON.stringify([response.status, ...response.headers]);
    return `${said} ${await response.text()}`;
  }
}

function copied(object: Readonly<Record<string, unknown>>): CopyObject {
  const { id, type, body, version } = leaving(object);
  return { id, type, specVersion: "2.1", bytes: body, refersTo: [], ...(version && { version }) };
}

/** A place that shows one sign. Out: the place and the release. */
async function filled(of: Ready, partner: Partner): Promise<{ place: string; id: string }> {
  const place = await addPlace(of, partner.name);
  const objects = [copied(indicator(`first ${place}`, AT))];
  const id = await release(of, [{ partner: partner.name, collection: place }], objects);
  await advance(world().site);
  return { place, id };
}

/** The same page twice, the second time from memory. */
async function kept(server: Server, partner: Partner, place: string): Promise<string> {
  const first = await server.get(partner, place);
  const { read } = server;
  expect(await server.get(partner, place)).toBe(first);
  expect(server.read).toBe(read);
  return first;
}

describe("a page that is kept", () => {
  test("is not answered any more once something was released", async () => {
    const server = new Server();
    const { place } = await filled(ready, linde);
    const before = await kept(server, linde, place);
    const to = [{ partner: "linde", collection: place }];
    await release(ready, to, [copied(indicator(`second ${place}`, AT))]);
    expect(await server.get(linde, place)).toBe(before);
    await advance(world().site);
    const after = await server.get(linde, place);
    expect(after).not.toBe(before);
    expect(after).toBe(await new Server(0).get(linde, place));
  });

  test("is not answered any more once it was recalled, nor what was served instead after its last day", async () => {
    const server = new Server();
    const { place, id } = await filled(ready, linde);
    const before = await kept(server, linde, place);
    const revoked = [copied(indicator(`revoked ${place}`, AT, { revoked: true }))];
    const served = [{ collection: place, copy: toCopy("linde", "taxii", revoked) }];
    await recall(ready, id, { instead: served });
    await advance(world().site);
    const after = await kept(server, linde, place);
    expect([after === before, after.includes("revoked")]).toEqual([false, true]);

    const { place: other, id: second } = await filled(ready, linde);
    await kept(server, linde, other);
    const old = [{ collection: other, copy: toCopy("linde", "taxii", revoked) }];
    await recall(ready, second, { instead: old, due: PAST });
    await advance(world().site);
    await server.get(linde, other);
    await advance(world().site);
    expect(await server.get(linde, other)).toContain('{"more":false}');
  });

  test("is read again once its item was erased", async () => {
    const server = new Server();
    const own = await readyCase(world(), 1);
    const { place } = await filled(own, linde);
    await kept(server, linde, place);
    await erase({ subject: own.item, basis: "order:1", by: ready.person }, world().site);
    expect(await server.get(linde, place)).toBe(await new Server(0).get(linde, place));
    expect(server.read).toBe(2);
  });

  test("opens to no credential that has ended", async () => {
    const server = new Server();
    const { place } = await filled(ready, linde);
    const guest = await letIn("linde");
    await kept(server, guest, place);
    const mark = { id: randomUUID(), by: ready.person, at: new Date().toISOString() };
    await releaseStore(world().site).endCredential(guest.credential, mark);
    expect(await server.get(guest, place)).toMatch(/^\[401,/);
  });

  test("is answered to nobody else, and stays whatever happens to another's", async () => {
    const server = new Server();
    const [{ place }, { place: theirs }] = [await filled(ready, linde), await filled(ready, alder)];
    const [mine, other] = [await kept(server, linde, place), await kept(server, alder, theirs)];
    expect(mine).not.toBe(other);
    for (const [partner, foreign] of [
      [linde, theirs],
      [alder, place],
    ] as const) {
      const absent = await server.get(partner, randomUUID());
      expect(await server.get(partner, foreign)).toBe(absent);
      expect(absent).toMatch(/^\[404,/);
    }
    const to = [{ partner: "alder", collection: theirs }];
    await release(ready, to, [copied(indicator(`more ${theirs}`, AT))]);
    await advance(world().site);
    expect(await kept(server, linde, place)).toBe(mine);
    expect(await server.get(alder, theirs)).not.toBe(other);
  });

  test("is on record each time", async () => {
    const server = new Server();
    const { place } = await filled(ready, linde);
    const noted = (): Promise<number> =>
      world().as("auditor", async (client) => {
        const { rows } = await client.query<{ n: string }>(
          "select count(*) as n from read_pending where convert_from(body, 'UTF8') like $1",
          [`%${place}%`],
        );
        return Number(rows[0]?.n);
      });
    await kept(server, linde, place);
    expect(await noted()).toBe(2);
  });
});

const query = fc.constantFrom(
  "objects/",
  "objects/?limit=1",
  "objects/?limit=2&match[version]=all",
  "objects/?match[type]=indicator&match[version]=first",
  "manifest/",
  "manifest/?limit=1",
  `objects/${indicator("a", AT).id}/`,
  `objects/${indicator("a", AT).id}/versions/?limit=1`,
);
const aSign = fc.constantFrom(
  copied(indicator("a", AT)),
  copied(indicator("a", "2026-11-21T07:00:00.000Z")),
  copied(indicator("b", AT)),
  copied(indicator("c", AT)),
);
const doing = fc.oneof(
  fc.record({
    kind: fc.constant("release" as const),
    objects: fc.uniqueArray(aSign, { minLength: 1 }),
  }),
  fc.record({ kind: fc.constant("recall" as const), nth: fc.nat(5) }),
);

test("whatever happens and is asked, processes that keep pages answer as one that keeps none", async () => {
  const [one, other, none] = [new Server(), new Server(2_500), new Server(0)];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ does: doing, asks: fc.array(query, { minLength: 4, maxLength: 8 }) }), {
        minLength: 2,
        maxLength: 5,
      }),
      async (steps) => {
        const place = await addPlace(ready, "linde");
        const released: string[] = [];
        for (const { does, asks } of steps) {
          if (does.kind === "release") {
            const to = [{ partner: "linde", collection: place }];
            released.push(await release(ready, to, does.objects));
          } else {
            const [about] = released.splice(does.nth % Math.max(1, released.length), 1);
            if (about !== undefined) await recall(ready, about);
          }
          await advance(world().site);
          for (const rest of asks) {
            const answered = await none.get(linde, place, rest);
            expect(await one.get(linde, place, rest)).toBe(answered);
            expect(await other.get(linde, place, rest)).toBe(answered);
          }
        }
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
  expect(one.read).toBeLessThan(none.read);
}, 300_000);
