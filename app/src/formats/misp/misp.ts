import type { ActorTable } from "../../core/actor.ts";
import type { Json, Note, Part } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import { addEvent } from "./event.ts";
import { Reading } from "./reading.ts";
import { eventsOf } from "./wrapper.ts";

export { looksLikeMisp } from "./wrapper.ts";

export interface MispContext {
  /** Who stands behind the actors that events name. */
  readonly actors: ActorTable;
  /** The file's name, for messages. */
  readonly name: string;
}

/**
 * Reads a MISP file: one part for every event, object, attribute, event report and piece of analyst
 * data, with all that is said of it. Out: parts in the order of the file; notes for whatever is odd,
 * malformed or must not leave with it. Never repeats an e-mail address.
 *
 * Throws Refusal("broken-document") only when no event can be read at all, and
 * Refusal("too-many-nodes") when tags times attributes grow beyond any real file.
 *
 * Source: MISP core format; where publishers differ from it, both forms are read.
 */
export function readMisp(
  json: Json,
  { actors, name }: MispContext,
): { format: "misp"; parts: Part[]; notes: Note[] } {
  const reading = new Reading(actors, name);
  for (const { json: event, place } of eventsOf(json)) {
    if (event !== undefined) addEvent({ json: event, place, container: [] }, reading);
    else reading.notes.add("malformed", place, "It is not a MISP event and was not read.");
  }
  if (reading.parts.length === 0) {
    throw new Refusal("broken-document", name, "holds no MISP event", "export the event again");
  }
  return { format: "misp", parts: reading.parts, notes: [...reading.notes.all()] };
}
