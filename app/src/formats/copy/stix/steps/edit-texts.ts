import type { Json } from "../../../../core/item.ts";
import type { Change } from "../../../../core/release/copy.ts";
import type { Way } from "../../../../core/release/rewrite.ts";
import { REMOVED, type ScreenedEdit } from "../../text/text-edit.ts";
import type { Draft } from "../draft.ts";
import { pointer } from "../object.ts";
import { keepSecrets } from "../secrets.ts";
import { kindOf, shapesAt } from "../shape/shape.ts";
import { isDictionaryKey, isStandard, mayHold, textsIn, type Texts } from "../texts-in.ts";

/**
 * Does to every text of the objects what a step does to running text. A value that cannot be edited and
 * holds what must go (an address, a word of a list, bytes) goes whole; so does the entry of a dictionary
 * with such a key, and an indicator with such a pattern, since what is left of one would match other things.
 */
export function editTexts(draft: Draft, step: Change["step"], given: ScreenedEdit): void {
  const edit = remembering(given);
  for (const entry of draft.left()) {
    if (given.wordsOf !== undefined && draft.screen.isClear(entry, given.wordsOf)) continue;
    if (leavesAll(textsIn(entry), edit)) continue;
    let isSpoilt = false;
    draft.rewrite(entry, (value, way) => {
      if (isSpoilt || isStandard(way)) return value;
      const [above, own] = shapesAt(entry.type, way);
      const key = way.length > 1 ? way.at(-1) : undefined;
      const isKey = isDictionaryKey(key, above, own) && edit.touches(key);
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

function leavesAll({ running, values }: Texts, edit: ScreenedEdit): boolean {
  return running.every((text) => edit.leaves(text)) && values.every((text) => edit.leaves(text));
}

/** Values repeat: what was found of one is remembered. */
function remembering(edit: ScreenedEdit): ScreenedEdit {
  return {
    edit: (text, place) => edit.edit(text, place),
    touches: remembered((value) => edit.touches(value)),
    leaves: remembered((text) => edit.leaves(text)),
  };
}

function remembered(ask: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    if (text.length > LONGEST_KNOWN) return ask(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const answer = ask(text);
    known.set(text, answer);
    return answer;
  };
}

/** Longer values seldom repeat. */
const LONGEST_KNOWN = 80;
