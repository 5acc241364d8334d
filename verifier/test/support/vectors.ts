import { readFileSync } from "node:fs";

/** A JSON file of the vectors folder, for instance `vectors("note/notes.json")`. */
export function vectors<T>(path: string): T {
  const text = readFileSync(new URL(`../../../vectors/${path}`, import.meta.url), "utf8");
  const value: T = JSON.parse(text);
  return value;
}

/** The bytes of a case that gives them as `text`, or as `base64` where they are not text. */
export function bytesOf(item: { readonly text?: string; readonly base64?: string }): Uint8Array {
  return item.base64 === undefined
    ? new TextEncoder().encode(item.text)
    : new Uint8Array(Buffer.from(item.base64, "base64"));
}
