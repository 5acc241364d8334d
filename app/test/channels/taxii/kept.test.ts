import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instead } from "../support/instead.ts";
import { secretOf } from "../support/memory-outbox.ts";
import { indicator, leaving, stixObject } from "../support/stix.ts";
import {
  bodyOf,
  objectsOf,
  outOf,
  START,
  World,
  type Answered,
  type Partner,
} from "../support/world.ts";

// What a server keeps of its pages is never seen but in how often the store is read.

const AT = "2026-11-26T07:00:00.000Z";
const LONG = { milliseconds: 600_000 };

/** A world that counts how often pages are read, with one partner. */
function counting(bytes: number): { world: World; alder: Partner; reads: () => number } {
  let read = 0;
  const world = new World({
    settings: { kept: { bytes, ...LONG } },
    through: (outbox) =>
      instead(outbox, {
        envelope: (...args) => {
          read += 1;
          return outbox.envelope(...args);
        },
      }),
  });
  return { world, alder: world.addPartner("alder"), reads: () => read };
}

function signs(name: string, count: number): ReturnType<typeof leaving>[] {
  return Array.from({ length: count }, (_, i) => leaving(indicator(`${name} ${i}`, AT)));
}

describe("a page that was answered", () => {
  test("is read once while nothing changes, and is on record each time", async () => {
    const { world, alder, reads } = counting(1_000_000);
    world.disclose(alder, signs("a", 3));
    const get = (): Promise<Answered> =>
      world.ask(outOf(alder, "objects/"), { token: alder.token });
    const first = await get();
    expect([await get(), await get()]).toEqual([first, first]);
    expect(reads()).toBe(1);
    expect(world.outbox.fetched.map(({ rows }) => rows.length)).toEqual([3, 3, 3]);
  });

  test("is another one for every limit, filter, cursor, address and way of asking", async () => {
    const { world, alder, reads } = counting(1_000_000);
    world.disclose(alder, signs("a", 3));
    const one = indicator("a 1", AT).id;
    const paths = [
      "objects/",
      "objects/?limit=2",
      "objects/?match[type]=indicator",
      `objects/?match[id]=${one}`,
      "objects/?match[version]=all",
      "objects/?added_after=2020-01-01T00:00:00Z",
      `objects/${one}/`,
    ];
    for (const path of [...paths, ...paths])
      await world.ask(outOf(alder, path), { token: alder.token });
    expect(reads()).toBe(paths.length);
  });

  test("does not hide what was dated ahead once its time has come", async () => {
    const { world, alder } = counting(1_000_000);
    world.outbox.disclose(alder.out.id, signs("a", 2), START);
    world.outbox.disclose(alder.out.id, signs("b", 1), START + 5_000);
    const count = async (now: number): Promise<number> => {
      world.now = now;
      return objectsOf(await world.ask(outOf(alder, "objects/"), { token: alder.token })).length;
    };
    const times = [START, START, START + 1, START + 4_999, START + 5_000, START + 9_000];
    const counts: number[] = [];
    for (const now of times) counts.push(await count(now));
    expect(counts).toEqual([1, 1, 2, 2, 3, 3]);
    // A clock that is put back.
    expect(await count(START + 1)).toBe(2);
    const more = async (now: number): Promise<unknown> => {
      world.now = now;
      const answered = await world.ask(outOf(alder, "objects/?limit=2"), { token: alder.token });
      return bodyOf(answered)["more"];
    };
    expect([await more(START + 9_000), await more(START + 1)]).toEqual([true, false]);
  });

  test("is opened by no credential that has ended", async () => {
    const { world, alder } = counting(1_000_000);
    world.disclose(alder, signs("a", 1));
    await world.ask(outOf(alder, "objects/"), { token: alder.token });
    world.outbox.end(secretOf(alder.token));
    expect((await world.ask(outOf(alder, "objects/"), { token: alder.token })).status).toBe(401);
  });

  test("gives way when more are kept than may be, of the collection that takes most first", async () => {
    const { world, alder, reads } = counting(20_000);
    const birch = world.addPartner("birch");
    for (const to of [alder, birch]) world.disclose(to, signs(to.name, 20));
    await world.ask(outOf(alder, "objects/?limit=1"), { token: alder.token });
    for (let limit = 1; limit <= 20; limit += 1) {
      await world.ask(outOf(birch, `objects/?limit=${limit}`), { token: birch.token });
    }
    const before = reads();
    await world.ask(outOf(alder, "objects/?limit=1"), { token: alder.token });
    expect(reads()).toBe(before);
    await world.ask(outOf(birch, "objects/?limit=1"), { token: birch.token });
    expect(reads()).toBe(before + 1);
  });
});

const rest = fc.constantFrom(
  "objects/",
  "objects/?limit=1",
  "objects/?limit=2",
  "objects/?match[type]=malware",
  "objects/?match[version]=all&limit=3",
  "objects/?added_after=2026-11-26T08:00:00.002Z",
  "manifest/?limit=2",
  `objects/${indicator("s0", AT).id}/`,
  `objects/${indicator("s0", AT).id}/versions/`,
);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("ask" as const), rest, follow: fc.nat(2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("disclose" as const),
      nth: fc.nat(4),
      ahead: fc.nat(20),
      isMalware: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("take" as const), nth: fc.nat(4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      time: fc.integer({ min: -3, max: 15 }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test("whatever happens, and however little may be kept, the answers are those of a server that keeps nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.constantFrom(3_000, 8_000, 1_000_000),
      async (steps, bytes) => {
        const worlds = [bytes, 0].map(
          (most) => new World({ settings: { kept: { bytes: most, ...LONG } } }),
        );
        const said = [];
        for (const world of worlds) said.push(await live(world, steps));
        expect(said[0]).toEqual(said[1]);
        expect(worlds[0]?.outbox.fetched).toEqual(worlds[1]?.outbox.fetched);
      },
    ),
    { numRuns: 300 },
  );
});

async function live(world: World, steps: readonly Step[]): Promise<readonly Answered[]> {
  const alder = world.addPartner("alder");
  const said: Answered[] = [];
  for (const one of steps) {
    if (one.kind === "disclose") {
      const make = one.isMalware
        ? stixObject("malware", `s${one.nth}`, AT)
        : indicator(`s${one.nth}`, AT);
      world.outbox.disclose(alder.out.id, [leaving(make)], world.now + one.ahead);
    } else if (one.kind === "take") {
      world.outbox.takeAway(alder.out.id, [indicator(`s${one.nth}`, AT).id]);
    } else if (one.kind === "pass") world.now += one.time;
    else said.push(...(await follow(world, alder, one.rest, one.follow)));
  }
  return said;
}

/** A page and those that follow it, some of them. */
async function follow(
  world: World,
  alder: Partner,
  path: string,
  most: number,
): Promise<Answered[]> {
  const said = [await world.ask(outOf(alder, path), { token: alder.token })];
  for (let i = 0; i < most; i += 1) {
    const { next } = JSON.parse(said.at(-1)?.text ?? "{}") as { next?: string };
    if (next === undefined) break;
    const [address = ""] = path.split("?");
    said.push(
      await world.ask(outOf(alder, `${address}?limit=1&next=${next}`), { token: alder.token }),
    );
  }
  return said;
}
