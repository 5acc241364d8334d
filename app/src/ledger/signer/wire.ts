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

/** Cuts a stream into lines of at most `most` characters; a longer one ends the stream. */
export async function* linesOf(
  chunks: AsyncIterable<Buffer | string>,
  most: number,
): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    rest += chunk.toString();
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
    if (rest.length > most) return;
  }
}
