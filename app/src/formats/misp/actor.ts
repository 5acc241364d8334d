import type { Attribution } from "../../core/actor.ts";
import type { Claim } from "../../core/item.ts";
import type { Reading } from "./reading.ts";
import { printable, uuidOf } from "./shape.ts";

/** More names than any one actor has. */
const MOST_NAMES = 300;

/** An actor as an element names it: the main name first, then aliases; and ids. */
export interface NamedActor {
  readonly names: readonly string[];
  readonly ids: readonly string[];
}

/**
 * The claims that an element is attributed to an actor, and to every country that the actor table
 * gives for any of its names and ids. ATT&CK's "APT32 - G0050" is read as APT32.
 */
export function actorClaims(actor: NamedActor, place: string, { actors }: Reading): Claim[] {
  const names = [...new Set(actor.names.slice(0, MOST_NAMES).map(withoutNumber))].filter(isName);
  const found = [
    ...names.flatMap((one) => actors.byName(one)),
    ...actor.ids.flatMap((id) => actors.byUuid(id)),
  ];
  const says = new Map<string, Claim>();
  for (const one of found) {
    const claim = { fact: "attributedTo", value: one.country, place, says: evidence(one) } as const;
    says.set(`${one.country} ${claim.says}`, claim);
  }
  const named = names
    .slice(0, 1)
    .map((name) => ({ fact: "actors", value: printable(name), place, says: "names it" }) as const);
  return [...named, ...says.values()];
}

function evidence({ actor, source, date }: Attribution): string {
  return `${actor}: ${source}${date === "" ? "" : `, ${date}`}`;
}

/** Some publishers put the cluster's id in the place of the name. */
function isName(text: string): boolean {
  return text !== "" && uuidOf(text) === undefined;
}

function withoutNumber(name: string): string {
  return name.trim().replace(/ - G\d{4}$/, "");
}
