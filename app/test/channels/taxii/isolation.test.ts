import { expect, test } from "vitest";
import { checkIsolation } from "../support/isolation.ts";
import { makeTwoWorlds } from "../support/two-worlds.ts";
import { instead } from "../support/instead.ts";
import { indicator, leaving } from "../support/stix.ts";
import { objectsOf, outOf, rootOf, World } from "../support/world.ts";

// The worst thing to get wrong: something of another partner in an answer, or an answer that depends on it.
// `npm run campaign -- isolation 100000` asks longer.

test("3,000 requests with another's names get nothing of it, and the same as where there is no such partner", async () => {
  const { failures, statuses } = await checkIsolation(3_000, 20_261_126);
  expect(failures.slice(0, 5)).toEqual([]);
  expect([...statuses.keys()]).toEqual(
    expect.arrayContaining([200, 202, 308, 400, 401, 403, 404, 405, 406, 415, 422]),
  );
});

test("the check would find what leaks: another's collection that is looked up by its id alone", async () => {
  const { birch, alder } = await makeTwoWorlds();
  const leaky = new World({
    through: (outbox) =>
      instead(outbox, {
        doorOf: async (credential, address, place) => {
          const door = await outbox.doorOf(credential, address, place);
          return door && place === birch.out.id ? { ...door, collection: birch.out } : door;
        },
        envelope: (_, collection, wanted) =>
          outbox.envelope(collection === birch.out.id ? "birch" : "alder", collection, wanted),
      }),
  });
  leaky.addPartner("alder");
  leaky.addPartner("birch");
  leaky.disclose(birch, [leaving(indicator("birch-indicator-1", "2026-11-26T07:00:00.000Z"))]);
  const answered = await leaky.ask(`${rootOf(alder)}collections/${birch.out.id}/objects/`, {
    token: alder.token,
  });
  expect(answered.text).toContain("birch");
});

test("a root, a collection, an object and a status of another's are the same 404 as none", async () => {
  const { full, alder, birch } = await makeTwoWorlds();
  const { token } = alder;
  const theirs = objectsOf(await full.ask(outOf(birch, "objects/"), { token: birch.token }))[0]?.[
    "id"
  ];
  const answers = await Promise.all(
    [
      rootOf(birch),
      `${rootOf(birch)}collections/`,
      `${rootOf(birch)}taxii2/`,
      outOf(birch, "objects/"),
      `${rootOf(alder)}collections/${birch.out.id}/`,
      `${rootOf(alder)}collections/${birch.out.alias}/objects/`,
      `${rootOf(alder)}collections/${birch.into.id}/objects/`,
      outOf(alder, `objects/${String(theirs)}/`),
      outOf(alder, `objects/${String(theirs)}/versions/`),
      "/r-nobody/",
      outOf(alder, "objects/malware--00000000-0000-4000-8000-000000000000/"),
    ].map((path) => full.ask(path, { token })),
  );
  expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

test("another's thing and an absent one are looked up by the same queries", async () => {
  const asked: string[] = [];
  const world = new World({
    through: (outbox) =>
      instead(outbox, {
        doorOf: (credential, address, place) => {
          asked.push(`door and ${place === undefined ? "no place" : "a place"}`);
          return outbox.doorOf(credential, address, place);
        },
        envelope: (partner, ...rest) => {
          asked.push(`envelope ${partner}`);
          return outbox.envelope(partner, ...rest);
        },
        holds: (partner, ...rest) => {
          asked.push(`holds ${partner}`);
          return outbox.holds(partner, ...rest);
        },
      }),
  });
  const alder = world.addPartner("alder");
  const birch = world.addPartner("birch");
  const theirs = indicator("theirs", "2026-11-26T07:00:00.000Z");
  world.disclose(birch, [leaving(theirs)]);
  const queriesFor = async (path: string): Promise<readonly string[]> => {
    asked.length = 0;
    await world.ask(path, { token: alder.token });
    return [...asked];
  };
  const absent = indicator("absent", "2026-11-26T07:00:00.000Z").id;
  expect(await queriesFor(outOf(alder, `objects/${theirs.id}/`))).toEqual(
    await queriesFor(outOf(alder, `objects/${absent}/`)),
  );
  expect(await queriesFor(`${rootOf(alder)}collections/${birch.out.id}/objects/`)).toEqual(
    await queriesFor(`${rootOf(alder)}collections/${alder.door.root}/objects/`),
  );
});
