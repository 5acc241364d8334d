import { extname } from "node:path";
import type { ItemFormat, Json } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Copy, CopyFor, Medium } from "../../core/release/copy.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import { takeBytes } from "../bytes.ts";
import { looksLikeCsaf } from "../document/csaf.ts";
import { documentKind } from "../document/kind.ts";
import type { ReadContext } from "../item.ts";
import { looksLikeJson } from "../json/looks-like-json.ts";
import { parseJson } from "../json/parse.ts";
import { looksLikeMisp } from "../misp/misp.ts";
import { looksLikeStix } from "../stix/recognise.ts";
import { copyCsafDocument, copyDocument } from "./document/copy-document.ts";
import { copyMisp } from "./misp/copy-misp.ts";
import { copyStix } from "./stix/copy-stix.ts";
import { requireClosed } from "./stix/require-closed.ts";

type Family = "stix" | "misp" | "document";

/** Over what items of each kind may leave. */
const MEDIA: Readonly<Record<Family, readonly Medium[]>> = {
  stix: ["taxii", "package", "export"],
  misp: ["misp-feed", "package", "export"],
  document: ["package", "export"],
};
const CALLED: Readonly<Record<Family, string>> = {
  stix: "a STIX item",
  misp: "a MISP item",
  document: "a document",
};

/**
 * Makes the copy of an item that leaves for one partner over one medium: the plan carried out, the caveats
 * inside. In: the original's bytes and name. The same in makes the same bytes.
 *
 * @throws Refusal of the reader; "contradiction" when the item cannot leave over this medium, nothing of
 *   it is left, or a marking or creator that it refers to is not in it; "bad-case" for a plan that is not understood.
 */
export async function makeCopy(
  original: Uint8Array,
  name: string,
  plan: SanitisePlan,
  to: CopyFor,
  medium: Medium,
  { limits }: Pick<ReadContext, "limits">,
): Promise<Copy> {
  const { bytes } = await takeBytes(original, name, limits);
  const plain = name.replace(/\.gz$/, "");
  const kind = documentKind(bytes, plain);
  if (kind !== "text" || !looksLikeJson(bytes, extname(plain).toLowerCase())) {
    requireMedium("document", medium, name);
    return await copyDocument({ kind, bytes, name }, plan, to, limits);
  }
  const json = parseJson(bytes, name, limits);
  const family = familyOf(json, name);
  requireMedium(family, medium, name);
  if (family === "stix") return closed(copyStix(json, plan, to), medium);
  if (family === "misp") return copyMisp(json, plan, to);
  return copyCsafDocument(json, bytes, plan, to);
}

/** Over TAXII each object is fetched for itself, and whatever it is marked by must be there too. */
function closed(copy: Copy, medium: Medium): Copy {
  if (medium === "taxii") requireClosed(copy);
  return copy;
}

/** Over what an item of this format may leave. */
export function mediaFor(format: ItemFormat): readonly Medium[] {
  if (format === "stix-2.1" || format === "stix-2.0") return MEDIA.stix;
  return format === "misp" ? MEDIA.misp : MEDIA.document;
}

function familyOf(json: Json, name: string): Family {
  if (looksLikeStix(json)) return "stix";
  if (looksLikeMisp(json)) return "misp";
  if (looksLikeCsaf(json)) return "document";
  throw new Refusal(
    "unknown-format",
    name,
    "it is JSON, but not STIX, MISP or CSAF",
    "give a STIX bundle or object, a MISP event, or a CSAF document",
  );
}

function requireMedium(family: Family, medium: Medium, name: string): void {
  if (MEDIA[family].includes(medium)) return;
  const problem = `${CALLED[family]} cannot leave over ${medium}`;
  const remedy = `release it over ${MEDIA[family].join(" or ")}`;
  throw new Refusal("contradiction", name, problem, remedy);
}
