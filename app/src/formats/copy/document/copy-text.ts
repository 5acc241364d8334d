import type { Claim, Json } from "../../../core/item.ts";
import type { Copy, CopyFor, Secret } from "../../../core/release/copy.ts";
import type { SanitisePlan } from "../../../core/release/plan.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { DocumentTexts } from "../../document/document-texts.ts";
import { RemovalLog } from "../removal-log.ts";
import { REMOVED } from "../text/text-edit.ts";
import { makeSecretRemover } from "../words/word-remover.ts";
import { csafTexts } from "./csaf-texts.ts";
import { documentCopy } from "./document-copy.ts";
import { sanitiseText, type DocumentOrigin } from "./sanitise-text.ts";
import { withoutControls, withoutHidden, writeMarkdown, writeText } from "./write-text.ts";

/** Longer texts are made of several documents, and take longer than anybody waits. */
const LONGEST = 8 * 1024 * 1024;

/** A document whose words were taken out of it. */
export interface TextSource {
  readonly texts: DocumentTexts;
  readonly isMarkdown: boolean;
  /** What its reader says of it. */
  readonly claims: readonly Claim[];
  /** Tells the document from any other: SHA-256 of its bytes. */
  readonly key: string;
}

/**
 * A document as it leaves for one partner: its words after the plan, under a cover. Whatever it was, it is
 * a plain text then, or Markdown if it was Markdown: no properties, no layers, no attached files.
 *
 * @throws Refusal "too-large", "contradiction" when nothing is left or the plan cannot be carried out on
 *   a text.
 */
export function copyText(source: TextSource, plan: SanitisePlan, to: CopyFor): Copy {
  const { texts, isMarkdown, key } = source;
  const log = new RemovalLog();
  requireSize(texts.text);
  noteLeftBehind(texts.leftBehind, log);
  const fields = texts.fields.map(({ name, value }) => `${name}: ${value.replace(/\s+/g, " ")}\n`);
  const text = [...fields, fields.length === 0 ? "" : "\n", texts.text].join("");
  const start = withoutControls(isMarkdown ? shownOf(text, log) : text);
  const origin = originOf(source);
  const sanitised = plan.steps.reduce(
    (one, step) => sanitiseText(one, step, origin, to.own, log),
    start,
  );
  const body = clean(sanitised, log);
  if (body.trim() === "") throw nothingLeft();
  const written = isMarkdown ? writeMarkdown(body, to) : writeText(body, to);
  return documentCopy(isMarkdown ? "markdown" : "text", written, key, to, log);
}

/** The same for a CSAF document. */
export function copyCsaf(
  json: Json,
  source: Pick<TextSource, "claims" | "key">,
  plan: SanitisePlan,
  to: CopyFor,
): Copy {
  return copyText({ ...source, texts: csafTexts(json), isMarkdown: false }, plan, to);
}

/** Whatever was removed anywhere is removed here too. */
function clean(text: string, log: RemovalLog): string {
  return makeSecretRemover(log.secrets).remove(text, REMOVED).text;
}

function originOf({ texts, claims }: TextSource): DocumentOrigin {
  const originators = claims.filter(({ fact }) => fact === "originators").map(({ value }) => value);
  return {
    originators: originators.map(String),
    persons: texts.leftBehind.filter(({ kind }) => kind === "name").map(({ text }) => text),
    labels: claims.filter(({ place }) => BESIDE_TEXT.test(place)),
  };
}

/** Where a label stands that is no line of the text. */
const BESIDE_TEXT = /^(?:header |document property |\/document\/distribution)/;

function noteLeftBehind(leftBehind: readonly Secret[], log: RemovalLog): void {
  for (const { kind, text, place } of leftBehind) {
    if (kind === "address" || kind === "id") log.value(kind, text, place);
    else log.parting(kind, text, place);
    log.change("allow-list", place, "left behind");
  }
}

function shownOf(markdown: string, log: RemovalLog): string {
  return withoutHidden(markdown, (hidden) => {
    log.parting("text", hidden, "the text");
    log.change("allow-list", "the text", "what nobody sees was left behind");
  });
}

/** @throws Refusal "too-large". */
export function requireSize(text: string): void {
  if (text.length <= LONGEST) return;
  const problem = `it holds more than ${LONGEST / 1024 / 1024} million characters of text`;
  throw new Refusal("too-large", "the document", problem, "split it");
}

function nothingLeft(): Refusal {
  return new Refusal(
    "contradiction",
    "the plan",
    "nothing of the document is left once it is carried out",
    "take a step out of the plan, or write a text of your own for this partner",
  );
}
