import type { Row } from "./row.ts";

const HEADS = ["what", "measured", "beside, in the same run", "bound", ""] as const;

/** All rows as one table in Markdown, aligned, so that it reads well on a terminal and in a page. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [HEADS, ...rows.map(toCells)];
  const widths = HEADS.map((_, i) => Math.max(3, ...cells.map((line) => (line[i] ?? "").length)));
  const lines = cells.map((line) => toLine(line.map((cell, i) => cell.padEnd(widths[i] ?? 0))));
  lines.splice(1, 0, toLine(widths.map((width) => "-".repeat(width))));
  const why = rows.map((row) => `- ${row.what}: ${row.boundedBy}.`);
  return `${lines.join("\n")}\n\nWhat bounds each figure:\n\n${why.join("\n")}\n`;
}

function toCells(row: Row): readonly string[] {
  if (row.skipped !== undefined) return [row.what, `skipped: ${row.skipped}`, "", "", ""];
  const holds = row.holds === undefined ? "" : row.holds ? "ok" : "MISSED";
  return [row.what, row.measured, row.beside ?? "", row.bound ?? "", holds];
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
