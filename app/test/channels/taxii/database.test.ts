import { createHash, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import type { Hono } from "hono";
import { beforeAll, describe, expect, test } from "vitest";
import type { ChannelEnv } from "../../../src/channels/partner-door.ts";
import { taxiiApp } from "../../../src/channels/taxii/app.ts";
import { taxiiSettings } from "../../../src/channels/taxii/settings.ts";
import type { CopyObject } from "../../../src/core/release/copy.ts";
import { Buckets } from "../../../src/http/rate-limit.ts";
import { advance } from "../../../src/site/advance.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import { releaseStore } from "../../../src/site/release/release-store.ts";
import {
  addPlace,
  readyCase,
  recall,
  release,
  type Ready,
} from "../../site/release/support/released.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";
import { indicator, leaving, stixObject } from "../support/stix.ts";
import { KEYS, TAXII } from "../support/world.ts";

// The server over the database, from a release to the partner's page.

const world = useWorld();
const AT = "2026-11-20T07:00:00.000Z";
const FOREVER = { from: "2020-01-01T00:00:00.000Z", until: "2099-01-01T00:00:00.000Z" };

interface Partner {
  readonly token: string;
  readonly root: string;
  readonly out: string;
}

let app: Hono<ChannelEnv>;
let ready: Ready;
let linde: Partner;
let alder: Partner;
let released: string;
const troubles: unknown[] = [];
const OBJECTS = [
  stixObject("identity", "share", AT),
  ...Array.from({ length: 6 }, (_, i) => indicator(`sign-${i}`, AT)),
];

beforeAll(async () => {
  ready = await readyCase(world());
  [linde, alder] = [await letIn("linde"), await letIn("alder")];
  const { site } = world();
  const unlimited = { burst: 1e9, perSecond: 1e9 };
  app = taxiiApp({
    outbox: outboxOf(site),
    now: () => new Date().toISOString(),
    newId: randomUUID,
    cursorKeys: KEYS,
    settings: taxiiSettings({
      url: "https://share.example",
      credential: { ...unlimited, inHand: 100 },
      failures: unlimited,
    }),
    limits: new Buckets(() => Date.now()),
    certificateOf: () => undefined,
    onTrouble: (error) => troubles.push(error),
  });
  released = await release(
    ready,
    [{ partner: "linde", collection: linde.out }],
    OBJECTS.map(copied),
  );
  await advance(site);
}, 120_000);

async function letIn(partner: string): Promise<Partner> {
  const out = await addPlace(ready, partner);
  const token = `${partner}-${randomUUID()}`;
  const hash = createHash("sha256").update(token).digest();
  const credential = { partner, kind: "secret", hash, addresses: [], ...FOREVER } as const;
  const mark = { id: randomUUID(), by: ready.person, at: new Date().toISOString() };
  const { root } = await releaseStore(world().site).addCredential(credential, mark);
  return { token, root, out };
}

function copied(object: Readonly<Record<string, unknown>>): CopyObject {
  const { id, type, body, version } = leaving(object);
  return { id, type, specVersion: "2.1", bytes: body, refersTo: [], ...(version && { version }) };
}

async function get(
  partner: Partner,
  rest: string,
): Promise<{ status: number; text: string; last: string | null }> {
  const path = `/${partner.root}/collections/${partner.out}/${rest}`;
  const headers = { accept: TAXII, authorization: `Bearer ${partner.token}` };
  const response = await app.request(path, { headers });
  const last = response.headers.get("x-taxii-date-added-last");
  return { status: response.status, text: await response.text(), last };
}

/** Asks until something is shown: what is released is dated a second ahead. */
async function shown(partner: Partner, rest: string): Promise<Record<string, unknown>> {
  for (let i = 0; i < 200; i += 1) {
    const { text } = await get(partner, rest);
    const body = JSON.parse(text) as Record<string, unknown>;
    if (body["objects"] !== undefined && (body["objects"] as unknown[]).length === OBJECTS.length)
      return body;
    await pause(50);
  }
  throw new Error("nothing was shown in ten seconds");
}

describe("a release", () => {
  test("is served to its partner, byte for byte, and to nobody else", async () => {
    const { objects } = await shown(linde, "objects/");
    expect(objects).toEqual(OBJECTS);
    expect((await get(alder, "objects/")).text).toBe('{"more":false}');
    const foreign = await app.request(`/${alder.root}/collections/${linde.out}/objects/`, {
      headers: { accept: TAXII, authorization: `Bearer ${alder.token}` },
    });
    expect(foreign.status).toBe(404);
  });

  test("is paged by next and by date alike", async () => {
    await shown(linde, "objects/");
    const found: unknown[] = [];
    let [rest, after] = ["objects/?limit=2", "2020-01-01T00:00:00Z"];
    for (let i = 0; i < 4; i += 1) {
      const page = JSON.parse((await get(linde, rest)).text) as {
        next?: string;
        objects: unknown[];
      };
      const byDate = await get(linde, `objects/?limit=2&added_after=${after}`);
      expect((JSON.parse(byDate.text) as { objects: unknown[] }).objects).toEqual(page.objects);
      found.push(...page.objects);
      rest = `objects/?limit=2&next=${page.next}`;
      after = byDate.last ?? after;
    }
    expect(found).toEqual(OBJECTS);
  });

  test("is on record when it was fetched", async () => {
    await shown(linde, "objects/");
    const count = async (): Promise<number> =>
      world().as("auditor", async (client) => {
        const { rows } = await client.query<{ n: string }>(
          "select count(*) as n from read_pending",
        );
        return Number(rows[0]?.n);
      });
    const before = await count();
    await get(linde, "objects/?limit=1");
    expect(await count()).toBe(before + 1);
  });
});

describe("whatever is asked", () => {
  const piece = fc.constantFrom(
    "added_after=0001-01-01T00:00:00Z",
    "added_after=9999-12-31T23:59:60Z",
    "added_after=0000-01-01T00:00:00Z",
    "match[id]=%27",
    "match[id]=%00",
    "match[id]=a%5C,%22",
    "match[id]={},NULL",
    "match[type]=null,indicator",
    "match[version]=9999-12-31T23:59:59.999999Z",
    "match[version]=0001-01-01T00:00:00Z",
    "match[version]=all",
    "match[version]=0000-01-01T00:00:00Z",
    "match[version]=2016-12-31T23:59:60Z",
    "match[version]=first,last",
    "match[spec_version]=2.0,2.1",
    "match[spec_version]=999.999",
    "limit=1",
    "limit=999999999999999999999",
    "next=%F0%9F%98%80",
    "next=AAAA",
    `match[id]=${indicator("sign-1", AT).id}`,
  );
  const endpoint = fc.constantFrom(
    "objects/",
    "manifest/",
    "objects/x/",
    `objects/${indicator("sign-1", AT).id}/`,
    `objects/${indicator("sign-1", AT).id}/versions/`,
    "objects/%F0%9F%98%80/",
    "objects/'/",
    "objects/%EF%BF%BD/",
  );

  test("the database answers, and nothing is a 500", async () => {
    await fc.assert(
      fc.asyncProperty(endpoint, fc.uniqueArray(piece, { maxLength: 4 }), async (path, query) => {
        const { status, text } = await get(linde, `${path}?${query.join("&")}`);
        expect([200, 400, 404]).toContain(status);
        expect(() => JSON.parse(text) as unknown).not.toThrow();
      }),
      { numRuns: 300 },
    );
    expect(troubles).toEqual([]);
  });
});

test("what is called back is gone, and the next page of who was reading is no error", async () => {
  await shown(linde, "objects/");
  const first = JSON.parse((await get(linde, "objects/?limit=3")).text) as { next: string };
  await recall(ready, released);
  await advance(world().site);
  expect((await get(linde, `objects/${indicator("sign-1", AT).id}/`)).status).toBe(404);
  const rest = await get(linde, `objects/?next=${first.next}`);
  expect([rest.status, rest.text]).toEqual([200, '{"more":false}']);
  expect(rest.last).toMatch(/\.[0-9]{3}000Z$/);
});
