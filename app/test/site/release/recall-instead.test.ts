import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { CopyObject } from "../../../src/core/release/copy.ts";
import { advance } from "../../../src/site/advance.ts";
import { disclose } from "../../../src/site/release/disclose.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import { releaseStore } from "../../../src/site/release/release-store.ts";
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

const LATER = "2099-01-01T00:00:00.000Z";
const EVER = "2020-01-01T00:00:00.000Z";

interface Seen {
  readonly id: string;
  readonly position: number;
  readonly text: string;
}

async function seen(collection: string): Promise<readonly Seen[]> {
  const wanted = { limit: 10_000, mostBytes: 1e9, versions: ["all"] } as const;
  const { rows } = await outboxOf(world().site, () => LATER).objects("linde", collection, wanted);
  return rows.map(({ id, position, body }) => {
    const { text } = JSON.parse(Buffer.from(body).toString()) as { readonly text: string };
    return { id, position, text };
  });
}

async function texts(collection: string): Promise<readonly string[]> {
  return (await seen(collection)).map(({ text }) => text);
}

function marking(text = "marking"): CopyObject {
  const id = `marking-definition--${randomUUID()}`;
  return object({ id, type: "marking-definition", text, version: EVER });
}

function revoked(one: CopyObject): CopyObject {
  return object({ id: one.id, text: "revoked", version: "2026-11-25T00:00:00.000Z" });
}

/** What is served instead, and which ids it takes back. */
function instead(collection: string, objects: readonly CopyObject[]) {
  const copy = toCopy("linde", "taxii", objects);
  const ids = objects.flatMap(({ id, type }) =>
    type === "indicator" ? [{ from: id, to: id }] : [],
  );
  return [{ collection, copy: { ...copy, about: { ...copy.about, ids } } }];
}

describe("the markings of what a recall serves", () => {
  test("stay where they are for as long as it is served, and go with it", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const [mark, unused, a] = [marking(), marking("unused"), object({ text: "a" })];
    const first = await release(ready, [{ partner: "linde", collection }], [mark, unused, a]);
    await advance(site);
    const served = { instead: instead(collection, [mark, revoked(a)]), due: "2020-01-01" };
    await recall(ready, first, served);
    await publishOnly(site);
    const meanwhile: Seen[] = [];
    await disclose(site, async (point) => {
      if (point === "disclosure committed") meanwhile.push(...(await seen(collection)));
    });
    expect(meanwhile).toEqual([
      { id: mark.id, position: 1, text: "marking" },
      { id: a.id, position: 4, text: "revoked" },
    ]);
    // The day is long past: what was served was cleared away at once.
    expect(await seen(collection)).toEqual([]);
  });

  test("are there once, whoever else holds them, and whichever goes first", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const place = [{ partner: "linde", collection }];
    const mark = marking();
    const [a, b, c] = ["a", "b", "c"].map((text) => object({ text }));
    if (a === undefined || b === undefined || c === undefined) throw new Error("three");
    const first = await release(ready, place, [mark, a]);
    const second = await release(ready, place, [mark, b]);
    await advance(site);
    await recall(ready, first, { instead: instead(collection, [mark, revoked(a)]) });
    await advance(site);
    expect(await texts(collection)).toEqual(["marking", "b", "revoked"]);
    await recall(ready, second);
    await advance(site);
    expect(await texts(collection)).toEqual(["marking", "revoked"]);
    const third = await release(ready, place, [mark, c]);
    await advance(site);
    expect(await texts(collection)).toEqual(["marking", "revoked", "c"]);
    await recall(ready, third, { instead: instead(collection, [mark, revoked(c)]) });
    await advance(site);
    expect(await texts(collection)).toEqual(["marking", "revoked", "revoked"]);
  });

  test("are not left alone where nothing they mark is served", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const place = [{ partner: "linde", collection }];
    const [mark, a] = [marking(), object({ text: "a" })];
    const first = await release(ready, place, [mark, a]);
    const second = await release(ready, place, [a]);
    await advance(site);
    await recall(ready, first, { instead: instead(collection, [mark, revoked(a)]) });
    await advance(site);
    expect(await texts(collection)).toEqual(["a"]);
    await recall(ready, second);
    await advance(site);
    expect(await texts(collection)).toEqual([]);
  });
});

/** What was released, and what became of it. */
interface Left {
  readonly id: string;
  readonly object: CopyObject;
  readonly marks: readonly CopyObject[];
  becomes: "stands" | "is gone" | "is revoked";
}

const doing = fc.oneof(
  fc.record({ kind: fc.constant("release"), marks: fc.subarray([0, 1, 2]) }),
  fc.record({ kind: fc.constant("recall"), nth: fc.nat(9), serves: fc.boolean() }),
  fc.record({ kind: fc.constant("advance") }),
);

test("whatever is released and recalled, each marking is there once, for what bears it", async () => {
  const { site } = world();
  const doings = fc.array(doing, { minLength: 4, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(doings, async (things) => {
      const collection = await addPlace(ready, "linde");
      const place = [{ partner: "linde", collection }];
      const all = ["m0", "m1", "m2"].map((text) => marking(text));
      const left: Left[] = [];
      const looks: { readonly found: readonly string[]; readonly right: readonly string[] }[] = [];
      for (const one of [...things, { kind: "advance" } as const]) {
        if (one.kind === "release") {
          const marks = all.filter((_, n) => one.marks.includes(n));
          const a = object({ text: `o${left.length}` });
          const id = await release(ready, place, [...marks, a]);
          left.push({ id, object: a, marks, becomes: "stands" });
        } else if (one.kind === "recall") {
          const standing = left.filter(({ becomes }) => becomes === "stands");
          const about = standing[one.nth % Math.max(1, standing.length)];
          if (about === undefined) continue;
          const served = [...about.marks, revoked(about.object)];
          const more = one.serves ? { instead: instead(collection, served) } : {};
          await recall(ready, about.id, more);
          about.becomes = one.serves ? "is revoked" : "is gone";
        } else {
          await advance(site);
          const there = left.filter(({ becomes }) => becomes !== "is gone");
          const marks = there.flatMap((each) => each.marks.map(({ id }) => id));
          const objects = there.map((each) => each.object.id);
          const found = (await seen(collection)).map(({ id }) => id);
          const right = [...new Set([...marks, ...objects])];
          looks.push({ found: found.toSorted(), right: right.toSorted() });
        }
      }
      expect(looks.map(({ found }) => found)).toEqual(looks.map(({ right }) => right));
    }),
    { numRuns: 15, endOnFailure: true },
  );
}, 120_000);

describe("what was taken back from a partner", () => {
  test("is called otherwise for it from the recall on, and for no other partner", async () => {
    const { site } = world();
    const store = releaseStore(site);
    const part = `indicator--${randomUUID()}`;
    const collection = await addPlace(ready, "linde");
    const names: string[] = [];
    for (let time = 0; time < 3; time += 1) {
      const name = (await store.namesFor("linde"))(part);
      expect((await store.namesFor("linde"))(part)).toBe(name);
      const one = object({ id: `indicator--${name}`, text: "a" });
      const id = await release(ready, [{ partner: "linde", collection }], [one]);
      expect(await store.isRevoked("linde", [one.id])).toBe(false);
      await recall(ready, id, { instead: instead(collection, [revoked(one)]) });
      expect(await store.isRevoked("linde", [`report--${randomUUID()}`, one.id])).toBe(true);
      expect(await store.isRevoked("alder", [one.id])).toBe(false);
      names.push(name);
    }
    expect(new Set(names).size).toBe(3);
    expect(names.join()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
    await advance(site);
  });

  test("is not shown where it was released at the same time, and is told", async () => {
    const { site } = world();
    const collection = await addPlace(ready, "linde");
    const place = [{ partner: "linde", collection }];
    const a = object({ text: "a" });
    const first = await release(ready, place, [a]);
    await advance(site);
    await recall(ready, first, { instead: instead(collection, [revoked(a)]) });
    // Past the use case, which would have refused it.
    const second = await release(ready, place, [a, object({ text: "b" })]);
    const trouble: string[] = [];
    await advance({ ...site, onTrouble: (what) => trouble.push(what) });
    expect(trouble).toEqual([expect.stringContaining("was called back from its recipient")]);
    expect(await texts(collection)).toEqual(["revoked"]);
    await recall(ready, second);
    await advance(site);
    expect(await texts(collection)).toEqual(["revoked"]);
  });
});
