import { expect, test } from "vitest";
import type { SanitiseStep } from "../../../src/core/release/plan.ts";
import { RemovalLog } from "../../../src/formats/copy/removal-log.ts";
import { textEditOf } from "../../../src/formats/copy/text/text-edit.ts";
import { copyFor } from "./copy-for.ts";

test.each([
  ["2026-03-12T10:11:12.345Z", "2026-03-12", "2026-03", "2026"],
  ["2026-03-12 10:11 CET", "2026-03-12", "2026-03", "2026"],
  ["2026/03/12", "2026/03/12", "2026/03", "2026"],
  ["12/03/2026", "12/03/2026", "2026", "2026"],
  ["12 March 2026", "12 March 2026", "March 2026", "2026"],
  ["March 12th, 2026", "March 12th, 2026", "March 2026", "2026"],
  ["12 maart", "12 maart", "maart", "[date removed]"],
  ["at 14:05:33", "at [time removed]", "at [time removed]", "at [time removed]"],
  ["in May 2026", "in May 2026", "in May 2026", "in May 2026"],
  [
    "ratio 16:9 of v2026-03",
    "ratio 16:9 of v2026-03",
    "ratio 16:9 of v2026-03",
    "ratio 16:9 of v2026-03",
  ],
  ["00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e"],
] as const)("%s is told by the day, the month and the year", (text, day, month, year) => {
  const told = (["day", "month", "year"] as const).map((to) =>
    edit({ step: "generalise-time", to }, text),
  );
  expect(told).toEqual([day, month, year]);
});

test.each([
  ["ask ada@desk.example now", "ask [removed] now"],
  ["ask ada.l+x@mail.desk.example, now", "ask [removed], now"],
  ["ada [at] desk [dot] example", "[removed]"],
  ["ada(@)desk(.)example", "[removed]"],
  ["ada at desk dot example", "[removed]"],
  ["call 0031 6 1234 5678.", "call [removed]."],
  ["number 111222333 of a citizen", "number [removed] of a citizen"],
  ["number 111222334 of none", "number 111222334 of none"],
  ["@handle and a@b and look at dot com", "@handle and a@b and look at dot com"],
])("of %s what leads to a person goes", (text, expected) => {
  expect(edit({ step: "remove-persons" }, text)).toBe(expected);
});

test.each([
  ["at 52.3702, 4.8952.", "at [removed]."],
  ["at 52°22'13\"N 4°53'42\"E", "at [removed] [removed]"],
  ["version 52.370, 12 files", "version 52.370, 12 files"],
])("of %s coordinates go", (text, expected) => {
  expect(edit({ step: "generalise-place", to: "country" }, text)).toBe(expected);
});

test("hostile texts cost what their length costs", () => {
  const pieces = [
    "@",
    "a@",
    "[at]",
    `${"a".repeat(63)}!@`,
    "1 ",
    "12:",
    "a at b dot ",
    "2026-03-",
    "° ",
  ];
  const steps: readonly SanitiseStep[] = [
    { step: "remove-persons" },
    { step: "generalise-time", to: "year" },
    { step: "generalise-place", to: "country" },
  ];
  for (const piece of pieces) {
    for (const step of steps) {
      const text = piece.repeat(100_000 / piece.length);
      expect(edit(step, text)?.length).toBeLessThan(2_000_000);
    }
  }
});

function edit(step: SanitiseStep, text: string): string | undefined {
  return textEditOf(step, copyFor().own, new RemovalLog())?.edit(text, "the text");
}
