import type { StatedFacts, Statement } from "../../../core/case.ts";
import type { Item } from "../../../core/item.ts";
import { Denied } from "../../people/denied.ts";
import { gatherFacts } from "../../gather.ts";
import { mentionsOf, textsOf, type PersonDescription } from "../redress/person-text.ts";
import type { CasePorts, ItemVersion } from "../ports.ts";

/** Facts that whoever states them answers for, with what they rest on. */
export interface Stated {
  readonly facts: StatedFacts;
  readonly evidence?: string;
}

/** What is known of an item once these statements are counted in. */
export async function toVersion(
  item: string,
  number: number,
  read: Item,
  stated: readonly Statement[],
  persons: readonly PersonDescription[] | undefined,
  ports: CasePorts,
): Promise<ItemVersion> {
  const placed = stated.map((statement, i) => ({ statement, place: `stated[${i}]` }));
  const { sheet, notes } = gatherFacts(read, placed, ports.settings.sourceDefaults);
  const ids = persons && (await Promise.all(persons.map((one) => idOf(one, ports))));
  return {
    item,
    number,
    facts: ports.canonical(sheet),
    content: {
      name: read.name,
      notes,
      stated,
      ...(ids === undefined ? {} : { persons: [...new Set(ids)].toSorted() }),
    },
    mentions: mentionsOf(persons ?? []),
  };
}

/** The statements as made by one person on one day. */
export function toStatements(
  stated: readonly Stated[],
  by: string,
  on: string,
): readonly Statement[] {
  return stated.map(({ facts, evidence }) => ({
    by,
    on,
    facts,
    ...(evidence === undefined ? {} : { evidence }),
  }));
}

/** The opaque id of a person. Throws "bad-input" for one who is not described. */
export async function idOf(
  person: PersonDescription,
  { persons }: Pick<CasePorts, "persons">,
): Promise<string> {
  const texts = textsOf(person);
  if (texts.length > 0) return persons.idOf(texts);
  const what = "it gives neither a name nor a number";
  throw new Denied("bad-input", "a person", what, "say how the person can be found");
}
