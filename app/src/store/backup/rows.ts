import type { Column, Table } from "./tables.ts";

/** A value as the program gets it from the database: text, number, yes or no, bytes, or nothing. */
export type Value = string | number | boolean | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

/**
 * A row as one line of text, without its end: a JSON object with the columns in the table's order.
 * Bytes are base64; times are in UTC with six digits; numbers are numbers.
 */
export function formatRow({ columns }: Table, row: Row): string {
  return JSON.stringify(
    Object.fromEntries(columns.map(({ name }) => [name, textOf(row[name] ?? null)])),
  );
}

/** Reads what `formatRow` wrote; undefined for a line it would not have written so. */
export function parseRow(table: Table, line: string): Row | undefined {
  const found: unknown = parseJson(line);
  if (typeof found !== "object" || found === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(found));
  const row: Record<string, Value> = {};
  for (const column of table.columns) {
    const value = valueOf(column, fields.get(column.name));
    if (value === undefined) return undefined;
    row[column.name] = value;
  }
  return formatRow(table, row) === line ? row : undefined;
}

function textOf(value: Value): string | number | boolean | null {
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}

function valueOf({ type }: Column, value: unknown): Value | undefined {
  if (value === null) return null;
  switch (type) {
    case "int4":
    case "int8":
      return Number.isSafeInteger(value) ? Number(value) : undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "bytea":
      return typeof value === "string" ? Buffer.from(value, "base64") : undefined;
    case "uuid":
    case "text":
    case "timestamptz":
    case "date":
      return typeof value === "string" ? value : undefined;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
