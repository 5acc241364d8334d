import { createHash } from "node:crypto";
import type { Json } from "../../../core/item.ts";
import type { Copy, CopyFor } from "../../../core/release/copy.ts";
import type { SanitisePlan } from "../../../core/release/plan.ts";
import { readCsaf } from "../../document/csaf.ts";
import { readDocument } from "../../document/document.ts";
import { decodeText } from "../../document/lines.ts";
import type { DocumentKind } from "../../document/source.ts";
import { textsInThread } from "../../document/thread.ts";
import type { Limits } from "../../limits.ts";
import { copyCsaf, copyText, requireSize } from "./copy-text.ts";
import { copyTable } from "./copy-table.ts";

/** A document as it came in. */
export interface DocumentBytes {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
  /** How messages call it. */
  readonly name: string;
}

/**
 * A document as it leaves for one partner. A mail and a PDF leave as text: never the old file, whose
 * layers, properties and attached files nobody sees. What cannot be read as words does not leave.
 *
 * @throws Refusal of the reader, of `copyText` and of `copyTable`.
 */
export async function copyDocument(
  document: DocumentBytes,
  plan: SanitisePlan,
  to: CopyFor,
  limits: Limits,
): Promise<Copy> {
  const { kind, bytes, name } = document;
  const key = keyOf(bytes);
  if (kind === "csv") return copyTable(decodeText(bytes, name), { name, key }, plan, to);
  const texts =
    kind === "pdf" || kind === "email"
      ? await textsInThread({ kind, bytes, name, limits })
      : { fields: [], text: decodeText(bytes, name), leftBehind: [] };
  requireSize(texts.text);
  const { parts } = await readDocument(kind, bytes, name, limits);
  const claims = parts.flatMap((part) => part.claims);
  return copyText({ texts, isMarkdown: kind === "markdown", claims, key }, plan, to);
}

/** The same for a CSAF document, which is JSON. */
export function copyCsafDocument(
  json: Json,
  bytes: Uint8Array,
  plan: SanitisePlan,
  to: CopyFor,
): Copy {
  const claims = readCsaf(json).parts.flatMap((part) => part.claims);
  return copyCsaf(json, { claims, key: keyOf(bytes) }, plan, to);
}

function keyOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
