import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FACTS, UNREADABLE } from "../../../src/core/facts/fact.ts";
import type { MarkingSays } from "../../../src/core/marking/says.ts";
import { findMarkings, readMarkingLabel } from "../../../src/core/marking/text.ts";
import { vectors, written } from "./vectors.ts";

const LABELS = vectors("labels.tsv").map(([input = "", expected = ""]) => ({
  text: String(JSON.parse(input)),
  expected,
}));
const LINES = vectors("lines.tsv").map(([input = "", expected = ""]) => ({
  text: String(JSON.parse(input)),
  expected,
}));
const MARKED = LABELS.filter((one) => one.expected !== "-");

describe("labels", () => {
  test.each(LABELS)("$text", ({ text, expected }) => {
    expect(written(readMarkingLabel(text))).toBe(expected);
  });

  test("case and white space around a label do not matter", () => {
    const space = fc.stringMatching(/^[ \t\n\u00a0]{0,3}$/);
    fc.assert(
      fc.property(fc.constantFrom(...LABELS), space, space, fc.boolean(), (label, a, b, up) => {
        const text = `${a}${up ? label.text.toUpperCase() : label.text.toLowerCase()}${b}`;
        expect(meaning(readMarkingLabel(text))).toBe(meaning(readMarkingLabel(label.text)));
      }),
    );
  });

  test("a text that contains tlp never says nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), casing("tlp"), (a, b, tlp) => {
        expect(readMarkingLabel(`${a}${tlp}${b}`)).not.toHaveLength(0);
      }),
    );
  });

  test("words added to a TLP label never make it a looser level", () => {
    const word = fc.stringMatching(/^[a-zA-Z]{1,12}$/);
    fc.assert(
      fc.property(fc.constantFrom("red", "amber+strict", "amber"), word, word, (level, a, b) => {
        const values = valuesOf(readMarkingLabel(`${a} TLP:${level} ${b}`), "tlp");
        expect(values).toContain(UNREADABLE);
      }),
    );
  });

  test("a text too long for a label is looked through as a line", () => {
    expect(written(readMarkingLabel(`${"x ".repeat(400)}TLP:RED`))).toBe("tlp=red");
  });
});

describe("lines of running text", () => {
  test.each(LINES)("$text", ({ text, expected }) => {
    expect(written(findMarkings(text))).toBe(expected);
  });

  test("a TLP label says the same with any words around it", () => {
    const words = fc.stringMatching(/^(?:[a-z]{1,9} ){0,6}$/).filter((text) => !isDoubtful(text));
    fc.assert(
      fc.property(
        words,
        fc.constantFrom("clear", "green", "amber", "amber+strict", "red"),
        words,
        (before, level, after) => {
          const says = findMarkings(`${before}TLP:${level} . ${after}`);
          expect(valuesOf(says, "tlp")).toEqual([level]);
        },
      ),
    );
  });

  test("an unknown TLP label is unreadable with any words around it", () => {
    const words = fc.stringMatching(/^(?:[a-z]{1,9} ){0,6}$/);
    const invented = fc
      .stringMatching(/^[a-z]{3,9}$/)
      .filter((word) => !/white|clear|green|amber|red|tlp|traffic/.test(word));
    fc.assert(
      fc.property(words, invented, (before, value) => {
        expect(valuesOf(findMarkings(`${before}TLP:${value}`), "tlp")).toEqual([UNREADABLE]);
      }),
    );
  });

  test("words in small letters say nothing", () => {
    const words = fc
      .array(
        fc.constantFrom("the", "secret", "restricted", "noforn", "report", "orcon", "to", "rel"),
        {
          minLength: 2,
        },
      )
      .map((list) => `on ${list.join(" ")}`);
    fc.assert(
      fc.property(words, (text) => {
        expect(findMarkings(text)).toEqual([]);
      }),
    );
  });
});

describe("any text at all", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc
      .array(fc.oneof(fc.constantFrom(...MARKED.map((one) => one.text)), fc.string()), {
        maxLength: 6,
      })
      .map((parts) => parts.join("")),
  );

  test("never throws, and every claim has the shape its fact asks for", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const one of [...readMarkingLabel(text), ...findMarkings(text)]) {
          expect(isShaped(one), JSON.stringify(one)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    "tlp",
    "TLP:AMBER+",
    "tlp:amber/",
    "REL TO USA, ",
    "USA/GBR EYES ",
    "NOFORN ",
    "(S//NF",
    "SECRET//",
    "a://",
    "handling code ",
    "do not be ",
    " \t",
    "\u{fdfa}",
    "\u0301",
    "\ud800",
  ])("a million characters of %j are read in the time a test has", (seed) => {
    const text = seed.repeat(Math.ceil(1_000_000 / seed.length));
    const claims = [...readMarkingLabel(text), ...findMarkings(text)];
    expect(claims.filter((one) => !isShaped(one))).toEqual([]);
  });
});

/** What is claimed, without how an unreadable text is spelled. */
function meaning(says: readonly MarkingSays[]): string {
  return written(
    says.map((one) => (one.fact === "unreadableMarkings" ? { ...one, value: "…" } : one)),
  );
}

function valuesOf(says: readonly MarkingSays[], fact: string): string[] {
  return says.filter((one) => one.fact === fact).map((one) => one.value);
}

function isDoubtful(text: string): boolean {
  return /tlp|pap|not|non|no |un |white|clear|green|amber|red/.test(text);
}

function casing(word: string): fc.Arbitrary<string> {
  return fc.mixedCase(fc.constant(word));
}

function isShaped({ fact, value, says }: MarkingSays): boolean {
  const spec = FACTS[fact];
  if (value === "" || says === "") return fact === "unreadableMarkings";
  if (spec.kind === "level") return value === UNREADABLE || spec.levels.includes(value);
  if (spec.kind === "lists") return value === value.split(",").toSorted().join(",");
  if (spec.kind === "latest" || spec.kind === "earliest") return /^\d{4}-\d{2}-\d{2}/.test(value);
  return spec.kind === "set" && [...value].length <= 80;
}
