import { StoreError } from "../../store/store-error.ts";
import type { Waiting } from "../../store/release/disclosures.ts";
import { findKey } from "../cases/opened.ts";
import type { Site } from "../site.ts";
import { decryptCopy, type WholeCopy } from "./copy-box.ts";
import { isFrame } from "./frame.ts";
import type { ToShow } from "./show-rows.ts";
import { copyName, insteadName } from "./write-release.ts";

/** What a row is that holds a whole copy. */
const WHOLE = { type: "copy", specVersion: "1" } as const;

/**
 * The objects that a release shows at a place, or that a recall serves there instead, in the order of
 * the copy: what is referred to comes first there. None for what the desk hands out itself, and for what
 * was erased.
 *
 * Rejects with "wrong-seal", "no-key" or "damaged-content".
 */
export async function whatToShow(one: Waiting, site: Site): Promise<readonly ToShow[]> {
  if (one.medium === "export") return [];
  const copy = await openCopy(one, site);
  if (copy === undefined) return [];
  const { bytes, about } = copy;
  const { mediaType, objects } = about;
  if (one.medium === "package") {
    // A copy is one thing there: an object of its own for each release, known by the release's id.
    const id = one.what;
    return [{ ...WHOLE, id, mediaType, bytes }];
  }
  const gone = new Set(about.ids.map(({ to }) => to));
  return objects.map((object) => ({
    ...object,
    mediaType,
    isFrame: one.isRecall && isFrame(object.id) && !gone.has(object.id),
  }));
}

async function openCopy(one: Waiting, { store, keys }: Site): Promise<WholeCopy | undefined> {
  const { content, sha256, what, copy, collection, item } = one;
  if (content === null || sha256 === null) return undefined;
  const hash = Buffer.from(sha256).toString("hex");
  const name = one.isRecall ? insteadName(what, collection, hash) : copyName(copy ?? "", hash);
  const key = await findKey(item, keys);
  if (key === undefined) return undefined;
  const box = await store.as("sequencer").read((reader) => store.content.get(reader, content));
  if (box === undefined) throw missing(what);
  return decryptCopy(key, name, box);
}

function missing(what: string): StoreError {
  const place = `the copy of ${what}`;
  return new StoreError("damaged-content", place, "it is not there", "restore it from a backup");
}
