import type { Copy, CopyFor } from "../../../core/release/copy.ts";
import type { RemovalLog } from "../removal-log.ts";

const KINDS = {
  text: { mediaType: "text/plain;charset=utf-8", ending: "txt" },
  markdown: { mediaType: "text/markdown;charset=utf-8", ending: "md" },
  csv: { mediaType: "text/csv;charset=utf-8", ending: "csv" },
} as const;

/** A written document as a copy. `key` tells the original from any other; the name says nothing of it. */
export function documentCopy(
  format: keyof typeof KINDS,
  text: string,
  key: string,
  to: CopyFor,
  log: RemovalLog,
): Copy {
  const id = to.uuidFor(`document ${key}`);
  const bytes = new TextEncoder().encode(text);
  const { mediaType, ending } = KINDS[format];
  log.change("new-id", "", "it was written anew, under a name that says nothing of the original");
  log.change("attach-caveats", "", "the caveats stand above the text");
  return {
    format,
    mediaType,
    fileName: `${id}.${ending}`,
    bytes,
    objects: [{ id, type: format, specVersion: "", version: to.at, bytes, refersTo: [] }],
    removed: log.removed(text),
    changes: log.changes,
    ids: [{ from: key, to: id }],
  };
}
