import type { SanitiseStep } from "../../../core/release/plan.ts";
import { editParts, noteGone, textIn, withField, type Part, type Work } from "./part.ts";

type PropertyStep = SanitiseStep & { step: "drop-property" | "mask" };

/** Fields without which there is no such part: it goes with them. */
const NEEDED: Readonly<Record<Part["kind"], readonly string[]>> = {
  event: [],
  object: ["name"],
  attribute: ["type", "category", "value"],
  report: ["content"],
};

/**
 * Takes a property out, or masks it, wherever it stands: "comment", or "object.comment" of one kind of
 * part only. The kinds: event, object, attribute, report; a type of attribute ("ip-dst.comment"); a name
 * of object, and then also a relation in it ("person.last-name"). "Tag" means all tags.
 */
export function editProperty(
  step: PropertyStep,
  events: readonly Part[],
  work: Work,
): readonly Part[] {
  const dot = step.property.lastIndexOf(".");
  const [owner, property] = [
    step.property.slice(0, Math.max(dot, 0)),
    step.property.slice(dot + 1),
  ];
  return editParts(events, (part, parent) => {
    if (isRelation(part, parent, owner, property)) return editField(step, part, "value", work);
    if (owner !== "" && !isOwner(part, owner)) return part;
    if (property === "Tag" && part.tags.length > 0) return withoutTags(step, part, work);
    if (!Object.hasOwn(part.fields, property)) return part;
    return editField(step, part, property, work);
  });
}

function isOwner(part: Part, owner: string): boolean {
  return [part.kind, textIn(part, "type"), textIn(part, "name")].includes(owner);
}

/** Is it the attribute that plays this part in an object of this name, or in any? */
function isRelation(
  part: Part,
  parent: Part | undefined,
  owner: string,
  property: string,
): boolean {
  if (part.kind !== "attribute" || parent?.kind !== "object") return false;
  if (textIn(part, "object_relation") !== property) return false;
  return owner === "" || owner === "object" || owner === textIn(parent, "name");
}

function editField(step: PropertyStep, part: Part, field: string, work: Work): Part | undefined {
  const { log } = work;
  const at = `${part.place}/${field}`;
  if (step.step === "mask" && canHoldWords(part, field)) {
    noteField(part, field, work);
    log.change("mask", at, "a value was masked");
    return maskOf(part, field, step.with);
  }
  log.change(step.step, at, "a property was taken out");
  if (NEEDED[part.kind].includes(field)) {
    noteGone(part, work);
    return undefined;
  }
  noteField(part, field, work);
  return withField(part, field, undefined);
}

function noteField(part: Part, field: string, work: Work): void {
  if (field === "value") noteGone({ ...part, fields: { ...part.fields, comment: "" } }, work);
  else work.log.value("text", textIn(part, field), `${part.place}/${field}`);
}

/** Times, levels, types and flags cannot hold words: they go. */
function canHoldWords(part: Part, field: string): boolean {
  if (["info", "comment", "description", "content", "value"].includes(field)) return true;
  return part.kind === "report" && field === "name";
}

/** Words in the place of a value make it a text. */
function maskOf(part: Part, field: string, words: string): Part {
  const masked = withField(part, field, words);
  if (field !== "value") return masked;
  const asText = { type: "text", category: "Other", to_ids: false, disable_correlation: true };
  return { ...masked, fields: { ...masked.fields, ...asText } };
}

function withoutTags(step: PropertyStep, part: Part, { log }: Work): Part {
  for (const tag of part.tags) log.parting("word", tag, `${part.place}/Tag`);
  log.change(step.step, `${part.place}/Tag`, "tags were taken out");
  return { ...part, tags: [] };
}
