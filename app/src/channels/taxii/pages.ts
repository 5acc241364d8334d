import type { AsOf, Collection, Door, Released, Wanted } from "../../usecases/release/outbox.ts";
import { answerPageBytes } from "./answer.ts";
import type { CursorUse } from "./cursor.ts";
import { pageHead, pageRequest, toWanted, type PageHead, type PageSpan } from "./page.ts";
import type { Ask, Ground, ReadyPage } from "./ports.ts";
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

/**
 * A page of objects, of a manifest or of the versions of one object (TAXII 2.1 sections 5.3 to 5.8). Who
 * fetched what is on record before anything is answered, that there was nothing too. Throws a TaxiiError.
 */
export async function answerPage(c: Ask, of: PageOf, ground: Ground): Promise<Response> {
  const { door, collection, kind, object } = of;
  const use = { partner: door.partner, collection: collection.id, kind, object };
  const request = pageRequest(new URL(c.req.url), use, ground);
  const wanted = toWanted(request, ground);
  const asked = JSON.stringify([request, wanted.limit]);
  const page = ground.pages.find(collection, asked, wanted.until ?? "") ?? (await read());
  await ground.outbox.noteFetch(door, collection.id, page.rows);
  return answerPageBytes(c, page.body, page.headers);

  async function read(): Promise<ReadyPage> {
    const { span, rows, text, asOf } = await readPage(of, wanted, ground);
    if (rows.length === 0) await refuseAbsent(of, ground);
    const head = pageHead(span, request, ground);
    const ready = { rows, headers: head.headers, more: span.more, body: toBody(head, kind, text) };
    if (asOf !== undefined) ground.pages.keep(collection.id, asked, ready, asOf);
    return ready;
  }
}

/** An object of which there is no version at all. */
async function refuseAbsent(
  { door, collection, object }: PageOf,
  { outbox }: Ground,
): Promise<void> {
  if (object === "" || (await outbox.holds(door.partner, collection.id, object))) return;
  throw nothingHere();
}

interface PageRead {
  readonly span: PageSpan;
  readonly rows: ReadyPage["rows"];
  /** What is listed, with commas. Objects go out as they lie in the release store, byte for byte. */
  readonly text: readonly string[];
  readonly asOf: AsOf | undefined;
}

async function readPage(of: PageOf, wanted: Wanted, { outbox }: Ground): Promise<PageRead> {
  const { door, collection, kind } = of;
  if (kind === "objects" || kind === "object") {
    const { positions, more, text, asOf, ...times } = await outbox.envelope(
      door.partner,
      collection.id,
      wanted,
    );
    const rows = positions.map((position) => ({ position }));
    return { span: { more, last: rows.at(-1)?.position, ...times }, rows, text, asOf };
  }
  const { rows, more, asOf } = await outbox.manifest(door.partner, collection.id, wanted);
  const shown = kind === "versions" ? ({ version }: Released) => version : toRecord;
  const text = rows.length === 0 ? [] : [rows.map((row) => JSON.stringify(shown(row))).join(",")];
  const last = rows.at(-1);
  const span = {
    more,
    last: last?.position,
    firstAdded: rows[0]?.dateAdded,
    lastAdded: last?.dateAdded,
  };
  return { span, rows: rows.map(({ position }) => ({ position })), text, asOf };
}

/** A manifest record (section 5.3.1). */
function toRecord({ id, dateAdded, version, mediaType }: Released): object {
  return { id, date_added: toMicroseconds(dateAdded), version, media_type: mediaType };
}

/** A list is never empty: then its key is left out. */
function toBody(
  { fields }: PageHead,
  kind: PageOf["kind"],
  text: readonly string[],
): Uint8Array<ArrayBuffer> {
  const said = JSON.stringify(fields);
  if (text.length === 0) return Buffer.from(said);
  const list = kind === "versions" ? "versions" : "objects";
  return encode([`${said.slice(0, -1)},"${list}":[`, ...text, "]}"]);
}

/** Written to its place at once: what lies about of large pages costs more to clear away than to write. */
function encode(parts: readonly string[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  const body = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const part of parts) at += body.write(part, at);
  return body;
}
