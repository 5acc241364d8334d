import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { advance } from "../../../src/site/advance.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import type { Outbox, Wanted } from "../../../src/usecases/release/outbox.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";
import { addPlace, object, readyCase, recall, release } from "./support/released.ts";

const one = useWorld();
const two = useWorld();

/** What the port says of a partner, with what differs in any two worlds taken out. */
type Said = readonly unknown[];

const LATER = "2099-01-01T00:00:00.000Z";
const IDS = ["indicator--1", "malware--2", "report--3"] as const;
const places: string[] = [];
const foreign: string[] = [];

/** The same for Linde in both worlds; for Alder much in one of them, before, between and after. */
beforeAll(async () => {
  for (const world of [one(), two()]) {
    const ready = await readyCase(world);
    const isBusy = world === two();
    const linde = await addPlace(ready, "linde");
    const alder = await addPlace(ready, "alder");
    const noise = async (): Promise<void> => {
      const all = [object({ id: IDS[0], text: "foreign" }), object({ text: "foreign" })];
      if (!isBusy) return;
      const id = await release(ready, [{ partner: "alder", collection: alder }], all);
      await advance(world.site);
      await recall(ready, id);
      await release(ready, [{ partner: "alder", collection: alder }], all);
      await advance(world.site);
    };
    for (const [i, id] of IDS.entries()) {
      await noise();
      const version = `2026-01-0${i + 1}T00:00:00.000Z`;
      const type = id.replace(/--.*/, "");
      await release(
        ready,
        [{ partner: "linde", collection: linde }],
        [object({ id, type, version, text: "mine" })],
      );
      await advance(world.site);
    }
    await noise();
    places.push(linde);
    foreign.push(alder);
  }
}, 240_000);

const question = fc.record(
  {
    place: fc.constantFrom("own", "other's", "none"),
    after: fc.nat(5),
    ids: fc.subarray([...IDS, "indicator--none"], { minLength: 1 }),
    types: fc.subarray(["indicator", "malware", "report"], { minLength: 1 }),
    versions: fc.constantFrom<NonNullable<Wanted["versions"]>>(["all"], ["first"], ["last"]),
    limit: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: ["place", "limit"] },
);

/** Of any 150 questions. */
async function holdWorldsAgainstEachOther(): Promise<void> {
  const outboxes = [one(), two()].map(({ site }) => outboxOf(site, () => LATER));
  await fc.assert(
    fc.asyncProperty(question, async ({ place, ...filters }) => {
      const [left, right] = await Promise.all(
        outboxes.map((outbox, i) => ask(outbox, collectionOf(place, i), filters)),
      );
      expect(right).toEqual(left);
    }),
    { numRuns: 150 },
  );
}

async function askForAnothers(): Promise<void> {
  const outbox = outboxOf(two().site, () => LATER);
  const there = await ask(outbox, foreign[1] ?? "", { limit: 5 });
  expect(there).toEqual(await ask(outbox, collectionOf("none", 1), { limit: 5 }));
  expect(JSON.stringify(there)).not.toContain("foreign");
}

test("another partner's releases change nothing of what a partner is told, whatever it asks", async () => {
  await expect(holdWorldsAgainstEachOther()).resolves.toBeUndefined();
}, 120_000);

test("another's place is told of exactly as one that is not there", async () => {
  await expect(askForAnothers()).resolves.toBeUndefined();
});

test("neither needs the second net: every statement names the partner itself", async () => {
  for (const world of [one(), two()]) {
    await world.as(undefined, async (client) => {
      for (const table of ["outbox", "disclosure", "notice"]) {
        await client.query(`alter policy ${table}_read_own on ${table} using (true)`);
      }
    });
  }
  await expect(holdWorldsAgainstEachOther()).resolves.toBeUndefined();
  await expect(askForAnothers()).resolves.toBeUndefined();
}, 120_000);

function collectionOf(place: "own" | "other's" | "none", world: number): string {
  if (place === "own") return places[world] ?? "";
  return place === "none" ? "00000000-0000-4000-8000-00000000ffff" : (foreign[world] ?? "");
}

async function ask(
  outbox: Outbox,
  collection: string,
  filters: Omit<Wanted, "mostBytes">,
): Promise<Said> {
  const wanted = { ...filters, mostBytes: 1e6 };
  const page = await outbox.objects("linde", collection, wanted);
  const manifest = await outbox.manifest("linde", collection, wanted);
  const envelope = await outbox.envelope("linde", collection, wanted);
  const listed = await outbox.collections("linde");
  return [
    page.more,
    manifest.more,
    envelope.more,
    envelope.text.join(""),
    page.rows.map(({ dateAdded: _added, ...row }) => ({ ...row, body: String(row.body) })),
    manifest.rows.map(({ dateAdded: _added, ...row }) => row),
    listed.find(({ id }) => id === collection)?.medium,
    await Promise.all(IDS.map((id) => outbox.holds("linde", collection, id))),
    listed.length,
    (await outbox.receipts("linde")).length,
    (await outbox.notices("linde")).length,
  ];
}
