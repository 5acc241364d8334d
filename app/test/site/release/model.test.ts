import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { CopyObject } from "../../../src/core/release/copy.ts";
import { advance } from "../../../src/site/advance.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import type { Wanted } from "../../../src/usecases/release/outbox.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";
import { OutboxModel, type Times } from "./support/outbox-model.ts";
import {
  addPlace,
  object,
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

/** When all of it may be seen. */
const LATER = "2099-01-01T00:00:00.000Z";

/** Few of each, so that the same comes again. */
const IDS = ["indicator--1", "indicator--2", "report--3", "file--4"] as const;
const VERSIONS = [
  "2026-01-01T00:00:00.000Z",
  "2026-01-02T00:00:00.000Z",
  "2026-01-03T00:00:00.000Z",
  undefined,
] as const;
const SPECS = ["2.1", "2.1", "2.0"] as const;

const anObject: fc.Arbitrary<CopyObject> = fc
  .record({
    id: fc.constantFrom(...IDS),
    version: fc.constantFrom(...VERSIONS),
    specVersion: fc.constantFrom(...SPECS),
    text: fc.constantFrom("a", "b"),
  })
  .map(({ id, version, ...rest }) =>
    object({ id, type: id.replace(/--.*/, ""), ...rest, ...(version && { version }) }),
  );

type Doing =
  | { readonly kind: "release"; readonly objects: readonly CopyObject[] }
  | { readonly kind: "recall"; readonly nth: number; readonly instead: readonly CopyObject[] }
  | { readonly kind: "advance" };

const doing: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("release"), objects: several(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("recall"), nth: fc.nat(9), instead: several(2, 0) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("advance") }) },
);

function several(most: number, least = 1): fc.Arbitrary<CopyObject[]> {
  return fc.array(anObject, { minLength: least, maxLength: most });
}

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

const aVersion = fc.constantFrom<NonNullable<Wanted["versions"]>[number]>(
  "first",
  "last",
  "all",
  { exactly: "2026-01-02T00:00:00.000Z" },
  { exactly: "2026-01-03T00:00:00Z" },
);

/** What may be asked for; a moment and a position are given as how many rows come before. */
const question = fc.record({
  addedAfter: maybe(fc.nat(12)),
  after: maybe(fc.nat(12)),
  ids: maybe(fc.subarray([...IDS, "file--none"], { minLength: 1 })),
  types: maybe(fc.subarray(["indicator", "report", "file", "none"], { minLength: 1 })),
  versions: maybe(fc.uniqueArray(aVersion, { minLength: 1, maxLength: 3 })),
  specVersions: maybe(fc.subarray(["2.0", "2.1", "3.0"], { minLength: 1 })),
  limit: fc.integer({ min: 1, max: 12 }),
  mostBytes: fc.integer({ min: 1, max: 500 }),
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

function toWanted({ addedAfter, ...rest }: Question, times: Times): Wanted {
  const moments = [...times.values()].toSorted();
  const since = addedAfter === undefined ? undefined : moments[addedAfter];
  const given = Object.entries({ ...rest, addedAfter: since });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as unknown as Wanted;
}

/** When the rows of a collection were added. */
async function timesOf(collection: string): Promise<Times> {
  return world().as("auditor", async (client) => {
    const { rows } = await client.query<{ position: string; at: Date }>(
      "select position, date_added as at from outbox where collection = $1 order by position",
      [collection],
    );
    return new Map(rows.map(({ position, at }) => [Number(position), at.toISOString()]));
  });
}

test("whatever is released, recalled and asked for, a page is what it is by the letter", async () => {
  const outbox = outboxOf(world().site, () => LATER);
  await fc.assert(
    fc.asyncProperty(
      fc.array(doing, { minLength: 3, maxLength: 9 }),
      fc.array(question, { minLength: 12, maxLength: 12 }),
      async (things, questions) => {
        const partner = "linde";
        const collection = await addPlace(ready, partner);
        const model = new OutboxModel();
        const released: string[] = [];
        const trouble: string[] = [];
        for (const one of [...things, { kind: "advance" } as const]) {
          if (one.kind === "release") {
            const id = await release(ready, [{ partner, collection }], one.objects);
            released.push(id);
            model.release(id, one.objects);
          } else if (one.kind === "recall") {
            const about = released[one.nth % Math.max(1, released.length)];
            if (about === undefined) continue;
            const copy = toCopy(partner, "taxii", one.instead);
            const instead = one.instead.length === 0 ? [] : [{ collection, copy }];
            model.recall(await recall(ready, about, { instead }), about, one.instead);
          } else {
            await advance({ ...world().site, onTrouble: (what) => trouble.push(what) });
            model.advance();
          }
        }
        const times = await timesOf(collection);
        expect(trouble).toEqual([]);
        expect([...times.keys()]).toEqual(model.rows.map(({ position }) => position));
        expect([...times.values()]).toEqual([...new Set(times.values())].toSorted());
        for (const one of questions) {
          const wanted = toWanted(one, times);
          const page = await outbox.objects(partner, collection, wanted);
          const heads = await outbox.manifest(partner, collection, wanted);
          const expected = model.page(wanted, times);
          const found = page.rows.map(({ position }) => position);
          expect({ positions: found, more: page.more }, JSON.stringify(wanted)).toEqual(expected);
          expect(heads.more).toBe(page.more);
          const { text, asOf, ...envelope } = await outbox.envelope(partner, collection, wanted);
          const span = [page.rows[0]?.dateAdded, page.rows.at(-1)?.dateAdded];
          expect({ firstAdded: span[0], lastAdded: span[1], ...expected }).toEqual(envelope);
          expect(text.join("")).toBe(page.rows.map(({ body }) => String(body)).join(","));
          expect(asOf).toEqual(heads.asOf);
          const withBodies = heads.rows.map((head, i) => ({ ...head, body: page.rows[i]?.body }));
          expect(withBodies).toEqual(page.rows);
          for (const row of page.rows) {
            const known = model.rows.find(({ position }) => position === row.position);
            expect(Buffer.from(row.body).toString()).toBe(known?.text);
            expect(row.dateAdded).toBe(times.get(row.position));
            expect(row.version).toBe(known?.version ?? row.dateAdded);
          }
        }
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
}, 300_000);
