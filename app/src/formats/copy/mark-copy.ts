import type { Json, JsonObject } from "../../core/item.ts";
import type { Copy, CopyFor, CopyObject } from "../../core/release/copy.ts";
import { markMisp } from "../../core/release/watermark-misp.ts";
import { markStix } from "../../core/release/watermark-stix.ts";
import { markText } from "../../core/release/watermark-text.ts";
import { decodeUtf8 } from "../json/utf8.ts";
import { isObject } from "../stix/property.ts";
import { canonical } from "./stix/take-in.ts";

/**
 * A copy with its recipient's mark, by which `caveat trace` knows it again; see core/release/watermark.ts.
 * It says the same and is as valid as before. A table and a CSAF document have nothing to choose from and
 * stay as they are. The mark is part of the bytes: put it there before they are checked and approved.
 */
export function markCopy(copy: Copy, { at, uuidFor }: Pick<CopyFor, "at" | "uuidFor">): Copy {
  if (/^text\/(?:plain|markdown)\b/.test(copy.mediaType)) {
    const bytes = Buffer.from(markText(textOf(copy.bytes), uuidFor));
    return { ...copy, bytes, objects: copy.objects.map((object) => ({ ...object, bytes })) };
  }
  if (copy.format === "stix-2.1") return markBundle(copy, at, uuidFor);
  return copy.format === "misp" ? markEvents(copy, uuidFor) : copy;
}

function markBundle(copy: Copy, at: string, uuidFor: CopyFor["uuidFor"]): Copy {
  const bundle = JSON.parse(textOf(copy.bytes)) as JsonObject;
  const marked = markStix(listOf(bundle["objects"]), at, uuidFor);
  const byId = new Map(marked.map((object) => [object["id"], object]));
  return {
    ...copy,
    bytes: Buffer.from(`${canonical({ ...bundle, objects: marked })}\n`),
    objects: copy.objects.map((object) => asMarked(object, byId.get(object.id))),
  };
}

function asMarked(object: CopyObject, marked: JsonObject | undefined): CopyObject {
  const modified = marked?.["modified"];
  if (marked === undefined || object.version === undefined || typeof modified !== "string")
    return object;
  return { ...object, version: modified, bytes: Buffer.from(canonical(marked)) };
}

function markEvents(copy: Copy, uuidFor: CopyFor["uuidFor"]): Copy {
  const objects = copy.objects.map((object) => {
    const { Event: event } = JSON.parse(textOf(object.bytes)) as JsonObject;
    const marked = isObject(event) ? { Event: markMisp(event, uuidFor) } : undefined;
    return marked === undefined
      ? object
      : { ...object, bytes: Buffer.from(JSON.stringify(marked)) };
  });
  const [first, ...others] = objects;
  if (first === undefined) return copy;
  const events = objects.map(({ bytes }) => textOf(bytes)).join(",");
  const bytes = others.length === 0 ? first.bytes : Buffer.from(`{"response":[${events}]}`);
  return { ...copy, bytes, objects };
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

function textOf(bytes: Uint8Array): string {
  return decodeUtf8(bytes, 0, bytes.length);
}
