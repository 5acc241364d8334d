import { describe, expect, test } from "vitest";

import { readReport } from "../../../tools/tests/report.ts";
import { skippedByReason, tally } from "../../../tools/tests/tally.ts";

function reportOf(...files: object[]): string {
  const success = files.every((one) => "status" in one && one.status === "passed");
  return JSON.stringify({ success, testResults: files });
}

const file = {
  name: "/repo/app/test/a.test.ts",
  status: "passed",
  assertionResults: [
    { fullName: "holds", status: "passed" },
    { fullName: "real events (needs ../shared/data) are read", status: "skipped" },
    { fullName: "comes later", status: "todo" },
    { fullName: "left out by -t", status: "skipped" },
  ],
};

describe("readReport", () => {
  test("says of each skipped test why, where it is known", () => {
    const outcomes = readReport(reportOf(file), "/repo/", false);
    expect(tally(outcomes)).toBe("1 passed, 0 failed, 3 skipped");
    expect(skippedByReason(outcomes)).toEqual([
      "skipped (no ../shared/data):",
      "  app/test/a.test.ts > real events (needs ../shared/data) are read",
      "skipped (to do):",
      "  app/test/a.test.ts > comes later",
      "skipped (not selected):",
      "  app/test/a.test.ts > left out by -t",
    ]);
  });

  test("does not blame missing data where the data are there", () => {
    const reasons = readReport(reportOf(file), "/repo/", true).map(({ reason }) => reason);
    expect(reasons).toEqual([undefined, "not selected", "to do", "not selected"]);
  });

  test("a file that could not be loaded is one failure", () => {
    const broken = { name: "/repo/b.test.ts", status: "failed", assertionResults: [] };
    const outcomes = readReport(reportOf(file, broken), "/repo/", true);
    expect(tally(outcomes)).toBe("1 passed, 1 failed, 3 skipped");
  });

  test("a file with failed tests is not counted once more", () => {
    const failing = {
      name: "/repo/c.test.ts",
      status: "failed",
      assertionResults: [{ fullName: "does not hold", status: "failed" }],
    };
    expect(tally(readReport(reportOf(failing), "/repo/", true))).toBe(
      "0 passed, 1 failed, 0 skipped",
    );
  });

  test("a test that never ran to its end has not passed", () => {
    const cut = { ...file, assertionResults: [{ fullName: "cut short", status: "pending" }] };
    expect(tally(readReport(reportOf(cut), "/repo/", true))).toBe("0 passed, 1 failed, 0 skipped");
  });

  test("a run that failed outside its tests is a failure", () => {
    const text = JSON.stringify({ success: false, testResults: [file] });
    expect(tally(readReport(text, "/repo/", true))).toBe("1 passed, 1 failed, 3 skipped");
  });

  test.each(["", "{", "null", "[]", '{"success":true}'])("a report of %j is a failure", (text) => {
    expect(tally(readReport(text, "/repo/", true))).toBe("0 passed, 1 failed, 0 skipped");
  });
});

test("nothing skipped is no list", () => {
  expect(skippedByReason([{ name: "holds", state: "passed" }])).toEqual([]);
});
