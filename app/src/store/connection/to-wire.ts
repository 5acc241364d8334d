/**
 * A value as PostgreSQL's protocol takes it: text in its text form, bytes as they are. Lists become
 * arrays. Throws a TypeError for what no column here holds.
 */
export function toWire(value: unknown): string | Buffer | null {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return Array.isArray(value) ? `{${value.map(toElement).join()}}` : toText(value);
}

/** Quoted, so that it is never taken for NULL or for the end of the list. */
function toElement(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString("hex")}"`;
  if (typeof value === "number") return String(value);
  const text = toText(value);
  // Nearly all are ids and moments; to look for something to escape costs less than to replace nothing.
  if (!text.includes('"') && !text.includes("\\")) return `"${text}"`;
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function toText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      throw new TypeError(`a value of a statement is text, a number, bytes or a list of those`);
  }
}
