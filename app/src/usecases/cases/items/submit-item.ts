import { deskObjection } from "../../../core/casework/case-rules.ts";
import { rolesOn } from "../../../core/measure.ts";
import { insist as requireAllowed, Denied } from "../../people/denied.ts";
import { requireColleague } from "../colleague.ts";
import { untilWritten } from "../steps/insist.ts";
import { compartmentObjection, requireItemNeed } from "../need.ts";
import { idOf, toStatements, toVersion, type Stated } from "./item-version.ts";
import type { PersonDescription } from "../redress/person-text.ts";
import type { CasePorts, ItemToKeep, Mark } from "../ports.ts";
import type { Colleague, ItemContent, ItemParent } from "../records.ts";
import { stateFacts, type StateFacts } from "./state-facts.ts";

/** What somebody wants to be able to share. */
export interface SubmitItem {
  readonly by: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly stated?: readonly Stated[];
  /** All persons it is about; absent where nobody says who they are, empty where it is about none. */
  readonly persons?: readonly PersonDescription[];
  readonly compartments?: readonly string[];
  /** The item it was made from: a tear line. */
  readonly parent?: ItemParent;
  /** A program submits it in this person's name. */
  readonly machine?: true;
}

export interface ItemSubmitted {
  readonly item: string;
  /** Of the bytes, lower-case hex. */
  readonly sha256: string;
  readonly isNew: boolean;
}

/**
 * Reads some bytes and keeps them, encrypted under a key of their own, with the facts sheet that rules may
 * look at. The same bytes again are the same item: what is stated anew is added to it.
 *
 * Rejects with a Refusal for bytes that cannot be read or statements that contradict each other, and then
 * nothing of them is kept; with Denied "not-allowed" or "not-found".
 */
export async function submitItem(submitted: SubmitItem, ports: CasePorts): Promise<ItemSubmitted> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const { by, name, bytes, compartments = [] } = submitted;
  const reader = await requireColleague(by, day, ports);
  requireAllowed(
    deskObjection(rolesOn(by, [reader.person], day), ports.settings.rules),
    "the item",
  );
  requireAllowed(compartmentObjection(compartments, reader), "compartments");
  const read = await ports.readItem(bytes, name);
  const stated = toStatements(submitted.stated ?? [], by, day);
  const { machine } = submitted;
  const mark = { id: ports.newId(), by, at, ...(machine === undefined ? {} : { machine }) };
  return untilWritten(async () => {
    const known = await ports.items.findBytes(read.sha256);
    if (known !== undefined) return submitAgain(known, submitted, reader, mark, ports);
    const version = await toVersion(mark.id, 1, read, stated, submitted.persons, ports);
    const { parent } = submitted;
    const content = parent === undefined ? version.content : { ...version.content, parent };
    const item: ItemToKeep = {
      ...version,
      content,
      sha256: read.sha256,
      format: read.format,
      service: reader.service,
      bytes,
      compartments: [...new Set(compartments)].toSorted(),
    };
    const written = await ports.items.keep(item, mark);
    return written === "done" ? { item: mark.id, sha256: read.sha256, isNew: true } : "changed";
  }, `item ${name}`);
}

async function submitAgain(
  id: string,
  submitted: SubmitItem,
  reader: Colleague,
  mark: Mark,
  ports: CasePorts,
): Promise<ItemSubmitted> {
  const { by, compartments = [] } = submitted;
  const found = await ports.items.find(id);
  const services = [...(found?.services ?? []), reader.service];
  const seen = found && { ...found, services };
  const item = await requireItemNeed(id, seen, reader, "submit", ports);
  if (item.content === undefined) {
    const what = "these bytes were held before and erased";
    throw new Denied("conflict", `item ${id}`, what, "the ledger shows the entry that erased them");
  }
  if (found?.services.includes(reader.service) !== true) {
    await ports.items.share(id, reader.service, mark);
  }
  const added = compartments.filter((one) => !item.compartments.includes(one));
  if (added.length > 0) await ports.items.restrict(id, added, { ...mark, id: ports.newId() });
  const news = await whatIsNew(submitted, item.content, ports);
  const { machine } = mark;
  const stating = { by, item: id, ...(machine === undefined ? {} : { machine }) };
  if (news !== undefined) await stateFacts({ ...stating, ...news }, ports);
  return { item: id, sha256: item.sha256, isNew: false };
}

/** What is stated anew of an item; undefined where all of it was stated before. */
async function whatIsNew(
  { stated = [], persons }: SubmitItem,
  content: ItemContent,
  ports: CasePorts,
): Promise<Pick<StateFacts, "stated" | "persons"> | undefined> {
  const known = new Set(content.stated.map(({ facts }) => ports.digest(facts)));
  const added = stated.filter(({ facts }) => !known.has(ports.digest(facts)));
  const ids = await Promise.all((persons ?? []).map((one) => idOf(one, ports)));
  const isNamed = persons === undefined || content.persons !== undefined;
  const isNew = !isNamed || ids.some((id) => content.persons?.includes(id) !== true);
  if (added.length === 0 && !isNew) return undefined;
  return { stated: added, ...(persons === undefined || !isNew ? {} : { persons }) };
}
