import type { Json, JsonObject } from "../../../core/item.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { Copy, CopyFor, CopyObject, Secret } from "../../../core/release/copy.ts";
import type { SanitisePlan } from "../../../core/release/plan.ts";
import { isObject, textAt } from "../../stix/property.ts";
import { forEachReference } from "../../stix/references.ts";
import { compareInstants } from "../../stix/timestamp.ts";
import { isStixId } from "../../stix/validity/identity.ts";
import { dropIncompleteParts, keepAllowed } from "./allow-list.ts";
import { attachCaveats, caveatMarkings, EVER } from "./caveat-markings.ts";
import { Claims } from "./claims.ts";
import { closeReferences } from "./close-references.ts";
import type { Draft } from "./draft.ts";
import { inOrder } from "./in-order.ts";
import { isWellKnownMarking, standardId, standardMarking } from "./known-markings.ts";
import { maskIds, maskSecrets } from "./mask-secrets.ts";
import { renew, type NewIds } from "./renew.ts";
import { takeStep } from "./steps/take-step.ts";
import { canonical, takeIn } from "./take-in.ts";
import { idOf, typeOf } from "./object.ts";

/**
 * An item of STIX 2.1 or 2.0 as it leaves for one partner: a bundle of STIX 2.1, sanitised by the plan,
 * with nothing but what the standard gives each type, closed in its references, with the caveats as
 * markings on every object. The same input gives the same bytes.
 *
 * @param original as the strict reader hands it over
 * @throws Refusal "unknown-format" or "broken-document" where it is no STIX, "bad-usage" for a plan that
 *   cannot be carried out, "contradiction" where nothing is left, "bad-date" where an object that would
 *   leave unchanged says it is from the future (connectors.md C06).
 */
export function copyStix(original: Json, plan: SanitisePlan, to: CopyFor): Copy {
  if (!isStixId(to.own.stixIdentity) || !to.own.stixIdentity.startsWith("identity--")) {
    throw new Refusal("bad-usage", "the own service", "has no STIX identity", "give it one");
  }
  const draft = takeIn(original, plan, to);
  const claims = new Claims(draft);
  for (const step of plan.steps) takeStep(step, draft, claims);
  keepAllowed(draft, plan.steps.length === 0);
  maskSecrets(draft);
  maskIds(draft);
  for (const entry of draft.left()) dropIncompleteParts(entry, draft);
  closeReferences(draft);
  dropStaleTranslations(draft);
  const caveats = caveatMarkings(to);
  attachCaveats(draft, caveats);
  const ids = renew(draft);
  const objects = inOrder(gather(draft, caveats));
  requireContent(draft);
  for (const object of objects) requirePast(object, to.at);
  return toCopy(objects, ids, draft);
}

/** Translations of what is not there any more, or says something else, would tell what it said. */
function dropStaleTranslations(draft: Draft): void {
  let isClosed = true;
  for (const entry of draft.left()) {
    if (entry.type !== "language-content") continue;
    const target = draft.find(textAt(entry.json, "object_ref") ?? "");
    if (target?.isChanged !== true) continue;
    draft.drop(entry, "close-references", "a translation of an object that was changed", "id");
    isClosed = false;
  }
  if (!isClosed) closeReferences(draft);
}

/** All objects of the copy: what is left, each id once, and every marking and creator they refer to. */
function gather(draft: Draft, caveats: readonly JsonObject[]): readonly JsonObject[] {
  const { to, own } = draft;
  const byId = new Map<string, JsonObject>();
  const known = new Map(caveats.map((marking) => [idOf(marking), marking]));
  known.set(to.own.stixIdentity, ownIdentity(to));
  for (const { id, type, json } of draft.left()) {
    if (own.isOwn(id) || isWellKnownMarking(id)) continue;
    if (type === "marking-definition") known.set(idOf(json), json);
    else byId.set(idOf(json), json);
  }
  const open = [...byId.values()];
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    for (const id of referencesOf(object)) {
      const found = known.get(id) ?? standardMarking(standardId(id));
      if (found === undefined || byId.has(idOf(found))) continue;
      byId.set(idOf(found), found);
      open.push(found);
    }
  }
  return [...byId.values()];
}

function ownIdentity({ own }: CopyFor): JsonObject {
  return {
    type: "identity",
    spec_version: "2.1",
    id: own.stixIdentity,
    created: EVER,
    modified: EVER,
    name: own.name,
    identity_class: "organization",
  };
}

function requireContent(draft: Draft): void {
  for (const { id, type } of draft.left()) {
    if (type !== "marking-definition" && !draft.own.isOwn(id)) return;
  }
  throw new Refusal(
    "contradiction",
    "the plan",
    "nothing of the item is left that may leave",
    "take out less, or do not release it",
  );
}

function requirePast(object: JsonObject, at: string): void {
  for (const key of ["created", "modified"]) {
    const time = textAt(object, key);
    if (time === undefined || compareInstants(time, at) <= 0) continue;
    throw new Refusal(
      "bad-date",
      `${key} of ${typeOf(object)}`,
      "an object says that it is from the future",
      "release it when that time has passed, or with a change that makes it ours",
    );
  }
}

function toCopy(objects: readonly JsonObject[], ids: NewIds, draft: Draft): Copy {
  const { to, log } = draft;
  const present = new Set(objects.map(idOf));
  const isGone = ({ text: secret }: Secret): boolean => !present.has(secret);
  const seed = [...present].toSorted().join(" ");
  const texts = objects.map(canonical);
  const id = `bundle--${to.uuidFor(`bundle ${to.at} ${seed}`)}`;
  // As `canonical` would write it, with each object written once.
  const text = `{"id":${JSON.stringify(id)},"objects":[${texts.join(",")}],"type":"bundle"}\n`;
  const bytes = Buffer.from(text);
  return {
    format: "stix-2.1",
    mediaType: "application/stix+json;version=2.1",
    fileName: "bundle.json",
    bytes,
    objects: objects.map((object, n) => toObject(object, texts[n] ?? "", present)),
    removed: log.secrets.filter(isGone),
    parted: log.parted.filter(isGone),
    changes: log.changes,
    ids: [...ids].filter(([from]) => isStixId(from)).map(([from, id]) => ({ from, to: id })),
  };
}

function toObject(object: JsonObject, text: string, present: ReadonlySet<string>): CopyObject {
  const version = textAt(object, "modified") ?? textAt(object, "created");
  return {
    id: idOf(object),
    type: typeOf(object),
    specVersion: "2.1",
    ...(version === undefined ? {} : { version }),
    bytes: Buffer.from(text),
    refersTo: [...new Set(referencesOf(object))].filter((id) => present.has(id)),
  };
}

/** Every id that an object refers to, in its granular markings too. */
function referencesOf(object: JsonObject): readonly string[] {
  const ids: string[] = [];
  forEachReference(object, "", ({ value }) => {
    if (typeof value === "string") ids.push(value);
  });
  const granular = object["granular_markings"];
  for (const one of Array.isArray(granular) ? (granular as readonly Json[]) : []) {
    if (isObject(one)) ids.push(textAt(one, "marking_ref") ?? "");
  }
  return ids;
}
