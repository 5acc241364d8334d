import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareParts,
  showDifference,
  toTerminalLines,
  type ComparedPart,
} from "../../../src/core/release/difference.ts";
import { compareLines } from "../../../src/core/release/difference-lines.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d", "once"), { maxLength: 30 });

describe("lines", () => {
  test("without the added ones they are the original, without the removed ones the copy", () => {
    fc.assert(
      fc.property(lines, lines, fc.nat(200), (before, after, left) => {
        const compared = compareLines(before, after, { left });
        const side = (other: string): readonly string[] =>
          compared.filter(({ kind }) => kind !== other).map(({ text }) => text);
        expect(side("added")).toEqual(before);
        expect(side("removed")).toEqual(after);
      }),
    );
  });

  test("that did not change are all the same", () => {
    fc.assert(
      fc.property(lines, (text) => {
        expect(compareLines(text, text).every(({ kind }) => kind === "same")).toBe(true);
      }),
    );
  });

  test("keep what stands in both, round what changed", () => {
    expect(compareLines(["x", "a", "b", "a"], ["a", "y", "b", "a"])).toEqual([
      { kind: "removed", text: "x" },
      { kind: "same", text: "a" },
      { kind: "added", text: "y" },
      { kind: "same", text: "b" },
      { kind: "same", text: "a" },
    ]);
  });

  test("are removed and added whole where comparing them would take too long", () => {
    const compared = compareLines(["a", "b", "a"], ["b", "a", "b"], { left: 3 });
    const kinds = compared.map(({ kind }) => kind).join(" ");
    expect(kinds).toBe("removed removed removed added added added");
  });
});

describe("parts", () => {
  const before = [part("1", "name: x", "tlp: red"), part("2", "name: y"), part("3", "name: z")];
  const after = [part("9", "name: x"), part("3", "name: z"), part("m", "says: caveat")];
  const compared = compareParts(before, after, [{ from: "1", to: "9" }]);

  test("are kept, changed, removed or added", () => {
    expect(compared.map(({ what, before: was, after: is }) => [what, was, is])).toEqual([
      ["changed", "part 1", "part 9"],
      ["removed", "part 2", undefined],
      ["kept", "part 3", "part 3"],
      ["added", undefined, "part m"],
    ]);
  });

  test("are shown line by line, each under its name", () => {
    expect(toTerminalLines(showDifference(compared))).toEqual([
      "  [changed] part 1 → part 9",
      "  name: x",
      "- tlp: red",
      "- [removed] part 2",
      "- name: y",
      "  [kept] part 3",
      "  … 1 line as it was",
      "+ [added] part m",
      "+ says: caveat",
    ]);
  });

  test("are shown up to a number of lines, and the rest is counted", () => {
    const shown = showDifference(compared, 4);
    expect(shown.lines).toHaveLength(4);
    expect(shown.more).toBe(5);
    expect(toTerminalLines(shown).at(-1)).toBe("… 5 more lines");
  });
});

function part(id: string, ...text: readonly string[]): ComparedPart {
  return { id, title: `part ${id}`, lines: text };
}
