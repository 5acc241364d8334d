import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Attribution } from "../../src/core/actor.ts";
import { makeActorTable, mergeActorTables, type ActorEntry } from "../../src/core/actor-table.ts";

const SANDWORM = entry("Sandworm", ["IRIDIUM", "Voodoo Bear"], ["RU"], ["id-sandworm"]);
const IRIDIUM = entry("Iridium", [], ["IR"], ["id-iridium"]);

describe("makeActorTable", () => {
  test("finds an actor by name, alias and id, whatever the case and the space around", () => {
    const table = makeActorTable([SANDWORM]);
    for (const name of ["Sandworm", " sandworm\n", "VOODOO BEAR", "iridium"]) {
      expect(countries(table.byName(name))).toEqual(["RU"]);
    }
    expect(countries(table.byUuid("ID-Sandworm"))).toEqual(["RU"]);
  });

  test("knows nothing of other names", () => {
    const table = makeActorTable([SANDWORM, entry("", ["", "  "], ["CN"])]);
    for (const name of ["Sand worm", "Sandworm Team", "", " ", "__proto__", "constructor"]) {
      expect(table.byName(name)).toEqual([]);
    }
  });

  test("keeps every candidate of a name that two actors share", () => {
    const table = makeActorTable([SANDWORM, IRIDIUM]);
    expect(countries(table.byName("iridium"))).toEqual(["IR", "RU"]);
    expect(countries(table.byName("Sandworm"))).toEqual(["RU"]);
    expect(table.byName("iridium").map(({ actor }) => actor)).toEqual(["Sandworm", "Iridium"]);
  });

  test("gives an attribution once though several entries state it", () => {
    expect(makeActorTable([SANDWORM, SANDWORM]).byName("sandworm")).toEqual(SANDWORM.attributions);
  });

  test("borrows over a link where an entry attributes nothing itself, and says so", () => {
    const linked = { ...entry("Team 7", [], [], ["id-7"]), linked: ["id-sandworm"] };
    const table = makeActorTable([linked, SANDWORM]);
    expect(table.byUuid("id-7")).toEqual([
      { country: "RU", actor: "Sandworm", source: "test; linked, likely", date: "2026-01-01" },
    ]);
    expect(countries(table.byName("team 7"))).toEqual(["RU"]);
    expect(table.byName("Sandworm")).toEqual(SANDWORM.attributions);
  });

  test("does not borrow where one of the names is attributed", () => {
    const linked = { ...entry("Voodoo Bear", [], [], ["id-7"]), linked: ["id-iridium"] };
    const table = makeActorTable([linked, SANDWORM, IRIDIUM]);
    expect(countries(table.byName("Voodoo Bear"))).toEqual(["RU"]);
    expect(table.byUuid("id-7")).toEqual([]);
  });

  test("does not follow links on, nor in a ring", () => {
    const one = { ...entry("One", [], [], ["id-1"]), linked: ["id-2"] };
    const two = { ...entry("Two", [], [], ["id-2"]), linked: ["id-1", "id-iridium"] };
    const table = makeActorTable([one, two, IRIDIUM]);
    expect(table.byName("One")).toEqual([]);
    expect(countries(table.byName("Two"))).toEqual(["IR"]);
  });

  test("does not depend on the order of its entries", () => {
    fc.assert(
      fc.property(fc.array(entries()), fc.constantFrom("a", "b", "c", "d"), (list, name) => {
        const [there, back] = [makeActorTable(list), makeActorTable(list.toReversed())];
        expect(countries(there.byName(name))).toEqual(countries(back.byName(name)));
      }),
    );
  });

  test("never loses a stated candidate when entries are added", () => {
    fc.assert(
      fc.property(
        fc.array(entries()),
        fc.array(entries()),
        fc.constantFrom("a", "b", "c", "d"),
        (a, b, name) => {
          const less = countries(makeActorTable(a).byName(name));
          expect(countries(makeActorTable([...a, ...b]).byName(name))).toEqual(
            expect.arrayContaining(less),
          );
        },
      ),
    );
  });
});

describe("mergeActorTables", () => {
  test("gives what any table gives, each attribution once", () => {
    const merged = mergeActorTables([
      makeActorTable([SANDWORM]),
      makeActorTable([IRIDIUM, SANDWORM]),
    ]);
    expect(countries(merged.byName("iridium"))).toEqual(["IR", "RU"]);
    expect(merged.byUuid("id-sandworm")).toEqual(SANDWORM.attributions);
    expect(mergeActorTables([]).byName("iridium")).toEqual([]);
  });
});

function entry(
  name: string,
  aliases: readonly string[],
  from: readonly string[],
  uuids: readonly string[] = [],
): ActorEntry {
  return {
    name,
    aliases,
    uuids,
    attributions: from.map((country) => ({
      country,
      actor: name,
      source: "test",
      date: "2026-01-01",
    })),
  };
}

function entries(): fc.Arbitrary<ActorEntry> {
  const name = fc.constantFrom("a", "b", "c", "d");
  return fc
    .tuple(name, fc.array(name), fc.subarray(["RU", "CN", "IR"]))
    .map(([main, aliases, from]) => entry(main, aliases, from));
}

function countries(attributions: readonly Attribution[]): string[] {
  return [...new Set(attributions.map(({ country }) => country))].toSorted();
}
