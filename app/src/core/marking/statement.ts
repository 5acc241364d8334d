import type { Json } from "../item.ts";
import { isObject, textsOf } from "./json-value.ts";
import { sayOnce, sayUnreadable, type MarkingSays } from "./says.ts";
import { findMarkings, readMarkingLabel } from "./text.ts";

/** A limit on passing it on, in plain words: "Not for release outside the agency". */
const LIMIT =
  /\b(?:do not|not for|not to be|must not be|may not be|no|without)(?: (?:further|public|onward|any|prior|written|be)){0,3} (?:distribut|redistribut|disseminat|releas|shar|disclos|forward|circulat|publi|transmi|authori[sz]|consent|permission)|\b(?:internal|official|authori[sz]ed|intended) (?:use|recipients?|personnel) only|\beyes only\b/i;
const LONGEST = 10_000;

/**
 * What a statement marking says. A copyright or a licence restricts nothing here; a text that holds a
 * marking says what that marking says, and one that limits passing on in plain words is unreadable.
 * In: the `definition` of the marking. [] also for what its producer left empty.
 */
export function readStatement(definition: Json | undefined): MarkingSays[] {
  if (!isObject(definition) || definition["statement"] === undefined) {
    return sayUnreadable("statement", "a statement marking without its statement");
  }
  const says = Object.values(definition).flatMap(textsOf).flatMap(readText);
  const texts = textsOf(definition["statement"]).map((text) => text.slice(0, LONGEST));
  const limited = texts.filter((text) => says.length === 0 && LIMIT.test(text));
  return sayOnce([
    ...says,
    ...limited.flatMap((text) => sayUnreadable(text, "a limit in plain words")),
  ]);
}

function readText(text: string): readonly MarkingSays[] {
  const found = text.split("\n").flatMap(findMarkings);
  return found.length > 0 ? found : readMarkingLabel(text);
}
