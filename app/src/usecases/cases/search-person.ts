import { Denied } from "../people/denied.ts";
import { requireColleague, requireRole } from "./colleague.ts";
import { textsOf, type PersonDescription } from "./person-text.ts";
import type { CasePorts, Mentions } from "./ports.ts";

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
  ports: CasePorts,
): Promise<Mentions> {
  const day = ports.now().slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  requireRole(reader, ports.settings.redress, day, "the search");
  const texts = requireTexts(person);
  await ports.cases.noteRead(by, "person", await ports.persons.idOf(texts));
  return ports.persons.search(texts);
}

/** What a person is found by. Throws "bad-input" for one who is not described. */
export function requireTexts(person: PersonDescription): readonly string[] {
  const texts = textsOf(person);
  if (texts.length > 0) return texts;
  const what = "it gives neither a name nor a number";
  throw new Denied("bad-input", "the person", what, "say how the person can be found");
}
