import { deskObjection } from "../../core/casework/case-rules.ts";
import type { Copy } from "../../core/release/copy.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import { tearLineFacts } from "../../core/release/tear-line-facts.ts";
import { rolesOn } from "../../core/measure.ts";
import { requireNeed } from "../cases/need.ts";
import type { Stated } from "../cases/items/item-version.ts";
import { packsInForce } from "../cases/deciding/packs.ts";
import type { PersonDescription } from "../cases/redress/person-text.ts";
import { submitItem, type ItemSubmitted } from "../cases/items/submit-item.ts";
import { requireWhole, type WholeCase } from "../cases/whole-case.ts";
import { Denied, insist as requireAllowed } from "../people/denied.ts";
import { toCopyFor } from "./copy-for.ts";
import type { ReleasePorts } from "./ports.ts";
import { requireClean } from "./require-clean.ts";

/** A part of a case's item that may go further than the whole. */
export interface MakeTearLine {
  readonly case: string;
  readonly by: string;
  /** A program asks in this person's name. */
  readonly machine?: true;
  readonly plan: SanitisePlan;
  /** What whoever makes it states of it; it takes the place of what was known of the whole. */
  readonly stated?: readonly Stated[];
  /** All persons it is about; absent where nobody says who they are. */
  readonly persons?: readonly PersonDescription[];
}

export interface TearLine extends ItemSubmitted {
  readonly size: number;
  readonly changes: Copy["changes"];
}

/**
 * Makes a tear line: an item of its own, sanitised by a plan, that says which item it was made from. It is
 * decided on its own, in a case of its own, for anybody; what was known of the whole is known of it, but
 * for what the plan removed. It is in every compartment that the whole was in.
 *
 * Rejects as `prepareCopy` and `submitItem` do.
 */
export async function makeTearLine(asked: MakeTearLine, ports: ReleasePorts): Promise<TearLine> {
  const { case: id, by, machine, plan, stated = [], persons } = asked;
  const day = ports.now().slice(0, 10);
  const found = await ports.cases.gather(id, { reader: by, day });
  const about = { by, kind: "tear-line", day };
  const { gathered, reader } = await requireNeed(id, found, about, ports);
  const roles = rolesOn(by, [reader.person], day);
  requireAllowed(deskObjection(roles, ports.settings.rules), `case ${id}`);
  const whole = requireWhole(id, gathered);
  const copy = await make(whole, plan, ports);
  const { item } = whole.matter;
  const named = new Set(stated.flatMap(({ facts }) => Object.keys(facts)));
  const known = Object.entries(tearLineFacts(item.facts, plan)).filter(
    ([fact]) => !named.has(fact),
  );
  const evidence = `tear line of item ${item.id}, SHA-256 ${item.sha256}`;
  const submitted = await submitItem(
    {
      by,
      ...(machine === undefined ? {} : { machine }),
      name: copy.fileName,
      bytes: copy.bytes,
      stated: [{ facts: Object.fromEntries(known), evidence }, ...stated],
      compartments: whole.compartments,
      parent: { item: item.id, sha256: item.sha256, plan },
      ...(persons === undefined ? {} : { persons }),
    },
    ports,
  );
  return { ...submitted, size: copy.bytes.length, changes: copy.changes };
}

/** For nobody in particular: its parts are called the same each time it is made of this item. */
async function make(whole: WholeCase, plan: SanitisePlan, ports: ReleasePorts): Promise<Copy> {
  const { item, own } = whole.matter;
  const original = await ports.items.bytes(item.id);
  if (original === undefined || item.content === undefined) {
    const what = "what was held of it was erased";
    throw new Denied("not-found", `item ${item.id}`, what, "submit it anew, if it may be kept");
  }
  const packs = await packsInForce(ports);
  const partner = `tear line of ${item.id}`;
  const about = { partner, own, facts: item.facts, caveats: [], at: ports.now(), packs, plan };
  const copyFor = { ...(await toCopyFor(about, ports)), caveats: [] };
  const copy = await ports.makeCopy(original, item.content.name, "export", plan, copyFor);
  await requireClean(copy, { original, partner, recipients: [], copyFor }, ports);
  return copy;
}
