import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/item.ts";
import {
  MOST_CHANCE,
  trace,
  type Candidate,
  type Sign,
} from "../../../src/core/release/watermark.ts";
import { markMisp, signsInMisp } from "../../../src/core/release/watermark-misp.ts";
import { markStix, signsInStix } from "../../../src/core/release/watermark-stix.ts";
import { markText, signsInText } from "../../../src/core/release/watermark-text.ts";

const AT = "2026-11-26T12:00:00.000Z";
const PARTNERS = Array.from({ length: 40 }, (_, nth) => candidate(`partner ${nth}`));
const [ALDER, BIRCH] = [candidate("partner 3"), candidate("partner 7")];

/** Each kind of copy: how it is made for a recipient, its pieces, and the signs in some of these. */
const KINDS = [
  {
    kind: "STIX",
    pieces: (to: Candidate) => markStix(objects(60), AT, to.nameFor) as readonly unknown[],
    signs: (pieces: readonly unknown[]) => signsInStix(pieces as readonly JsonObject[]),
  },
  {
    kind: "MISP",
    pieces: (to: Candidate) => attributesOf(markMisp(event(60), to.nameFor)),
    signs: (pieces: readonly unknown[]) => signsInMisp({ Attribute: pieces as readonly Json[] }),
  },
  {
    kind: "text",
    pieces: (to: Candidate) => markText(text(120), to.nameFor).split("\n"),
    signs: (pieces: readonly unknown[]) => signsInText(pieces.join("\n")),
  },
];

describe.each(KINDS)("a copy in $kind", ({ pieces, signs }) => {
  test("names its recipient, and nobody else", () => {
    const { named } = trace(signs(pieces(ALDER)), PARTNERS);
    expect(named.map(({ partner }) => partner)).toEqual(["partner 3"]);
    expect(named[0]?.agree).toBe(named[0]?.of);
    expect(named[0]?.chance).toBeLessThan(MOST_CHANCE);
  });

  test("names it with any third of it cut out, in another order", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const left = shuffled(pieces(ALDER), seed).slice(0, -Math.ceil(pieces(ALDER).length / 3));
        const { named } = trace(signs(left), PARTNERS);
        expect(named.map(({ partner }) => partner)).toEqual(["partner 3"]);
      }),
      { numRuns: 25 },
    );
  });

  test("names nobody when it was made for somebody who is no candidate", () => {
    expect(trace(signs(pieces(candidate("nobody"))), PARTNERS).named).toEqual([]);
  });

  test("names nobody when every place of a mark was made alike", () => {
    const bare = signs(pieces(ALDER)).map((sign) => ({ ...sign, found: [0] }));
    expect(trace(bare, PARTNERS).named).toEqual([]);
  });
});

test.each(KINDS.slice(0, 2))("copies in $kind that two mixed name both", ({ pieces, signs }) => {
  const theirs = pieces(BIRCH);
  const mixed = pieces(ALDER).map((piece, nth) => (nth % 2 === 0 ? piece : theirs[nth]));
  const { named } = trace(signs(mixed), PARTNERS);
  expect(named.map(({ partner }) => partner).toSorted()).toEqual(["partner 3", "partner 7"]);
});

describe("a mark changes nothing that counts", () => {
  test("in STIX: only the thousandths of our own moments, the same in both", () => {
    const before = objects(60);
    const after = markStix(before, AT, ALDER.nameFor);
    expect(after.map(({ modified, created }) => modified === created)).not.toContain(false);
    expect(after.map(({ created }) => JSON.stringify(created).slice(0, 21))).toEqual(
      before.map(({ created }) => JSON.stringify(created).slice(0, 21)),
    );
    const timeless = (all: readonly JsonObject[]): readonly JsonObject[] =>
      all.map((one) => ({ ...one, created: "", modified: "" }));
    expect(timeless(after)).toEqual(timeless(before));
  });

  test("in STIX: nothing of an object that is not ours from that moment", () => {
    const then = "2020-01-01T00:00:00.000Z";
    const theirs = { ...objects(1)[0], created: then, modified: then };
    expect(markStix([theirs], AT, ALDER.nameFor)).toEqual([theirs]);
  });

  test("in STIX: a next version keeps when its object was created, and is marked all the same", () => {
    const next = { ...objects(1)[0], created: "2020-01-01T00:00:00.000Z" };
    const [marked] = markStix([next], AT, ALDER.nameFor);
    expect(marked?.["created"]).toBe(next.created);
    expect(marked?.["modified"]).not.toBe(AT);
  });

  test("in MISP: only the seconds of parts that had the event's time, and never later than it", () => {
    const before = event(60);
    const after = markMisp(before, ALDER.nameFor);
    const times = attributesOf(after).map(({ timestamp }) => Number(timestamp));
    expect(times.every((time) => time <= 1795694400 && time > 1795694400 - 600)).toBe(true);
    const bare = attributesOf(after).map((one) => ({ ...one, timestamp: "1795694400" }));
    expect({ ...after, Attribute: bare }).toEqual(before);
  });

  test("in text: only spaces at the ends of lines and between sentences", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (lines) => {
        const before = lines.join("\n");
        const after = markText(before, ALDER.nameFor);
        expect(after.split(/\s+/).join(" ").trim()).toBe(before.split(/\s+/).join(" ").trim());
        expect(after.split("\n")).toHaveLength(before.split("\n").length);
      }),
    );
  });

  test("in text: no line break, code or armour of Markdown", () => {
    const kept = [
      "ends in a hard line break  ",
      "```",
      "code and more code. Here",
      "```",
      "    indented code. Here",
      "-----BEGIN PGP SIGNATURE-----",
      "iQIzBAEBCgAdFiEE. Not",
      "-----END PGP SIGNATURE-----",
    ].join("\n");
    expect(markText(kept, ALDER.nameFor)).toBe(kept);
  });

  test("that is there already stays as it is", () => {
    const once = markText(text(50), ALDER.nameFor);
    expect(markText(once, ALDER.nameFor)).toBe(once);
  });
});

describe("the chance of naming somebody wrongly", () => {
  test("is the exact one or more, for signs of one kind that all agree", () => {
    const signs = Array.from({ length: 30 }, (_, nth) => sign(nth, 2));
    const own = signs.map((one) => ({ ...one, found: [read(ALDER, one)] }));
    const [first] = trace(own, [ALDER]).named;
    expect(first?.chance).toBeGreaterThanOrEqual(2 ** -30);
    expect(first?.chance).toBeLessThan(2 ** -30 * 1.01);
  });

  test("is kept: signs at random name none of 40 in 100 tries", () => {
    const seeds = Array.from({ length: 100 }, (_, nth) => nth);
    const wrong = seeds.filter((seed) => {
      const signs = Array.from({ length: 40 }, (_, nth) => {
        const choices = nth % 2 === 0 ? 2 : 1000;
        return { ...sign(nth, choices), found: [random(seed, nth) % choices] };
      });
      return trace(signs, PARTNERS).named.length > 0;
    });
    expect(wrong).toEqual([]);
  });

  test("grows with the number of candidates", () => {
    const signs = Array.from({ length: 22 }, (_, nth) => sign(nth, 2));
    const own = signs.map((one) => ({ ...one, found: [read(ALDER, one)] }));
    expect(trace(own, [ALDER]).named).toHaveLength(1);
    expect(trace(own, PARTNERS).named).toHaveLength(0);
  });

  test("counts a sign once, however often it stands there", () => {
    const one = sign(1, 1000);
    const often = Array.from({ length: 50 }, () => ({ ...one, found: [read(ALDER, one)] }));
    expect(trace(often, [ALDER])).toEqual({ signs: 1, named: [] });
  });
});

function candidate(partner: string): Candidate {
  return {
    partner,
    nameFor: (part) => createHmac("sha256", `key of ${partner}`).update(part).digest("hex"),
  };
}

function sign(nth: number, choices: number): Omit<Sign, "found"> {
  return { channel: "test", context: `sign ${nth}`, choices };
}

function read({ nameFor }: Candidate, { channel, context, choices }: Omit<Sign, "found">): number {
  return Number.parseInt(nameFor(`watermark ${channel} ${context}`).slice(0, 8), 16) % choices;
}

function objects(count: number): readonly JsonObject[] {
  return Array.from({ length: count }, (_, nth) => ({
    type: "indicator",
    id: `indicator--${nth}`,
    created: AT,
    modified: AT,
    name: `Host ${nth}`,
    pattern: `[ipv4-addr:value = '192.0.2.${nth}']`,
  }));
}

function event(count: number): JsonObject {
  const attributes = Array.from({ length: count }, (_, nth) => ({
    uuid: `uuid ${nth}`,
    type: "ip-dst",
    value: `192.0.2.${nth}`,
    timestamp: "1795694400",
  }));
  return { info: "Loader", timestamp: "1795694400", Attribute: attributes };
}

function attributesOf(marked: JsonObject): readonly JsonObject[] {
  return marked["Attribute"] as readonly JsonObject[];
}

function text(count: number): string {
  return Array.from(
    { length: count },
    (_, nth) => `Line ${nth} tells of host ${nth * 7}. It was seen then.`,
  ).join("\n");
}

function random(seed: number, nth: number): number {
  return createHmac("sha256", String(seed)).update(String(nth)).digest().readUInt32BE();
}

function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  return values
    .map((value, nth) => [random(seed, nth), value] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, value]) => value);
}
