import { beforeAll, describe, expect, test } from "vitest";
import { bindCase } from "../../../src/core/casework/case-grounds.ts";
import { decide } from "../../../src/core/deciding/decide.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { loadPack } from "../../support/packs.ts";
import { digest, opening, PlainCase, REASONS, SAYS } from "./support/plain-case.ts";
import { RECIPIENTS } from "./support/world.ts";

let wiv: Pack;
beforeAll(async () => {
  wiv = await loadPack("nl-wiv");
});

const REQUEST = { mode: "release", purpose: "warn", use: "intelligence" } as const;

describe("the manifest of a case", () => {
  test("says which bytes go to whom, with which caveats, for what, under which rules and packs", () => {
    const request = { ...REQUEST, risk: { torture: "below-real" } } as const;
    const one = new PlainCase([wiv]).take("olga", opening(["watched", "calm"], { request }));
    expect(one.bind().manifest).toEqual({
      case: "case",
      item: { id: "item", sha256: "1".repeat(64) },
      recipients: [
        { id: "calm", caveats: ["onward-ban"], rules: ["NL-06", "NL-09", "NL-62"].map(inPack) },
        {
          id: "watched",
          caveats: ["onward-ban"],
          rules: ["NL-06", "NL-09", "NL-14", "NL-62"].map(inPack),
        },
      ],
      request: { ...REQUEST, requester: "olga" },
      packs: [{ id: "nl-wiv", version: wiv.version, hash: wiv.hash }],
    });
  });

  test("names exactly the rules of the verdict, without the routes that nothing opens", () => {
    const one = new PlainCase([wiv]).take("olga", opening(["watched"]));
    const [verdict] = one.verdicts();
    const spoken = (verdict?.reasons ?? [])
      .filter(({ effect, open }) => effect === "forbid" || open)
      .map(({ pack, rule }) => `${pack} ${rule}`);
    expect(one.bind().manifest.recipients[0]?.rules).toEqual(spoken.toSorted());
  });

  test("says what was assessed, and nothing of what was stated, consented to or approved so far", () => {
    const one = new PlainCase([wiv]).take("olga", opening(["watched"]));
    const { hash } = one.bind();
    one
      .take("olga", ...REASONS)
      .sign("sam", "second-assessor")
      .sign("hank", "head");
    expect(one.bind().hash).toBe(hash);
    one.take("lea", {
      kind: "assess",
      stage: "before",
      risk: { torture: "below-real" },
      mitigations: [],
      says: SAYS,
    });
    expect(one.bind().manifest.request.risk).toEqual({ torture: "below-real" });
  });

  test("names each member of a group that receives together, with its own rules", () => {
    const members = RECIPIENTS.filter(({ id }) => id === "calm" || id === "watched").flatMap(
      (one) => one.members,
    );
    const group = { id: "circle", name: "Circle", members };
    const one = new PlainCase([wiv], {}, [group]).take("olga", opening(["circle"]));
    const [recipient] = one.bind().manifest.recipients;
    expect(recipient?.rules.filter((rule) => rule.includes("NL-14"))).toEqual([
      "watched nl-wiv NL-14",
    ]);
  });

  test("is the same in whichever order recipients and packs stand", async () => {
    const community = await loadPack("cti-community");
    const one = new PlainCase([wiv, community]).take("olga", opening(["watched", "calm"]));
    expect(one.bind({}, [community, wiv]).hash).toBe(one.bind().hash);
  });

  test("is made though an engine fails, and then nothing goes", () => {
    const failing: Pack = {
      ...wiv,
      remainders: () => {
        throw new Error("out of bounds");
      },
    };
    const one = new PlainCase([wiv]).take("olga", opening(["calm"]), ...REASONS);
    expect(one.bind({}, [failing]).manifest.recipients).toEqual([
      { id: "calm", caveats: [], rules: [] },
    ]);
    expect(one.held({}, [failing])).toBe("calm: the engine failed: out of bounds");
  });

  test("is not made for other recipients than those of the case", () => {
    const one = new PlainCase([wiv]).take("olga", opening(["calm"]));
    const [grounds] = one.bind().grounds;
    if (grounds === undefined) throw new Error("there are grounds");
    const matter = { ...grounds, permissions: [] };
    expect(() => bindCase(one.state, [], matter, [wiv], digest)).toThrow(/is not for/);
    expect(() => bindCase(one.state, RECIPIENTS, matter, [wiv], digest)).toThrow(/is not for/);
  });

  test("gives grounds that hold what is decided on and nothing else", () => {
    const one = new PlainCase([wiv], { persons: ["p1"] }).take("olga", opening(["calm"]));
    const more: object = { more: 1 };
    const [grounds] = one.bind(more).grounds;
    if (grounds === undefined) throw new Error("there are grounds");
    expect(Object.keys(grounds).toSorted()).toEqual(
      ["binding", "equivalences", "facts", "item", "notes", "now", "own", "people"].concat(
        "performed",
        "recipient",
        "request",
      ),
    );
    expect(decide(grounds, [wiv]).outcome).toBe("hold");
  });
});

function inPack(rule: string): string {
  return `nl-wiv ${rule}`;
}
