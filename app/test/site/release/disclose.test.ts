import { createHash, randomBytes, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { COSIGNATURE, formatKey, keyOf, parseEntry } from "caveat-verifier";
import { beforeAll, describe, expect, test } from "vitest";
import { sequenceAll } from "../../../src/ledger/log/sequence.ts";
import { advance } from "../../../src/site/advance.ts";
import { eraseSubject } from "../../../src/ledger/seal/erase.ts";
import { erase } from "../../../src/site/erase.ts";
import { eraserOf } from "../../../src/site/eraser.ts";
import { takeErased } from "../../../src/site/release/take-erased.ts";
import { openSite } from "../../../src/site/site.ts";
import { disclose } from "../../../src/site/release/disclose.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import { releaseStore } from "../../../src/site/release/release-store.ts";
import { readWitnesses } from "../../../src/site/witnesses.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";
import {
  addPlace,
  object,
  publishOnly,
  readyCase,
  recall,
  release,
  toCopy,
  type Ready,
} from "./support/released.ts";

const world = useWorld();
let ready: Ready;

beforeAll(async () => {
  ready = await readyCase(world());
}, 120_000);

const ALL = { limit: 10_000, mostBytes: 1e9, versions: ["all"] } as const;
/** When all that was shown may be seen. */
const LATER = "2099-01-01T00:00:00.000Z";

/** What a partner's program finds in a place: the texts of the objects, in their order. */
async function seen(collection: string, partner = "linde"): Promise<readonly string[]> {
  const { rows } = await outboxOf(world().site, () => LATER).objects(partner, collection, ALL);
  return rows.map(({ body }) => textOf(body));
}

function textOf(body: Uint8Array): string {
  return (JSON.parse(Buffer.from(body).toString()) as { readonly text: string }).text;
}

async function times(collection: string): Promise<readonly number[]> {
  const outbox = outboxOf(world().site, () => LATER);
  const { rows } = await outbox.manifest("linde", collection, ALL);
  expect(rows.map(({ position }) => position)).toEqual(rows.map((_, i) => i + 1));
  return rows.map(({ dateAdded }) => Date.parse(dateAdded));
}

async function rowsOf(sql: string, values: readonly unknown[]): Promise<readonly unknown[]> {
  return world().as("auditor", async (client) => (await client.query(sql, [...values])).rows);
}

describe("what is released", () => {
  test("is shown once a checkpoint covers its entry, and not before", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    await release(ready, [{ partner: "linde", collection }], [object({ text: "one" })]);
    expect(await disclose(site)).toBe(0);
    await sequenceAll(site.ledger, site.origin);
    expect(await disclose(site)).toBe(0);
    expect(await seen(collection)).toEqual([]);
    await advance(site);
    expect(await seen(collection)).toEqual(["one"]);
    expect(await disclose(site)).toBe(0);
  });

  test("is not shown under a checkpoint that its witnesses have not signed", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    await release(ready, [{ partner: "linde", collection }], [object({ text: "one" })]);
    const path = join(world().home, "witnesses");
    const key = formatKey(keyOf("w1", COSIGNATURE, randomBytes(32)));
    await writeFile(path, `witness w1 ${key} http://127.0.0.1:9\nquorum w1\n`);
    const witnessed = { ...site, witnesses: await readWitnesses(path) };
    await advance(witnessed);
    expect(await disclose(witnessed)).toBe(0);
    expect(await seen(collection)).toEqual([]);
    await advance(site);
    expect(await seen(collection)).toEqual(["one"]);
  });

  test("is seen from its time on, which is a little ahead, and grows with each object", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const objects = Array.from({ length: 40 }, (_, i) => object({ text: String(i) }));
    const before = Date.now();
    await release(ready, [{ partner: "linde", collection }], objects);
    await advance(site);
    const shown = Date.now();
    await release(ready, [{ partner: "linde", collection }], [object({ text: "last" })]);
    await advance(site);
    const all = await times(collection);
    expect(all).toEqual([...new Set(all)].toSorted((a, b) => a - b));
    expect(all).toHaveLength(41);
    expect(all[0]).toBeGreaterThan(before);
    expect(all[0]).toBeGreaterThanOrEqual(shown);
    expect(await seen(collection)).toEqual([...objects.keys()].map(String).concat("last"));
    const third = new Date(all[2] ?? 0).toISOString();
    const early = await outboxOf(site, () => third).manifest("linde", collection, ALL);
    expect([early.rows.length, early.more]).toEqual([3, false]);
    const { rows } = await outboxOf(site, () => LATER).manifest("linde", collection, {
      ...ALL,
      until: third,
    });
    expect(rows).toEqual(early.rows);
    const ids = objects.slice(2, 4).map(({ id }) => id);
    const held = ids.map((id) => outboxOf(site, () => third).holds("linde", collection, id));
    expect(await Promise.all(held)).toEqual([true, false]);
    expect(await outboxOf(site).objects("linde", collection, ALL)).toEqual({
      rows: [],
      more: false,
    });
  });

  test("is shown at each of its places and no other, under positions of their own", async () => {
    const { site } = world();
    const [one, two, desk] = [
      await addPlace(ready, "linde"),
      await addPlace(ready, "alder"),
      await addPlace(ready, "linde", "export"),
    ];
    const places = [
      { partner: "linde", collection: one },
      { partner: "alder", collection: two },
      { partner: "linde", collection: desk, medium: "export" },
    ] as const;
    await release(ready, [{ partner: "alder", collection: two }], [object({ text: "a" })]);
    const id = await release(ready, places, [object({ text: "b" })]);
    await advance(site);
    expect(await seen(one)).toEqual(["b"]);
    expect(await seen(two, "alder")).toEqual(["a", "b"]);
    expect(await seen(two)).toEqual([]);
    expect(await seen(one, "alder")).toEqual([]);
    expect(await seen(desk)).toEqual([]);
    const left = await releaseStore(site).releasedOf([ready.item]);
    const mine = left.filter((copy) => copy.release === id);
    expect(mine.map(({ partner, medium }) => `${partner} ${medium}`).toSorted()).toEqual([
      "alder taxii",
      "linde export",
      "linde taxii",
    ]);
    expect(mine.every(({ disclosed }) => disclosed !== undefined)).toBe(true);
  });

  test("is one thing as a package: the bytes of the copy, known by the release's id", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde", "package");
    const objects = [object({ text: "x" }), object({ text: "y" })];
    const place = { partner: "linde", collection, medium: "package" } as const;
    const id = await release(ready, [place], objects);
    await advance(site);
    const { rows } = await outboxOf(site, () => LATER).objects("linde", collection, ALL);
    expect(rows.map((row) => row.id)).toEqual([id]);
    expect(rows[0]?.body).toEqual(Buffer.concat(objects.map(({ bytes }) => bytes)));
  });

  test("comes once where several processes would show it at the same time", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const place = { partner: "linde", collection };
    for (const text of ["a", "b", "c"]) await release(ready, [place], [object({ text })]);
    await publishOnly(site);
    const shown = await Promise.all([1, 2, 3, 4].map(() => disclose(site)));
    expect(shown.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await seen(collection)).toEqual(["a", "b", "c"]);
    expect(await times(collection)).toHaveLength(3);
  });

  test("may be as large as it will", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const objects = Array.from({ length: 4_500 }, (_, i) => object({ text: String(i) }));
    await release(ready, [{ partner: "linde", collection }], objects);
    await advance(site);
    expect(await times(collection)).toHaveLength(4_500);
    const digest = (texts: readonly string[]): string =>
      createHash("sha256").update(texts.join()).digest("hex");
    expect(digest(await seen(collection))).toBe(digest([...objects.keys()].map(String)));
  });

  test.each(["disclosed", "shown", "disclosure committed"])(
    "is there whole or not at all where its process is stopped at %s",
    async (name) => {
      const { site } = world();
      const collection = await addPlace(ready, "linde");
      const objects = [object({ text: "one" }), object({ text: "two" })];
      await release(ready, [{ partner: "linde", collection }], objects);
      const stop = new Error("stopped");
      const trouble: string[] = [];
      const stopping = { ...site, onTrouble: (what: string) => void trouble.push(what) };
      await publishOnly(site);
      await disclose(stopping, (point) => {
        if (point === name) throw stop;
      });
      expect(trouble).toHaveLength(1);
      expect([[], ["one", "two"]]).toContainEqual(await seen(collection));
      await disclose(site);
      expect(await seen(collection)).toEqual(["one", "two"]);
    },
  );
});

describe("what is recalled", () => {
  test("is taken away from every place once a checkpoint covers the recall, and from no other", async () => {
    const { site } = world();
    const [one, two] = [await addPlace(ready, "linde"), await addPlace(ready, "alder")];
    const places = [
      { partner: "linde", collection: one },
      { partner: "alder", collection: two },
    ];
    const first = await release(ready, places, [object({ text: "a" }), object({ text: "b" })]);
    await release(ready, places, [object({ text: "c" })]);
    await advance(site);
    await recall(ready, first);
    await disclose(site);
    expect(await seen(one)).toEqual(["a", "b", "c"]);
    await advance(site);
    expect(await seen(one)).toEqual(["c"]);
    expect(await seen(two, "alder")).toEqual(["c"]);
    const outbox = outboxOf(site, () => LATER);
    const { rows } = await outbox.manifest("linde", one, ALL);
    expect(rows.map(({ position }) => position)).toEqual([3]);
  });

  test("before it was shown is never shown", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const place = { partner: "linde", collection };
    const id = await release(ready, [place], [object({ text: "a" })]);
    await publishOnly(site);
    await recall(ready, id);
    await disclose(site);
    await advance(site);
    expect(await seen(collection)).toEqual([]);
    expect(
      await rowsOf("select shown from disclosure where collection = $1 order by idx", [collection]),
    ).toEqual([{ shown: "0" }, { shown: "0" }]);
    await release(ready, [place], [object({ text: "b" })]);
    await advance(site);
    expect(await times(collection)).toHaveLength(1);
  });

  test("leaves what another release holds too, until that one is recalled", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const place = { partner: "linde", collection };
    const marking = object({ text: "marking", version: "2026-01-01T00:00:00.000Z" });
    const first = await release(ready, [place], [marking, object({ text: "a" })]);
    const second = await release(ready, [place], [marking, object({ text: "b" })]);
    const third = await release(ready, [place], [marking]);
    await advance(site);
    expect(await seen(collection)).toEqual(["marking", "a", "b"]);
    await recall(ready, first);
    await advance(site);
    expect(await seen(collection)).toEqual(["marking", "b"]);
    await recall(ready, third);
    await advance(site);
    expect(await seen(collection)).toEqual(["marking", "b"]);
    await recall(ready, second);
    await advance(site);
    expect(await seen(collection)).toEqual([]);
  });

  test("is replaced by what says that it is revoked, but for what is still released, until a day", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const place = { partner: "linde", collection };
    const [a, b] = [object({ text: "a" }), object({ text: "b" })];
    const id = await release(ready, [place], [a, b]);
    await release(ready, [place], [b]);
    await advance(site);
    const revoked = [a, b].map((one) =>
      object({ id: one.id, text: "revoked", version: "2026-11-25T00:00:00.000Z" }),
    );
    const instead = [{ collection, copy: toCopy("linde", "taxii", revoked) }];
    await recall(ready, id, { instead });
    await advance(site);
    expect(await seen(collection)).toEqual(["b", "revoked"]);
    const { rows } = await outboxOf(site, () => LATER).manifest("linde", collection, ALL);
    expect(rows.map((row) => [row.position, row.id])).toEqual([
      [2, b.id],
      [3, a.id],
    ]);
    // The day is a year after the notices' last one.
    const later = await release(ready, [place], [a]);
    await advance(site);
    const old = [{ collection, copy: toCopy("linde", "taxii", [object({ text: "old" })]) }];
    await recall(ready, later, { instead: old, due: "2020-01-01" });
    await advance(site);
    await advance(site);
    expect(await seen(collection)).toEqual(["b", "revoked"]);
  });

  test("goes though nothing that should be served instead can be opened", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const id = await release(ready, [{ partner: "linde", collection }], [object({ text: "a" })]);
    await advance(site);
    const copy = toCopy("linde", "taxii", [object({ text: "revoked" })]);
    const called = await recall(ready, id, { instead: [{ collection, copy }] });
    await damage("recall_copy", "recall", called);
    const trouble: string[] = [];
    await advance({ ...site, onTrouble: (what) => trouble.push(what) });
    expect(trouble).toEqual([expect.stringContaining("nothing is served in place")]);
    expect(await seen(collection)).toEqual([]);
  });
});

/** Spoils the bytes to which a row points. */
async function damage(table: string, column: string, id: string): Promise<void> {
  await world().as(undefined, (client) =>
    client.query(
      `update content set body = substring(body, 1, octet_length(body) - 1) || '\\x00'
       where hash = (select content from ${table} where ${column} = $1)`,
      [id],
    ),
  );
}

test("a copy that is damaged is told and waits, and keeps no other from being shown", async () => {
  const { site } = world();
  const collection = await addPlace(ready, "linde");
  const place = { partner: "linde", collection };
  const id = await release(ready, [place], [object({ text: "a" })]);
  await release(ready, [place], [object({ text: "b" })]);
  const [copy] = (await releaseStore(site).release(id))?.copies ?? [];
  await damage("copy", "act", copy?.copy ?? "");
  const trouble: string[] = [];
  await advance({ ...site, onTrouble: (what) => trouble.push(what) });
  expect(trouble).toEqual([expect.stringContaining(`${id} cannot be shown`)]);
  expect(await seen(collection)).toEqual(["b"]);
  await recall(ready, id);
  await advance(site);
});

test("what was erased before it was shown is not shown, and nothing waits for it", async () => {
  const { site } = world();
  const other = await readyCase(world(), 1);
  const collection = await addPlace(ready, "linde");
  const place = { partner: "linde", collection };
  await release(other, [place], [object({ text: "a" })]);
  await erase({ subject: other.item, basis: "order:1", by: ready.person }, site);
  await advance(site);
  await release(ready, [place], [object({ text: "b" })]);
  await advance(site);
  expect(await seen(collection)).toEqual(["b"]);
  const waiting = "select what from disclosure_pending where collection = $1";
  expect(await rowsOf(waiting, [collection])).toEqual([]);
});

test("what was shown and then erased is shown no longer, but for what another release holds too", async () => {
  const { site } = world();
  const other = await readyCase(world(), 2);
  const collection = await addPlace(ready, "linde");
  const place = { partner: "linde", collection };
  const shared = object({ text: "both" });
  await release(other, [place], [object({ text: "a" }), shared]);
  await release(ready, [place], [object({ text: "b" }), shared]);
  await advance(site);
  expect((await seen(collection)).toSorted()).toEqual(["a", "b", "both"]);
  await erase({ subject: other.item, basis: "order:1", by: ready.person }, site);
  expect((await seen(collection)).toSorted()).toEqual(["b", "both"]);
  const rows = "select position from outbox where collection = $1";
  expect(await rowsOf(rows, [collection])).toHaveLength(2);
});

test("what was shown and erased goes at the next start, where the process that erased it was killed", async () => {
  const { site, home } = world();
  const other = await readyCase(world(), 3);
  const collection = await addPlace(ready, "linde");
  await release(other, [{ partner: "linde", collection }], [object({ text: "a" })]);
  await advance(site);
  const request = { id: randomUUID(), at: new Date().toISOString(), subject: other.item };
  await eraseSubject({ ...request, basis: "order:1", by: ready.person }, eraserOf(site));
  expect(await seen(collection)).toEqual(["a"]);
  await using again = await openSite({ home });
  expect(again.origin).toBe(site.origin);
  expect(await seen(collection)).toEqual([]);
});

test("nothing that is neither recalled nor erased can be taken away, whoever tries", async () => {
  const { site } = world();
  const collection = await addPlace(ready, "linde");
  await release(ready, [{ partner: "linde", collection }], [object({ text: "a" })]);
  await advance(site);
  await takeErased([ready.item, ready.case], site);
  expect(await seen(collection)).toEqual(["a"]);
});

test("a partner's own log says what was shown to it, and what was taken away", async () => {
  const { site } = world();
  const collection = await addPlace(ready, "alder");
  const id = await release(ready, [{ partner: "alder", collection }], [object()]);
  await advance(site);
  const called = await recall(ready, id, {
    notices: [{ id: randomUUID(), partner: "alder", onward: "hollow" }],
  });
  const outbox = outboxOf(site);
  expect(await outbox.notices("alder")).toEqual([]);
  await advance(site);
  await advance(site);
  const [log] = await rowsOf("select origin from log where partner = 'alder'", []);
  const { origin } = log as { readonly origin: string };
  const entries = await site.ledger.transact((tables) => tables.readEntries(origin, 0, 1_000));
  const said = entries
    .map(({ bytes }) => parseEntry(bytes))
    .filter(({ body }) => body["release"] === id);
  const [copy] = (await releaseStore(site).release(id))?.copies ?? [];
  expect(said.map(({ kind, body }) => ({ kind, ...body }))).toEqual([
    { kind: "disclosed", release: id, collection, medium: "taxii", sha256: copy?.sha256 },
    { kind: "recalled", release: id, collection, medium: "taxii" },
  ]);
  const [receipt] = await outbox.receipts("alder");
  expect(receipt).toMatchObject({ release: id, collection });
  const [notice] = await outbox.notices("alder");
  expect(notice).toMatchObject({ how: "recall", release: id, state: "open", onward: "hollow" });
  expect(await outbox.notices("linde")).toEqual([]);
  expect(await releaseStore(site).noticesOf(called)).toHaveLength(1);
  const checkpoints = await site.ledger.transact((tables) => tables.newestCheckpoint(origin));
  expect(checkpoints?.size).toBe(entries.length);
});

test("a copy that could not be shown is refused before anything is written", async () => {
  const collection = await addPlace(ready, "linde");
  const place = { partner: "linde", collection };
  const future = object({ version: "2031-01-01T00:00:00.000Z" });
  const odd = object({ version: "yesterday" });
  for (const objects of [[], [object(), future], [odd]]) {
    await expect(release(ready, [place], objects)).rejects.toMatchObject({ code: "bad-input" });
  }
});
