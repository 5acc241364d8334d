import { deskObjection } from "../../../core/casework/case-rules.ts";
import { rolesOn } from "../../../core/measure.ts";
import { Denied, insist as requireAllowed } from "../../people/denied.ts";
import { requireColleague } from "../colleague.ts";
import { decideCase } from "../deciding/decide-case.ts";
import { untilWritten } from "../steps/insist.ts";
import { toStatements, toVersion, type Stated } from "./item-version.ts";
import { requireItemNeed } from "../need.ts";
import type { PersonDescription } from "../redress/person-text.ts";
import type { CasePorts, ItemVersion } from "../ports.ts";
import type { ItemContent } from "../records.ts";

/** Facts about an item that no reader can know. */
export interface StateFacts {
  readonly by: string;
  readonly item: string;
  readonly stated: readonly Stated[];
  /** Persons the item is about, beside those named before. */
  readonly persons?: readonly PersonDescription[];
  /** A program states them in this person's name. */
  readonly machine?: true;
}

/**
 * Adds statements to what is known of an item: a new facts sheet from the same bytes. Cases on it are
 * decided again at once. A statement that contradicts an earlier one is refused, never replaces it.
 *
 * Rejects with a Refusal "contradiction", and with Denied. Resolves to the number of the item's version.
 */
export async function stateFacts(given: StateFacts, ports: CasePorts): Promise<number> {
  const { by, item: id, machine } = given;
  const at = ports.now();
  const day = at.slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  requireAllowed(
    deskObjection(rolesOn(by, [reader.person], day), ports.settings.rules),
    "the item",
  );
  const mark = { id: ports.newId(), by, at, ...(machine === undefined ? {} : { machine }) };
  const number = await untilWritten(async () => {
    const known = await ports.items.find(id);
    const item = await requireItemNeed(id, known, reader, "state", ports);
    const version = await nextVersion(given, item.version + 1, item.content, day, ports);
    const written = await ports.items.keepVersion(version, mark);
    return written === "done" ? version.number : "changed";
  }, `item ${id}`);
  for (const one of await ports.cases.ofItem(id)) await decideCase(one, ports);
  return number;
}

async function nextVersion(
  { by, item, stated, persons }: StateFacts,
  number: number,
  content: ItemContent | undefined,
  day: string,
  ports: CasePorts,
): Promise<ItemVersion> {
  const bytes = await ports.items.bytes(item);
  if (bytes === undefined || content === undefined) {
    const what = "what was held of it was erased";
    throw new Denied("not-found", `item ${item}`, what, "submit it anew, if it may be kept");
  }
  const read = await ports.readItem(bytes, content.name);
  const all = [...content.stated, ...toStatements(stated, by, day)];
  const version = await toVersion(item, number, read, all, persons, ports);
  const ids = [...(content.persons ?? []), ...(version.content.persons ?? [])];
  const isNamed = content.persons !== undefined || persons !== undefined;
  return {
    ...version,
    content: {
      ...version.content,
      ...(isNamed ? { persons: [...new Set(ids)].toSorted() } : {}),
      ...(content.parent === undefined ? {} : { parent: content.parent }),
    },
  };
}
