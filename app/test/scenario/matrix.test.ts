import { beforeAll, describe, expect, test } from "vitest";
import { OUTCOMES } from "../../src/core/deciding/verdict.ts";
import { decideScenario, type DecidedScenario } from "../../src/usecases/demo-matrix.ts";
import type { VerdictRecord } from "../../src/usecases/record.ts";
import { LOWLAND, lowlandPorts, PATIENCE, paths, standing } from "./lowland.ts";

const LOWLAND_ORG = "10a10000-0000-4000-8000-000000000001";
const LINDE_ORG = "11de0000-0000-4000-8000-000000000003";
const ONLY_BAN = ["attach:onward-ban"];
const HEAD_AND_SECOND = ["approve:head + approve:second-assessor + attach:onward-ban"];

let scenario: DecidedScenario;

beforeAll(async () => {
  scenario = await decideScenario(`${LOWLAND}/requests.yaml`, lowlandPorts());
}, PATIENCE);

function cell(item: string, partner: string): VerdictRecord {
  const row = scenario.rows.find((one) => one.item === item);
  const found = row?.cells.find((one) => one.partner === partner);
  if (found === undefined) throw new Error(`no cell ${item} × ${partner}`);
  return found;
}

function everyCell(): readonly VerdictRecord[] {
  return scenario.rows.flatMap((row) => row.cells);
}

describe("the matrix", () => {
  test("has at least twelve items, each decided for all ten partners and the group", () => {
    expect(scenario.rows.length).toBeGreaterThanOrEqual(12);
    const recipients =
      "alder linde elm hazel thorn rowan juniper medlar beacon harbour orchard".split(" ");
    const decided = scenario.rows.map((row) => row.cells.map((one) => one.partner));
    expect(decided).toEqual(scenario.rows.map(() => recipients));
  });

  test("shows all five outcomes", () => {
    expect(new Set(everyCell().map((one) => one.outcome))).toEqual(new Set(OUTCOMES));
  });

  test("is decided by both engines without an alarm", () => {
    expect(everyCell().filter((one) => one.alarm !== undefined)).toEqual([]);
  });

  test("is decided on the scenario's own day, so it is the same on every other", () => {
    expect(new Set(everyCell().map((one) => one.now))).toEqual(new Set(["2026-11-26"]));
  });

  test("sends nothing to a foreign service without a caveat", () => {
    const plain = everyCell().filter((one) => one.outcome === "release");
    expect(new Set(plain.map((one) => one.partner))).toEqual(new Set(["harbour"]));
  });

  test("gives the group what its least trusted member may have, and no more", () => {
    const rank = (record: VerdictRecord): number => OUTCOMES.indexOf(record.outcome);
    for (const { item } of scenario.rows) {
      const members = ["linde", "elm", "alder"].map((id) => rank(cell(item, id)));
      expect(rank(cell(item, "orchard")), item).toBeGreaterThanOrEqual(Math.max(...members));
    }
  });
});

describe("one topic on which the use has become uncertain", () => {
  test("the report on Russia goes to Alder only by the head with a second assessor", () => {
    expect(cell("snow-tide", "alder").outcome).toBe("refer");
    expect(standing(cell("snow-tide", "alder"))).toEqual(["NL-09", "NL-14"]);
    expect(paths(cell("snow-tide", "alder"))).toEqual(HEAD_AND_SECOND);
  });

  test("and to Linde as before", () => {
    expect(cell("snow-tide", "linde").outcome).toBe("release-with-caveats");
    expect(paths(cell("snow-tide", "linde"))).toEqual(ONLY_BAN);
  });

  test("so the group waits for the same two people", () => {
    expect(paths(cell("snow-tide", "orchard"))).toEqual(HEAD_AND_SECOND);
  });

  test.each(["quiet-ledger", "community-list", "tear-line"])(
    "on another topic Alder is served as Linde is: %s",
    (item) => {
      expect(cell(item, "alder").outcome).toBe("release-with-caveats");
      expect(paths(cell(item, "alder"))).toEqual(ONLY_BAN);
      expect(paths(cell(item, "linde"))).toEqual(ONLY_BAN);
    },
  );

  test("an actor's name is enough: the actor table says whose the exercise's actor is", () => {
    expect(cell("harbour-exercise", "alder").grounds.facts.sets.attributedTo).toEqual(["RU"]);
    expect(standing(cell("harbour-exercise", "alder"))).toContain("NL-14");
    expect(standing(cell("harbour-exercise", "linde"))).not.toContain("NL-14");
  });
});

describe("an urgent threat", () => {
  test("is narrowed for Alder while it holds the attribution, the person and the source", () => {
    expect(cell("winter-market", "linde").outcome).toBe("hold");
    expect(paths(cell("winter-market", "linde"))[0]).toBe("attach:onward-ban + sanitise:source");
    expect(cell("winter-market", "alder").outcome).toBe("refer");
    expect(paths(cell("winter-market", "alder"))).toEqual(HEAD_AND_SECOND);
  });

  test("gets out to Alder as a tear line, which is decided on its own", () => {
    const { sets, flags } = cell("tear-line", "alder").grounds.facts;
    expect(sets.attributedTo).toBeUndefined();
    expect([flags.personal, flags.identifiesOrLocates, flags.sourceRevealing]).toEqual([
      false,
      false,
      false,
    ]);
    expect(cell("tear-line", "alder").outcome).toBe("release-with-caveats");
  });

  test.each([
    ["hazel", "NL-03"],
    ["thorn", "NL-01d"],
    ["rowan", "NL-04b"],
    ["juniper", "NL-01"],
  ])("reaches %s, to which %s closes the regular way, by head and minister", (partner, rule) => {
    expect(standing(cell("tear-line", partner))).toContain(rule);
    expect(cell("tear-line", partner).outcome).toBe("refer");
    expect(paths(cell("tear-line", partner))).toEqual([
      "approve:head + approve:minister + attach:onward-ban",
    ]);
  });

  test.each(["thorn", "rowan", "juniper"])("without urgency %s gets nothing", (partner) => {
    expect(cell("quiet-ledger", partner).outcome).toBe("withhold");
  });
});

describe("where a person stays", () => {
  test("goes to Hazel without the person, or by head and minister with a limit and an assurance", () => {
    expect(cell("kestrel", "hazel").outcome).toBe("hold");
    expect(standing(cell("kestrel", "hazel"))).toEqual(["NL-09", "NL-13b"]);
    expect(paths(cell("kestrel", "hazel"))).toEqual([
      "attach:onward-ban + sanitise:person",
      "approve:head + approve:minister + assure:written + attach:onward-ban + attach:use-limit",
    ]);
  });

  test("goes to Linde, where no such risk is known", () => {
    expect(paths(cell("kestrel", "linde"))).toEqual(ONLY_BAN);
  });

  test("does not go to Medlar while nobody has answered for its change of government", () => {
    expect(cell("kestrel", "medlar").outcome).toBe("withhold");
    expect(standing(cell("kestrel", "medlar"))).toContain("NL-04!");
    expect(cell("quiet-ledger", "medlar").outcome).toBe("release-with-caveats");
  });
});

describe("unevaluated data", () => {
  test("go to Linde by the minister, without what shows the source", () => {
    expect(cell("sensor-night", "linde").outcome).toBe("refer");
    expect(paths(cell("sensor-night", "linde"))).toEqual([
      "approve:minister + assess:unevaluated-risk + attach:onward-ban + sanitise:protected-and-own + sanitise:source",
      "approve:head + approve:minister + assess:unevaluated-risk + attach:onward-ban + sanitise:protected-and-own",
    ]);
    expect(standing(cell("sensor-night", "linde"))).toContain("NL-07");
  });

  test("may be about anything, so for Alder they are on the watched topic too", () => {
    expect(standing(cell("sensor-night", "alder"))).toContain("NL-14");
    expect(cell("sensor-night", "alder").unknown).toContain("context.category.watched");
  });

  test("from a cable never go where no weighed relationship is", () => {
    expect(standing(cell("sensor-night", "juniper"))).toContain("NL-02b!");
  });
});

describe("what others gave us", () => {
  test("goes back to Linde without asking, and to others by Linde's consent or without it", () => {
    expect(paths(cell("linde-skimmers", "linde"))).toEqual(ONLY_BAN);
    expect(cell("linde-skimmers", "elm").outcome).toBe("hold");
    expect(standing(cell("linde-skimmers", "elm"))).toEqual(["NL-09", "NL-10"]);
    expect(paths(cell("linde-skimmers", "elm")).toSorted()).toEqual([
      `attach:onward-ban + consent:${LINDE_ORG}`,
      "attach:onward-ban + sanitise:third-party",
    ]);
  });

  test.each([
    ["alder-meeting", "red", "consent:identity--a1de0000-0000-4000-8000-000000000002"],
    ["slow-anchor", "amber+strict", "consent:identity--e1300000-0000-4000-8000-000000000004"],
  ])("%s, marked %s, goes nowhere without %s", (item, label, consent) => {
    expect(cell(item, "linde").grounds.facts.levels.tlp?.value).toBe(label);
    for (const partner of ["linde", "beacon", "harbour"]) {
      expect(cell(item, partner).outcome, partner).toBe("hold");
      const without = cell(item, partner).paths.filter((p) => !p.measures.includes(consent));
      expect(without, partner).toEqual([]);
    }
  });

  test("keeps the conditions of its source: act after asking, encrypted, without naming it", () => {
    const [path] = cell("decoy-pages", "harbour").paths;
    expect(path?.measures).toEqual(
      expect.arrayContaining([
        "attach:contact-source-first",
        "attach:encrypt-in-transit",
        "attach:no-victim-contact",
        "attach:pap",
        "sanitise:source",
        "state:intended-action",
      ]),
    );
  });
});

describe("labels", () => {
  test("a list without one waits for whoever made it, and is never clear", () => {
    const verdicts = scenario.rows.find((row) => row.item === "found-list")?.cells ?? [];
    expect(new Set(verdicts.map((one) => one.outcome))).toEqual(new Set(["hold", "withhold"]));
    expect(standing(cell("found-list", "harbour"))).toContain("CT-07");
    expect(cell("found-list", "harbour").unknown).toContain("resource.tlp");
  });

  test("a publisher that prints none means what a named person stated for it", () => {
    expect(cell("parcel-notices", "harbour").outcome).toBe("release");
    expect(cell("parcel-notices", "harbour").grounds.facts.levels.tlp).toMatchObject({
      value: "clear",
      onItem: false,
    });
  });

  test.each(["community-list", "pump-controller"])(
    "%s is clear, so the community has it as it stands",
    (item) => {
      expect(cell(item, "harbour").outcome).toBe("release");
      expect(paths(cell(item, "harbour"))).toEqual([""]);
      expect(standing(cell(item, "harbour"))).toEqual([]);
    },
  );

  test("a sharing group lets in its members and keeps out the rest", () => {
    expect(cell("three-neighbours", "linde").outcome).toBe("release-with-caveats");
    expect(cell("three-neighbours", "elm").outcome).toBe("release-with-caveats");
    expect(standing(cell("three-neighbours", "alder"))).toEqual(["CT-16", "NL-09", "NL-10b"]);
    expect(paths(cell("three-neighbours", "alder"))).toEqual([
      `attach:onward-ban + consent:${LOWLAND_ORG}`,
    ]);
  });
});

describe("classification", () => {
  test("stays below Alder's ceiling and within Linde's", () => {
    expect(cell("centrifuge-parts", "linde").outcome).toBe("release-with-caveats");
    expect(standing(cell("centrifuge-parts", "alder"))).toContain("NL-17");
    expect(paths(cell("centrifuge-parts", "alder"))[0]).toContain("sanitise:classified");
  });

  test("reaches Beacon by an equivalence, and not Medlar, whose agreement ran out", () => {
    expect(standing(cell("centrifuge-parts", "beacon"))).not.toContain("NL-17");
    expect(standing(cell("centrifuge-parts", "medlar"))).toContain("NL-17");
  });

  test("is never handled by a TLP label alone", () => {
    expect(standing(cell("centrifuge-parts", "harbour"))).toContain("NL-17");
    expect(
      paths(cell("centrifuge-parts", "harbour")).filter((path) => !path.includes("classified")),
    ).toEqual([]);
  });
});

describe("protected professions", () => {
  test("a journalist is removed, or head and legal adviser decide on a stated need", () => {
    expect(paths(cell("court-reporter", "linde"))).toEqual([
      "attach:onward-ban + sanitise:protected-professions",
      "approve:head + approve:legal + attach:onward-ban + state:national-security-necessity",
    ]);
  });
});
