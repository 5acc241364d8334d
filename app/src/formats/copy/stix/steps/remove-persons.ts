import type { SanitiseStep } from "../../../../core/release/plan.ts";
import type { Claims } from "../claims.ts";
import { REMOVED, textEditOf, type ScreenedEdit, type TextEdit } from "../../text/text-edit.ts";
import type { Draft, Entry } from "../draft.ts";
import { textsUnder } from "../object.ts";
import { editTexts } from "./edit-texts.ts";

type PersonStep = SanitiseStep & {
  readonly step: "remove-persons" | "remove-own-nationals" | "remove-protected-professions";
};

/** Properties of any object that name or reach a person. */
const PERSONAL: ReadonlySet<string> = new Set(["contact_information", "authors", "received_lines"]);
/** Under which an observable names a person. */
const NAMES = ["name", "aliases", "display_name", "account_login", "user_id"] as const;
/** Accounts that every machine has. */
const NOBODY =
  /^(?:root|admin|administrator|system|guest|user|nobody|service|local service|test)$/i;
/** The folder of a person, as three systems call it. */
const HOME = /((?:Users|Documents and Settings|home)[\\/]{1,2})([^\\/\s:*?"<>|]{2,64})/gi;
const NO_PERSONS_FOLDER = /^(?:public|default|all users|shared|%username%|<[^>]*>|\[removed\])$/i;

/**
 * Persons go, each with what names, reaches or locates one: individuals, their accounts and addresses,
 * messages, patterns that ask for one of these, authors; and their names, e-mail addresses, telephone
 * and citizen numbers in texts. Own nationals and protected professions: only those, by what the item
 * says or the plan names. A name that nothing in the item says to be a person's is not found.
 */
export function removePersons(draft: Draft, claims: Claims, step: PersonStep): void {
  const all = step.step === "remove-persons";
  const named = all ? [] : step.names;
  const names = new Set<string>();
  for (const entry of draft.left()) {
    if (!isAbout(entry, claims, step, draft.to.own.country) && !isNamed(entry, named)) continue;
    for (const key of NAMES) for (const name of textsUnder(entry.json, key)) names.add(name);
    draft.drop(entry, step.step, "a person, or what leads to one");
  }
  if (all) {
    for (const entry of draft.left()) {
      if (!Object.keys(entry.json).some((key) => PERSONAL.has(key))) continue;
      draft.edit(entry, step.step, "what names or reaches a person", (value, way) =>
        way.length === 1 && PERSONAL.has(String(way[0])) ? undefined : value,
      );
    }
    editTexts(draft, step.step, homeFolders(draft, names));
  }
  // Taken out of all texts at once, with everything else that was removed.
  for (const name of wordsOf(names)) draft.log.secret("name", name, "a person's name");
  const edit = textEditOf(step, draft.to.own, draft.log);
  if (edit === undefined) return;
  // Numbers stand in digests and serial numbers by chance: only an address tells a person there.
  editTexts(
    draft,
    step.step,
    all ? { ...edit, touches: (value) => hasAddress(value, edit) } : edit,
  );
}

function isAbout(entry: Entry, claims: Claims, step: PersonStep, country: string): boolean {
  if (step.step === "remove-persons") {
    const places = claims.own(entry, "identifiesOrLocates");
    return places.some((place) => place !== "contact_information");
  }
  if (step.step === "remove-own-nationals") {
    return (
      entry.type === "identity" &&
      claims.of(entry).some(({ fact, value }) => fact === "nationalities" && value === country)
    );
  }
  return claims.own(entry, "lawyerClient", "journalist").length > 0;
}

function isNamed({ type, json }: Entry, names: readonly string[]): boolean {
  if (type !== "identity" && type !== "user-account" && type !== "email-addr") return false;
  const wanted = new Set(names.map((name) => name.trim().toLowerCase()));
  return [...NAMES, "value"].some((key) =>
    textsUnder(json, key).some((name) => wanted.has(name.trim().toLowerCase())),
  );
}

/** A person is known by the family name alone too. */
function wordsOf(names: ReadonlySet<string>): readonly string[] {
  return [...names]
    .filter((name) => !NOBODY.test(name.trim()))
    .flatMap((name) => {
      const words = name.trim().split(/\s+/);
      const last = words.at(-1) ?? "";
      return words.length > 1 && words.length < 6 && last.length > 3 ? [name, last] : [name];
    });
}

function homeFolders(draft: Draft, names: Set<string>): ScreenedEdit {
  return {
    edit: (text, place) =>
      text.replace(HOME, (found: string, folder: string, name: string) => {
        if (NOBODY.test(name) || NO_PERSONS_FOLDER.test(name)) return found;
        names.add(name);
        draft.log.change("remove-persons", place, "the name of a person's folder");
        return folder + REMOVED;
      }),
    touches: () => false,
    leaves: (text) => text.search(HOME) < 0,
  };
}

function hasAddress(value: string, edit: TextEdit): boolean {
  return /@|\bat\b|\(at\)|\[at\]|%40/i.test(value) && edit.touches(value);
}
