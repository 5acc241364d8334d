import type { Collection, Door, Page, Released, Wanted } from "../../usecases/release/outbox.ts";
import { answerBytes } from "./answer.ts";
import type { CursorUse } from "./cursor.ts";
import { pageHead, pageRequest, toWanted, type PageHead } from "./page.ts";
import type { Ask, Ground } from "./ports.ts";
import { toMicroseconds } from "./stamp.ts";
import { nothingHere } from "./taxii-error.ts";

/** What a page is asked of. */
export interface PageOf {
  readonly door: Door;
  readonly collection: Collection;
  readonly kind: CursorUse["kind"];
  /** The object, for an address that names one; else empty. */
  readonly object: string;
}

const COMMA = Buffer.from(",");

/**
 * A page of objects, of a manifest or of the versions of one object (TAXII 2.1 sections 5.3 to 5.8). Who
 * fetched what is on record before anything is answered, that there was nothing too. Throws a TaxiiError.
 */
export async function answerPage(c: Ask, of: PageOf, ground: Ground): Promise<Response> {
  const { door, collection, kind, object } = of;
  const use = { partner: door.partner, collection: collection.id, kind, object };
  const request = pageRequest(new URL(c.req.url), use, ground);
  const { page, parts } = await readPage(of, toWanted(request, ground), ground);
  const isEmpty = page.rows.length === 0;
  if (
    isEmpty &&
    object !== "" &&
    !(await ground.outbox.holds(door.partner, collection.id, object))
  ) {
    throw nothingHere();
  }
  await ground.outbox.noteFetch(door, collection.id, page.rows);
  const head = pageHead(page, request, ground);
  const list = kind === "versions" ? "versions" : "objects";
  return answerBytes(c, toBody(head, list, parts), 200, head.headers);
}

interface PageRead {
  readonly page: Page<Released>;
  /** Its rows as they are shown. Bodies go out as they lie in the release store, byte for byte. */
  readonly parts: readonly Uint8Array[];
}

async function readPage(of: PageOf, wanted: Wanted, { outbox }: Ground): Promise<PageRead> {
  const { door, collection, kind } = of;
  if (kind === "objects" || kind === "object") {
    const page = await outbox.objects(door.partner, collection.id, wanted);
    return { page, parts: page.rows.map(({ body }) => body) };
  }
  const page = await outbox.manifest(door.partner, collection.id, wanted);
  const shown = kind === "versions" ? ({ version }: Released) => version : toRecord;
  return { page, parts: page.rows.map((row) => Buffer.from(JSON.stringify(shown(row)))) };
}

/** A manifest record (section 5.3.1). */
function toRecord({ id, dateAdded, version, mediaType }: Released): object {
  return { id, date_added: toMicroseconds(dateAdded), version, media_type: mediaType };
}

/** A list is never empty: then its key is left out. */
function toBody(
  { fields }: PageHead,
  list: string,
  parts: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  if (parts.length === 0) return Buffer.from(JSON.stringify(fields));
  const start = Buffer.from(`${JSON.stringify(fields).slice(0, -1)},"${list}":[`);
  const separated = parts.flatMap((part, i) => (i === 0 ? [part] : [COMMA, part]));
  return Buffer.concat([start, ...separated, Buffer.from("]}")]);
}
