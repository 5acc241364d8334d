import { makeActorTable } from "../../../core/actor-table.ts";
import type { Json, JsonObject } from "../../../core/item.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { Copy, CopyFor, CopyObject } from "../../../core/release/copy.ts";
import type { SanitisePlan } from "../../../core/release/plan.ts";
import { readMisp } from "../../misp/misp.ts";
import { isObject, listOf, objectOf, textOf, textsOf, uuidOf } from "../../misp/shape.ts";
import { eventsOf, type PlacedEvent } from "../../misp/wrapper.ts";
import { RemovalLog } from "../removal-log.ts";
import { cleanse } from "./cleanse.ts";
import { originalIds } from "./original-ids.ts";
import { allParts, textIn, type Part, type Work } from "./part.ts";
import { PartReader } from "./read-part.ts";
import { sanitise } from "./sanitise.ts";
import { writeEvent } from "./write-event.ts";

/** The version of the core format whose fields are written. */
const CORE_FORMAT = "2.5";
/** Nobody's actors matter to what is taken out. */
const NO_ACTORS = makeActorTable([]);

type Event = PlacedEvent & { readonly json: JsonObject };

/**
 * The events of a MISP file as they leave for one partner: built anew from the fields that may leave
 * (standards.md section 3), with the plan carried out, under new uuids, created by our organisation, with
 * the caveats as tags and as attributes. Files inside an event never leave. An event of which nothing is
 * left does not leave.
 *
 * @throws Refusal "contradiction" when nothing is left at all, "bad-case" for a plan that cannot be
 *   carried out, and those of the reader.
 */
export function copyMisp(original: Json, plan: SanitisePlan, to: CopyFor): Copy {
  const events = eventsOf(original).filter((event): event is Event => event.json !== undefined);
  const log = new RemovalLog();
  const work = workOf(original, events, log);
  const read = readAll(events, log);
  const kept = plan.steps.reduce((parts, step) => sanitise(parts, step, to.own, work), read);
  const ids = originalIds(original);
  const newUuids = newUuidsOf(kept, to);
  const clean = cleanse(
    kept,
    { uuids: new Set(ids.uuids.keys()), numbers: ids.numbers },
    newUuids,
    work,
  );
  const leaving = withContents(clean, read);
  const objects = leaving.map((event) => toObject(event, to, newUuids));
  const bytes = join(objects);
  noteIds(leaving, ids, to, log);
  return {
    format: "misp",
    mediaType: "application/json",
    fileName: `${objects[0]?.id ?? ""}.json`,
    bytes,
    objects,
    removed: log.secrets,
    parted: log.parted,
    changes: log.changes,
    ids: [...newUuids].map(([from, uuid]) => ({ from, to: uuid })),
  };
}

function workOf(original: Json, events: readonly Event[], log: RemovalLog): Work {
  const { parts } = readMisp(original, { actors: NO_ACTORS, name: "the event" });
  const creators = events.map(({ json, place }) => {
    const org = objectOf(json["Orgc"]) ?? objectOf(json["Org"]);
    return [place, { uuid: uuidOf(org?.["uuid"]), name: textOf(org?.["name"]) }] as const;
  });
  const claims = new Map(parts.map(({ place, claims: own }) => [place, own]));
  return { log, claims, creators: new Map(creators) };
}

function readAll(events: readonly Event[], log: RemovalLog): readonly Part[] {
  const reader = new PartReader(log);
  return events.map(({ json, place }) => {
    noteLeftBehind(json, place, log);
    return reader.event(json, place);
  });
}

/** What surrounds an event and must be nowhere in the copy: its maker's address, other events' titles. */
function noteLeftBehind(json: JsonObject, place: string, log: RemovalLog): void {
  for (const address of textsOf(json["event_creator_email"])) {
    log.secret("address", address, `${place}/event_creator_email`);
  }
  listOf(json["RelatedEvent"]).forEach((related, i) => {
    const event = isObject(related) ? objectOf(related["Event"]) : undefined;
    const title = textOf(event?.["info"]);
    // The same title twice says nothing about another event.
    if (title === undefined || title === textOf(json["info"])) return;
    log.value("text", title, `${place}/RelatedEvent/${i}/Event/info`);
  });
  log.change("allow-list", place, "built anew from the fields that may leave");
}

function newUuidsOf(events: readonly Part[], to: CopyFor): ReadonlyMap<string, string> {
  const keys = [...allParts(events)].flatMap((part) => [
    part.key,
    ...part.references.map((reference) => reference.key),
  ]);
  return new Map(keys.map((key) => [key, to.uuidFor(key)]));
}

/** Events that still say something, or never held more than a title. */
function withContents(events: readonly Part[], before: readonly Part[]): readonly Part[] {
  const held = new Set(before.filter(({ parts }) => parts.length > 0).map(({ place }) => place));
  const leaving = events.filter(({ place, parts }) => parts.length > 0 || !held.has(place));
  if (leaving.length > 0) return leaving;
  throw new Refusal(
    "contradiction",
    "the plan",
    "nothing of the event is left once it is carried out",
    "take a step out of the plan, or write a text of your own for this partner",
  );
}

function toObject(event: Part, to: CopyFor, newUuids: ReadonlyMap<string, string>): CopyObject {
  const written = writeEvent(event, to, (key) => newUuids.get(key) ?? to.uuidFor(key));
  return {
    id: written.uuid,
    type: "event",
    specVersion: CORE_FORMAT,
    version: to.at,
    bytes: new TextEncoder().encode(JSON.stringify({ Event: written })),
    refersTo: [],
  };
}

/** One event as it is; several in the wrapper that MISP exports them in. */
function join(objects: readonly CopyObject[]): Uint8Array {
  const [first, ...others] = objects;
  if (first !== undefined && others.length === 0) return first.bytes;
  const texts = objects.map(({ bytes }) => new TextDecoder().decode(bytes));
  return new TextEncoder().encode(`{"response":[${texts.join(",")}]}`);
}

function noteIds(
  leaving: readonly Part[],
  { uuids }: ReturnType<typeof originalIds>,
  { own }: CopyFor,
  log: RemovalLog,
): void {
  for (const [uuid, place] of uuids) {
    if (uuid !== own.organisation.toLowerCase()) log.secret("id", uuid, place);
  }
  for (const part of allParts(leaving)) {
    if (part.kind === "event") log.change("new-id", part.place, "it has a new uuid, as all in it");
    if (textIn(part, "info") === "" && part.kind === "event") {
      log.change("allow-list", `${part.place}/info`, "it leaves without its title");
    }
  }
  log.change("attach-caveats", "", "the caveats were attached as tags and attributes");
}
