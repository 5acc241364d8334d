import { describe, expect, test } from "vitest";
import { readMarkingLabel } from "../../../src/core/marking/text.ts";
import { ceilingOf } from "../../../src/formats/copy/ceiling.ts";

/** Does what is marked like this go, where the plan leaves so much at most? */
function goes(marking: string, most: string): boolean {
  const claims = readMarkingLabel(marking);
  expect(claims.length).toBeGreaterThan(0);
  return ceilingOf(most).isExceededBy(claims.map((claim) => ({ ...claim, place: "line 1" })));
}

describe("what is marked", () => {
  test.each([
    ["SECRET", "SECRET"],
    ["TLP:GREEN", "TLP:AMBER"],
    ["TLP:AMBER", "TLP:AMBER"],
  ])("%s stays under %s", (marking, most) => {
    expect(goes(marking, most)).toBe(false);
  });

  test.each([
    ["TLP:RED", "TLP:AMBER"],
    ["TOP SECRET", "SECRET"],
    ["SECRET//NOFORN", "SECRET"],
    ["SECRET//REL TO USA, NLD", "SECRET"],
    ["SECRET//ORCON", "TOP SECRET"],
    ["SECRET//NOFORN", "TLP:RED"],
    ["tlp:purple", "TLP:RED"],
  ])("%s goes under %s", (marking, most) => {
    expect(goes(marking, most)).toBe(true);
  });

  test("3. never: what is not understood stays, under the highest of any kind", () => {
    const unknown = {
      fact: "unreadableMarkings",
      value: "CORAL REEF",
      place: "line 1",
      says: "nobody knows it",
    } as const;
    for (const most of ["TLP:RED", "PAP:RED", "TOP SECRET"]) {
      expect(ceilingOf(most).isExceededBy([unknown])).toBe(true);
    }
  });
});
