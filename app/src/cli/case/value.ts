import { Refusal } from "../../core/refusal.ts";

/** "name=value", whose value is JSON where it reads as that, else a text. */
export function readValue(text: string): readonly [string, unknown] {
  const at = text.indexOf("=");
  if (at < 1) {
    throw new Refusal(
      "bad-usage",
      text,
      "it is not of the form name=value",
      "write personal=false",
    );
  }
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value) as unknown];
  } catch {
    return [text.slice(0, at), value];
  }
}
