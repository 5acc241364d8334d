import type { Json } from "../../../../core/item.ts";
import type { Change } from "../../../../core/release/copy.ts";
import type { Way } from "../../../../core/release/rewrite.ts";
import { REMOVED, type TextEdit } from "../../text/text-edit.ts";
import type { Draft } from "../draft.ts";
import { pointer } from "../object.ts";
import { keepSecrets } from "../secrets.ts";
import { kindOf, shapesAt, type Kind, type Shape } from "../shape/shape.ts";

/**
 * Does to every text of the objects what a step does to running text. A value that cannot be edited and
 * holds what must go (an address, a word of a list, bytes) goes whole; so does the entry of a dictionary
 * with such a key, and an indicator with such a pattern, since what is left of one would match other things.
 */
export function editTexts(draft: Draft, step: Change["step"], given: TextEdit): void {
  const edit = remembering(given);
  for (const entry of draft.left()) {
    let isSpoilt = false;
    draft.rewrite(entry, (value, way) => {
      if (isSpoilt || isStandard(way)) return value;
      const [above, own] = shapesAt(entry.type, way);
      const isKey = isDictionaryKey(above, own, way) && edit.touches(String(way.at(-1)));
      if (typeof value !== "string") return isKey ? takeOut(value, way) : value;
      const kind = kindOf(own);
      if (kind === "text" && !isKey) return afterEdit(value, way);
      if (!isKey && (!mayHold(kind) || !edit.touches(value))) return value;
      if (kind !== "pattern") return takeOut(value, way);
      isSpoilt = true;
      return value;
    });
    if (isSpoilt) draft.drop(entry, step, "an indicator whose pattern holds what must go");

    function afterEdit(text: string, way: Way): Json | undefined {
      const edited = edit.edit(text, pointer(entry, way));
      const isListed = typeof way.at(-1) === "number";
      return isListed && edited.trim() === REMOVED ? undefined : edited;
    }

    function takeOut(value: Json, way: Way): undefined {
      keepSecrets(value, entry, way, step, draft.log);
      draft.log.change(step, pointer(entry, way), "a value that holds what must go");
      return undefined;
    }
  }
}

/** Values repeat: what was found of one is remembered. */
function remembering(edit: TextEdit): TextEdit {
  const known = new Map<string, boolean>();
  return {
    edit: (text, place) => edit.edit(text, place),
    touches: (value) => {
      if (value.length > LONGEST_KNOWN) return edit.touches(value);
      const before = known.get(value);
      if (before !== undefined) return before;
      const found = edit.touches(value);
      known.set(value, found);
      return found;
    },
  };
}

/** Longer values seldom repeat. */
const LONGEST_KNOWN = 80;

/** References and times say nothing in words; ids are dealt with where they are renewed. */
function mayHold(kind: Kind | undefined): boolean {
  return kind !== "reference" && kind !== "time";
}

/** What the standard writes, not its user. */
function isStandard(way: Way): boolean {
  return way.length === 1 && (way[0] === "type" || way[0] === "id" || way[0] === "spec_version");
}

function isDictionaryKey(above: Shape | undefined, own: Shape | undefined, way: Way): boolean {
  if (way.length < 2 || typeof way.at(-1) !== "string") return false;
  const isDictionary = above?.kind === "dictionary" && kindOf(above.of) !== undefined;
  return isDictionary || kindOf(own) === undefined;
}
