import { describe, expect, test } from "vitest";
import { findResidue } from "../../../src/core/release/residue.ts";
import { DIGESTS } from "../../../src/formats/copy/digests-of-bytes.ts";
import { makeCopy } from "../../../src/formats/copy/make-copy.ts";
import { residueOfCopy } from "../../../src/formats/copy/residue-of-copy.ts";
import { unpack } from "../../../src/formats/copy/unpack.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";
import { leaks, TYPED } from "../../support/leaks.ts";
import { leakyItems } from "../../support/leaky-items.ts";
import { copyFor, planOf } from "./copy-for.ts";

const PLANTED = leaks(2100);
const SECRETS = PLANTED.map(({ secret }) => secret);
/** The fonts of the sample know Latin-1 only, and its lines no attached files. */
const NOT_IN_PDF = new Set<string>(["lookalikes", "zero-width", "broken line"]);
const OWN_TIMES = ["2026-11-26T12:00:00.000Z"];

test("the corpus holds 2,100 different secrets", () => {
  expect(new Set(SECRETS.map(({ text }) => text.toLowerCase())).size).toBe(2100);
});

describe("with sanitising switched off, the residue check stops every planted secret", () => {
  test.each(leakyItems(PLANTED))("in $name", ({ name, bytes }) => {
    const found = findResidue(bytes, SECRETS, DIGESTS, [], (packed) =>
      unpack(packed, DEFAULT_LIMITS),
    );
    const stopped = new Set(found.map(({ secret }) => secret));
    const missed = PLANTED.filter(
      ({ guise, written }, nth) =>
        !stopped.has(nth) &&
        !(name === "report.pdf" && (NOT_IN_PDF.has(guise) || /[^\x20-\x7e]/.test(written))),
    );
    expect(missed.map(({ guise, written }) => `${guise}: ${written}`).slice(0, 9)).toEqual([]);
  });
});

describe("with sanitising, none of them is in the bytes that leave", () => {
  const typed = PLANTED.filter(({ guise }) => TYPED.includes(guise));
  const plan = planOf(
    { step: "remove-words", words: SECRETS.map(({ text }) => text), with: "[removed]" },
    { step: "remove-sources", names: [] },
    { step: "remove-persons" },
  );
  // A packed file in running text nobody takes out: the check stops it, as above.
  const items = [...leakyItems(PLANTED).slice(0, 2), ...leakyItems(typed).slice(2)];
  const fewer = PLANTED.filter((_, nth) => nth % 7 === 0);
  const others = leakyItems(fewer.filter(({ guise }) => TYPED.includes(guise)));
  // All of them over one medium of each format; over the others every seventh.
  const cases = [
    ...items.map(({ media, ...item }) => ({ ...item, medium: media[0] ?? "export" })),
    ...others.flatMap(({ media, ...item }) =>
      media.slice(1).map((medium) => ({ ...item, medium })),
    ),
  ];

  test.each(cases)("$name over $medium", async ({ name, bytes, medium }) => {
    const copy = await makeCopy(bytes, name, plan, copyFor(), medium, { limits: DEFAULT_LIMITS });
    const found = await residueOfCopy(copy, { more: SECRETS, allowed: OWN_TIMES });
    expect(found.map(({ place, says }) => `${place}: ${says}`).slice(0, 9)).toEqual([]);
    const text = Buffer.from(copy.bytes).toString("utf8");
    expect(text).toMatch(/attacker\.example|in May/);
    expect(typed.filter(({ written }) => text.includes(written)).slice(0, 9)).toEqual([]);
  });
});
