import { Denied } from "../../people/denied.ts";
import type { ReleasedCopy, ReleasePorts } from "../../release/ports.ts";
import { requireColleague, requireRole } from "../colleague.ts";
import { textsOf, type PersonDescription } from "./person-text.ts";
import type { CasePorts, Mentions } from "../ports.ts";

/** Where a person is mentioned, and what of that left. */
export interface PersonFound extends Mentions {
  /** Every copy that left of one of these items, and of the items of these cases. */
  readonly released: readonly ReleasedCopy[];
}

/**
 * What about this person went, or may have gone, to whom: the items and cases in which the person was
 * named when they were handed in. The search is noted, with the person's opaque id. It shows ids and
 * recipients; to look into a case somebody needs to know it.
 *
 * Rejects with Denied "not-allowed" or "bad-input".
 */
export async function searchPerson(
  person: PersonDescription,
  by: string,
  ports: CasePorts & Pick<ReleasePorts, "releases">,
): Promise<PersonFound> {
  const day = ports.now().slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  requireRole(reader, ports.settings.redress, day, "the search");
  const texts = requireTexts(person);
  await ports.cases.noteRead(by, "person", await ports.persons.idOf(texts));
  const mentions = await ports.persons.search(texts);
  const items = [...mentions.items, ...mentions.cases].map(({ item }) => item);
  return { ...mentions, released: await ports.releases.releasedOf([...new Set(items)]) };
}

/** What a person is found by. Throws "bad-input" for one who is not described. */
export function requireTexts(person: PersonDescription): readonly string[] {
  const texts = textsOf(person);
  if (texts.length > 0) return texts;
  const what = "it gives neither a name nor a number";
  throw new Denied("bad-input", "the person", what, "say how the person can be found");
}
