import type { Secret } from "../../../core/release/copy.ts";
import { REMOVED, type ScreenedEdit } from "../text/text-edit.ts";
import { makeWordRemover } from "../words/word-remover.ts";
import type { Draft } from "./draft.ts";
import { editTexts } from "./steps/edit-texts.ts";

const STEP = "close-references";
/** What is told apart wherever it stands; whole texts are not looked for here. */
const KINDS: ReadonlySet<Secret["kind"]> = new Set([
  "name",
  "address",
  "value",
  "place",
  "originator",
  "recipient",
  "number",
  "word",
]);
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const UUID_LENGTH = 36;
/** With the type before it, where it is written so. */
const ID = new RegExp(`(?:[a-z][a-z0-9-]{1,80}--)?(${UUID.source})`, "gi");

/** Takes what was removed out of every object that stays: its name in another's text, its value in a pattern. */
export function maskSecrets(draft: Draft): void {
  const words = draft.log.secrets.filter(({ kind }) => KINDS.has(kind)).map(({ text }) => text);
  if (words.length === 0) return;
  const remover = makeWordRemover(words);
  editTexts(draft, STEP, {
    edit: (text, place) => {
      const { text: clean, found } = remover.remove(text, REMOVED);
      if (found > 0) draft.log.change(STEP, place, "what names a part that was removed");
      return clean;
    },
    touches: (value) => remover.isIn(value),
    leaves: (text) => !remover.isIn(text),
  });
}

/** Takes the ids of the item's objects out of texts: most are called otherwise in the copy. */
export function maskIds(draft: Draft): void {
  const own = uuidsIn(draft.to.own.stixIdentity);
  const ids = new Set(
    draft.entries.flatMap(({ id }) => uuidsIn(id)).filter((uuid) => !own.includes(uuid)),
  );
  const edit: ScreenedEdit = {
    edit: (text, place) =>
      text.replace(ID, (id, uuid: string) => {
        if (!ids.has(uuid.toLowerCase())) return id;
        draft.log.change(STEP, place, "the id of an object");
        return REMOVED;
      }),
    touches: (value) => uuidsIn(value).some((uuid) => ids.has(uuid)),
    leaves: (text) => text.length < UUID_LENGTH || text.search(UUID) < 0,
  };
  editTexts(draft, STEP, edit);
}

function uuidsIn(text: string): readonly string[] {
  if (text.length < UUID_LENGTH) return [];
  return (text.match(UUID) ?? []).map((uuid) => uuid.toLowerCase());
}
