import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidsOfEvent } from "../../../src/formats/copy/misp-recall.ts";
import { Leaving } from "../support/leaving.ts";

const OWN = { uuid: "10a10000-0000-4000-8000-000000000001", name: "Lowland Service" };
const SAID = "kestrelford";

let site: Leaving;

beforeAll(async () => {
  site = await Leaving.open();
}, 120_000);

afterAll(async () => await site[Symbol.asyncDispose]());

/** An event of our own, with an attribute alone and one in an object. */
function event(): object {
  const uuid = (n: number): string => `5a0e0000-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const timestamp = "1795089600";
  const about = { type: "domain", category: "Network activity", to_ids: true, timestamp };
  const lone = { ...about, uuid: uuid(1), value: `${SAID}.example`, comment: SAID };
  const inside = {
    ...about,
    uuid: uuid(2),
    value: `in.${SAID}.example`,
    object_relation: "domain",
  };
  const object = { uuid: uuid(3), name: "domain-ip", "meta-category": "network", timestamp };
  const levels = { threat_level_id: "1", analysis: "1", published: true, date: "2026-11-19" };
  const parts = { Attribute: [lone], Object: [{ ...object, Attribute: [inside] }] };
  const Tag = [{ name: "tlp:green" }, { name: `misp-galaxy:threat-actor="${SAID}"` }];
  const who = { Orgc: OWN, Org: OWN, Tag };
  return { Event: { uuid: uuid(0), info: SAID, timestamp, ...levels, ...who, ...parts } };
}

async function bodies(place: string): Promise<readonly string[]> {
  return (await site.rows(place, "all")).map(({ body }) => Buffer.from(body).toString());
}

function uuidsIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => uuidsOfEvent(Buffer.from(text)));
}

test("a recalled event says nothing any more, and comes back under other uuids only", async () => {
  const place = await site.place("misp-feed");
  const left = await site.released(event(), place);
  await site.shown();
  const before = await bodies(place);
  expect(before).toEqual([expect.stringContaining(SAID)]);
  expect(await site.recall(left)).toBe(200);
  await site.shown();
  const [recalled = "", ...more] = await bodies(place);
  expect(more).toEqual([]);
  expect(recalled).not.toContain(SAID);
  expect(uuidsIn([recalled]).toSorted()).toEqual(uuidsIn(before).toSorted());
  await site.prepare(left.id, place);
  await site.release(left.id);
  await site.shown();
  const [kept, again = ""] = await bodies(place);
  expect(kept).toBe(recalled);
  expect(again).toContain(`in.${SAID}.example`);
  const used = new Set(uuidsIn(before));
  expect(uuidsIn([again])).toHaveLength(used.size);
  expect(uuidsIn([again]).filter((uuid) => used.has(uuid))).toEqual([]);
});
