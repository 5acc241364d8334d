import type { Json } from "../../core/item.ts";
import { pointerStep } from "../json/place.ts";

/** A text in a JSON value and the JSON pointer to it. */
export interface PlacedText {
  readonly place: string;
  readonly text: string;
}

/** Every text in a JSON value, keys apart, in its order. Depth costs no stack. */
export function* textsIn(json: Json): Generator<PlacedText> {
  const open: { readonly place: string; readonly value: Json }[] = [{ place: "", value: json }];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { place, value } = one;
    if (typeof value === "string") yield { place, text: value };
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value).reverse()) {
      open.push({ place: place + pointerStep(key), value: inner as Json });
    }
  }
}
