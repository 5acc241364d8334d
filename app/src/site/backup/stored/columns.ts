import type { Row } from "../../../store/backup/rows.ts";
import { damaged } from "./damaged.ts";

/** A column that holds text. Throws a Refusal when the row has something else there. */
export function textIn(row: Row, name: string): string {
  const value = row[name];
  return typeof value === "string" ? value : wrong(name);
}

/** A column that holds a whole number. */
export function countIn(row: Row, name: string): number {
  const value = row[name];
  return typeof value === "number" ? value : wrong(name);
}

/** A column that holds bytes. */
export function bytesIn(row: Row, name: string): Uint8Array {
  const value = row[name];
  return value instanceof Uint8Array ? value : wrong(name);
}

function wrong(name: string): never {
  throw damaged("its tables", `a column ${name} is missing or of another type`);
}
