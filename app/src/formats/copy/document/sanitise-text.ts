import type { Claim } from "../../../core/item.ts";
import type { CopyFor } from "../../../core/release/copy.ts";
import type { SanitiseStep } from "../../../core/release/plan.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { RemovalLog } from "../removal-log.ts";
import { REMOVED, textEditOf, wordEdit } from "../text/text-edit.ts";
import { makeWordRemover } from "../words/word-remover.ts";
import { editLabelledLines } from "./labelled-line.ts";
import { honourMarkingsInText, paragraphsOf } from "./paragraphs.ts";

/** What is known of a document beside its words. */
export interface DocumentOrigin {
  /** Ids of originators that its reader found. */
  readonly originators: readonly string[];
  /** Persons named where a document names them: correspondents, authors, who is thanked. */
  readonly persons: readonly string[];
  /** What labels say that stand beside its text: in a header, a property, a field. */
  readonly labels: readonly Claim[];
}

/** A text after one step of a plan. */
export function sanitiseText(
  text: string,
  step: SanitiseStep,
  origin: DocumentOrigin,
  own: CopyFor["own"],
  log: RemovalLog,
): string {
  const edited = textEditOf(step, own, log)?.edit(editWhole(text, step, origin, log), "the text");
  return edited ?? editWhole(text, step, origin, log);
}

function editWhole(
  text: string,
  step: SanitiseStep,
  origin: DocumentOrigin,
  log: RemovalLog,
): string {
  switch (step.step) {
    case "honour-markings":
      return honourMarkingsInText(step.most, text, origin.labels, log);
    case "drop-property":
    case "mask":
      return editLabelledLines(step, text, log);
    case "cut-originators":
      return cutParagraphs(text, step, origin, log);
    case "remove-persons":
    case "remove-sources":
      return wordEdit(origin.persons, "name", REMOVED, step, log).edit(text, "the text");
    default:
      return text;
  }
}

/**
 * The text without the paragraphs that name one of these originators. Which parts of a text come from
 * somebody it does not name, nobody can tell: then it is for people.
 */
function cutParagraphs(
  text: string,
  { originators }: SanitiseStep & { step: "cut-originators" },
  origin: DocumentOrigin,
  log: RemovalLog,
): string {
  const isWhole =
    originators !== "all-others" && origin.originators.some((one) => originators.includes(one));
  if (originators === "all-others" || isWhole) throw ofOnePiece(isWhole);
  const remover = makeWordRemover(originators, "originator");
  const kept = paragraphsOf(text).filter((paragraph) => {
    if (!remover.isIn(paragraph)) return true;
    log.parting("text", paragraph, "the text");
    log.change("cut-originators", "the text", "a paragraph that names an originator was taken out");
    return false;
  });
  return kept.join("");
}

function ofOnePiece(isWhole: boolean): Refusal {
  const problem = isWhole
    ? "the whole document comes from an originator that it is to be cut free of"
    : "in a document nobody can tell which parts come from other originators";
  return new Refusal(
    "contradiction",
    "cut-originators",
    problem,
    "ask for their consent, name the originators, or write a text of your own for this partner",
  );
}
