import { StringDecoder } from "node:string_decoder";
import type { Json, JsonObject } from "caveat-verifier";

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The text that a value is. Throws what `bad` makes otherwise. */
export function textOf(value: Json | undefined, bad: (problem: string) => Error): string {
  if (typeof value === "string") return value;
  throw bad("a text in it is missing");
}

/** Cuts a stream of UTF-8 into lines of at most `most` characters; a longer one ends the stream. */
export async function* linesOf(
  chunks: AsyncIterable<Buffer | string>,
  most: number,
): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const [first = "", ...more] = (typeof chunk === "string" ? chunk : decoder.write(chunk)).split(
      "\n",
    );
    parts.push(first);
    length += first.length;
    for (const part of more) {
      if (length > most) return;
      yield parts.join("");
      parts = [part];
      length = part.length;
    }
    if (length > most) return;
  }
}
