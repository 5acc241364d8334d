import { makeSecretRemover } from "../words/word-remover.ts";
import { REMOVED } from "../text/text-edit.ts";
import { editTexts } from "./edit-text.ts";
import { allParts, type Part, type Work } from "./part.ts";

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
/** Long numbers in running text that are the id of something in the sender's database. */
const LONG_NUMBER = /(?<![\p{L}\p{N}.])\d{5,12}(?![\p{L}\p{N}.])/gu;

/**
 * Takes out of what stays whatever was removed elsewhere: names, values, uuids of the original and
 * numbers of its database. A uuid of a part that leaves becomes its new one in running text. A number of
 * the database is a secret only where running text names it: by the fields that may leave it cannot, and
 * any digest holds some such number by chance.
 */
export function cleanse(
  events: readonly Part[],
  known: { readonly uuids: ReadonlySet<string>; readonly numbers: ReadonlySet<string> },
  newUuids: ReadonlyMap<string, string>,
  work: Work,
): readonly Part[] {
  const secrets = work.log.secrets.filter(({ text }) => !known.uuids.has(text));
  const remover = makeSecretRemover(secrets);
  const replaceUuids = (text: string): string =>
    text.replace(UUID, (found) => {
      const small = found.toLowerCase();
      return newUuids.get(small) ?? (known.uuids.has(small) ? REMOVED : found);
    });
  const replaceNumbers = (text: string, place: string): string =>
    text.replace(LONG_NUMBER, (found) => {
      if (!known.numbers.has(found)) return found;
      work.log.secret("id", found, place);
      return REMOVED;
    });
  const edit = {
    edit: (text: string, place: string) =>
      remover.remove(replaceNumbers(replaceUuids(text), place), REMOVED).text,
    touches: (value: string) =>
      remover.isIn(value) ||
      (value.match(UUID) ?? []).some((one) => known.uuids.has(one.toLowerCase())),
  };
  return closed(editTexts(events, edit, "allow-list", work), work);
}

/** References to what does not leave go (standards.md S17: each is itself information). */
function closed(events: readonly Part[], { log }: Work): readonly Part[] {
  const leaving = new Set([...allParts(events)].map(({ key }) => key));
  const close = (part: Part): Part => {
    const references = part.references.filter(({ to }) => leaving.has(to));
    if (references.length < part.references.length) {
      log.change(
        "close-references",
        part.place,
        "references to what does not leave were taken out",
      );
    }
    return { ...part, references, parts: part.parts.map(close) };
  };
  return events.map(close);
}
