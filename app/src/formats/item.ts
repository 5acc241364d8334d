import { basename, extname } from "node:path";
import type { ActorTable } from "../core/actor.ts";
import type { Item, Json } from "../core/item.ts";
import { Refusal } from "../core/refusal.ts";
import { readBytes, takeBytes } from "./bytes.ts";
import { looksLikeCsaf, readCsaf } from "./document/csaf.ts";
import type { DocumentRead } from "./document/document-read.ts";
import { readDocument } from "./document/document.ts";
import { documentKind } from "./document/kind.ts";
import { looksLikeJson } from "./json/looks-like-json.ts";
import { parseJson } from "./json/parse.ts";
import type { Limits } from "./limits.ts";
import { looksLikeMisp, readMisp } from "./misp/misp.ts";
import { readStix } from "./stix/read.ts";
import { looksLikeStix } from "./stix/recognise.ts";

/** What reading an item needs beside its bytes. */
export interface ReadContext {
  readonly limits: Limits;
  readonly actors: ActorTable;
}

/**
 * Reads an item from a file: STIX, MISP, CSAF, PDF, mail, CSV, Markdown or text, plain or gzipped.
 * Throws a Refusal with the place when it is none of these, broken, too large or too deep.
 */
export async function readItem(path: string, context: ReadContext): Promise<Item> {
  const { bytes, sha256, size } = await readBytes(path, context.limits);
  const read = await readBytesAs(bytes, path, context);
  return { name: basename(path), sha256, size, ...read };
}

/** The same for bytes that came another way; `name` tells their kind, and is for messages. */
export async function readItemBytes(
  original: Uint8Array,
  name: string,
  context: ReadContext,
): Promise<Item> {
  const { bytes, sha256, size } = await takeBytes(original, name, context.limits);
  return { name: basename(name), sha256, size, ...(await readBytesAs(bytes, name, context)) };
}

async function readBytesAs(
  bytes: Uint8Array,
  path: string,
  context: ReadContext,
): Promise<DocumentRead> {
  const name = path.replace(/\.gz$/, "");
  const kind = documentKind(bytes, name);
  if (kind === "text" && looksLikeJson(bytes, extname(name).toLowerCase())) {
    return readJsonAs(parseJson(bytes, path, context.limits), path, context);
  }
  return readDocument(kind, bytes, path, context.limits);
}

function readJsonAs(json: Json, path: string, context: ReadContext): DocumentRead {
  const { actors } = context;
  if (looksLikeStix(json)) return readStix(json, { actors, name: path });
  if (looksLikeMisp(json)) return readMisp(json, { actors, name: path });
  if (looksLikeCsaf(json)) return readCsaf(json);
  throw new Refusal(
    "unknown-format",
    path,
    "it is JSON, but not STIX, MISP or CSAF",
    "give a STIX bundle or object, a MISP event, or a CSAF document",
  );
}
