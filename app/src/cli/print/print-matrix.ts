import Table from "cli-table3";
import type { Verdict } from "../../core/deciding/verdict.ts";
import type { Colours } from "./colour.ts";
import { printable } from "./printable.ts";

/** One row of the matrix: an item, with a verdict for each recipient. */
export interface MatrixRow {
  readonly title: string;
  readonly cells: readonly Verdict[];
}

/** Short forms, so that twelve partners fit on a screen. */
const SHORT = {
  release: "release",
  "release-with-caveats": "+caveats",
  hold: "hold",
  refer: "refer",
  withhold: "withhold",
} as const;

/** Items × recipients. Every cell says the outcome. */
export function formatMatrix(rows: readonly MatrixRow[], c: Colours): string {
  const partners = rows[0]?.cells.map((cell) => cell.partner) ?? [];
  const table = new Table({
    head: ["", ...partners],
    style: { head: [], border: [], compact: true },
  });
  for (const { title, cells } of rows) {
    table.push([
      printable(title),
      ...cells.map((cell) => c.outcome(cell.outcome, SHORT[cell.outcome])),
    ]);
  }
  return `${table.toString()}\n`;
}
