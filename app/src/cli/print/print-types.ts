import Table from "cli-table3";
import type { Part } from "../../core/item.ts";
import { printable } from "./printable.ts";

/** The parts by type: how many, how many are not withdrawn, how many of those carry a country. */
export function formatTypes(parts: readonly Part[]): string {
  const rows = new Map<string, Row>();
  for (const part of parts) {
    const row = rows.get(part.type) ?? {
      parts: 0,
      active: 0,
      marked: 0,
      attributed: 0,
      several: 0,
    };
    rows.set(part.type, count(row, part));
  }
  const table = new Table({
    head: [
      "type",
      "parts",
      "TLP of its own",
      "active",
      "active, attributed to a country",
      "to several",
    ],
    style: { head: [], border: [], compact: true },
    colAligns: ["left", "right", "right", "right", "right", "right"],
  });
  const sorted = [...rows].toSorted(([, a], [, b]) => b.parts - a.parts);
  for (const [type, row] of sorted) {
    table.push([printable(type), row.parts, row.marked, row.active, row.attributed, row.several]);
  }
  return table.toString();
}

interface Row {
  readonly parts: number;
  readonly active: number;
  readonly marked: number;
  readonly attributed: number;
  readonly several: number;
}

function count(row: Row, part: Part): Row {
  const active = !part.claims.some((c) => c.fact === "revokedBySource" && c.value === true);
  const countries = new Set(
    part.claims.filter((c) => c.fact === "attributedTo").map((c) => c.value),
  );
  const marked = part.claims.some((c) => c.fact === "tlp" && c.reading === undefined);
  return {
    parts: row.parts + 1,
    active: row.active + Number(active),
    marked: row.marked + Number(marked),
    attributed: row.attributed + Number(active && countries.size > 0),
    several: row.several + Number(active && countries.size > 1),
  };
}
