import type { Json } from "../../core/item.ts";
import { part } from "../../core/marking/json-value.ts";
import { sayUnreadable, type MarkingSays } from "../../core/marking/says.ts";
import { findMarkings } from "../../core/marking/text.ts";

/** What a sharing group says, and what is odd about it, a sentence each. */
export interface SharingGroupRead {
  readonly says: readonly MarkingSays[];
  readonly problems: readonly string[];
}

/** Reserved values: with each id goes its name, and with each name its id. */
const EVERYBODY = { id: "ffffffff-ffff-ffff-ffff-ffffffffffff", name: "Public" };
const NOBODY = { id: "00000000-0000-0000-0000-000000000000", name: "No sharing allowed" };
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/**
 * Whom a sharing group lets a CSAF 2.1 document go to. The Max UUID with its name and TLP:CLEAR:
 * everybody. The Nil UUID or its name: nobody. Any other id: only those who know themselves under
 * that id. A contradiction never widens: it is a problem, and the narrower reading counts.
 *
 * Source: CSAF 2.1 section 3.2.2.5.1, tests 6.1.38 to 6.1.41.
 *
 * @param label the TLP label of the document
 */
export function readSharingGroup(group: Json, label: Json | undefined): SharingGroupRead {
  const id = part(group, "id");
  const name = part(group, "name");
  if (typeof id !== "string" || !UUID.test(id)) {
    const says = sayUnreadable("sharing_group", "a sharing group without an id", "distribution");
    return { says, problems: ["The sharing group has no id that is a UUID in lower case."] };
  }
  return { says: [...audience(id, name, label), ...inName(name)], problems: odd(id, name, label) };
}

function audience(id: string, name: Json | undefined, label: Json | undefined): MarkingSays[] {
  if (id === NOBODY.id || name === NOBODY.name) {
    return [{ fact: "distribution", value: "own", says: "no sharing allowed" }];
  }
  if (id === EVERYBODY.id) {
    const isSound = name === EVERYBODY.name && label === "CLEAR";
    return isSound ? [{ fact: "distribution", value: "all", says: "public" }] : [];
  }
  return [
    { fact: "distribution", value: "group", says: "a closed sharing group" },
    { fact: "sharingGroup", value: id, says: "id of the sharing group" },
  ];
}

/** Section 3.2.2.5 lets the name carry restrictions: "Releasable to NATO countries". */
function inName(name: Json | undefined): readonly MarkingSays[] {
  return typeof name === "string" ? findMarkings(name) : [];
}

function odd(id: string, name: Json | undefined, label: Json | undefined): string[] {
  const isClear = label === "CLEAR";
  const problems: [boolean, string][] = [
    [
      id === EVERYBODY.id && !isClear,
      "The sharing group is the public one and the TLP label is not CLEAR.",
    ],
    [isClear && id !== EVERYBODY.id, "The TLP label is CLEAR and the sharing group is not public."],
    [
      (id === EVERYBODY.id) !== (name === EVERYBODY.name) ||
        (id === NOBODY.id) !== (name === NOBODY.name),
      "The name and the id of the sharing group do not belong together.",
    ],
  ];
  return problems.filter(([isSo]) => isSo).map(([, says]) => says);
}
