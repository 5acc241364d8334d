import { describe, expect, test } from "vitest";
import { caveatName, caveatsFor } from "../../../src/core/release/caveat-texts.ts";
import { sheetOf } from "../../support/plain.ts";

const NO_PLAN = { name: "nothing removed", steps: [] };

/** The labels that a copy of an item with these levels carries. */
function labelsOf(tlp: string, pap: string, onItem: boolean): readonly string[] {
  const level = (value: string) => ({ value, everywhere: true, mixed: false, onItem });
  const { levels, ...rest } = sheetOf({ tlp: "green" });
  const facts = { ...rest, levels: { ...levels, tlp: level(tlp), pap: level(pap) } };
  return caveatsFor([], { facts, packs: [], plan: NO_PLAN }).map(caveatName);
}

describe("the labels of a copy", () => {
  test.each([true, false])("are those of its item, printed on it: %s", (onItem) => {
    expect(labelsOf("amber", "green", onItem)).toEqual(["pap PAP:GREEN", "tlp TLP:AMBER"]);
  });

  test.each(["unreadable", "purple", ""])(
    "3. never: %j, which nobody knows, is a light one",
    (odd) => {
      for (const onItem of [true, false]) {
        expect(labelsOf(odd, odd, onItem)).toEqual(["pap PAP:RED", "tlp TLP:RED"]);
      }
    },
  );
});
