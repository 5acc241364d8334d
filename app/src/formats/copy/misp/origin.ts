import type { CopyFor } from "../../../core/release/copy.ts";
import type { SanitiseStep } from "../../../core/release/plan.ts";
import { REMOVED, wordEdit, type TextEdit } from "../text/text-edit.ts";
import {
  editParts,
  noteGone,
  textIn,
  withField,
  type Creator,
  type Part,
  type Work,
} from "./part.ts";

type Cut = SanitiseStep & { step: "cut-originators" };

/**
 * Takes out the events of these originators, or of all but our own; where it is not known whose an event
 * is, it goes too. Nothing inside an event has an originator of its own that MISP keeps.
 */
export function cutOriginators(
  { originators }: Cut,
  own: CopyFor["own"],
  events: readonly Part[],
  work: Work,
): readonly Part[] {
  const ours = new Set([own.organisation, own.name, ...own.aliases].map(folded));
  const named = originators === "all-others" ? undefined : new Set(originators.map(folded));
  return events.filter((event) => {
    const creator = work.creators.get(event.place);
    const isOurs = idsOf(creator).some((id) => ours.has(folded(id)));
    const isNamed = idsOf(creator).some((id) => named?.has(folded(id)) ?? true);
    if (isOurs || (named !== undefined && idsOf(creator).length > 0 && !isNamed)) return true;
    noteGone(event, work);
    if (creator?.name !== undefined) work.log.secret("originator", creator.name, event.place);
    work.log.change("cut-originators", event.place, "an event of another originator was taken out");
    return false;
  });
}

/** The names under which a cut originator may still be mentioned. */
export function originatorEdit(step: Cut, { creators, log }: Work, own: CopyFor["own"]): TextEdit {
  const ours = new Set([own.organisation, own.name, ...own.aliases].map(folded));
  const others = [...creators.values()].flatMap(idsOf).filter((id) => !ours.has(folded(id)));
  const names = step.originators === "all-others" ? others : step.originators;
  return wordEdit(names, "originator", REMOVED, step, log);
}

/** Tags that say where something is from and how far its source is trusted. */
const SOURCE_TAGS = /^(?:osint|admiralty-scale|information-origin|circl:osint-feed|type:osint)\b/i;
/** What tools of the desk write into comments. */
const TOOL_COMMENTS =
  /freetext import|imported (?:via|from|by)|checked via|misp-modules?|enriched (?:via|from|with)|added (?:via|by) /i;

/** Takes out internal references, tags about the source, and comments that tell how it was come by. */
export function removeSources(events: readonly Part[], work: Work): readonly Part[] {
  const { log } = work;
  return editParts(events, (part) => {
    if (part.kind === "attribute" && textIn(part, "category") === "Internal reference") {
      noteGone(part, work);
      log.change("remove-sources", part.place, "an internal reference was taken out");
      return undefined;
    }
    const tags = part.tags.filter((tag) => !SOURCE_TAGS.test(tag));
    if (tags.length < part.tags.length)
      log.change("remove-sources", part.place, "tags about the source were taken out");
    const comment = textIn(part, "comment");
    if (!TOOL_COMMENTS.test(comment)) return { ...part, tags };
    log.parting("text", comment, `${part.place}/comment`);
    log.change(
      "remove-sources",
      `${part.place}/comment`,
      "a comment on how it was come by was taken out",
    );
    return { ...withField(part, "comment", undefined), tags };
  });
}

function idsOf(creator: Creator | undefined): readonly string[] {
  return [creator?.uuid, creator?.name].filter((id) => id !== undefined);
}

function folded(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}
