import type { Json } from "../../core/item.ts";
import { Refusal, type RefusalCode } from "../../core/refusal.ts";
import { elementBytes } from "../../formats/json/elements.ts";
import { parseJson } from "../../formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../formats/limits.ts";
import { readRequestBody, TOO_LARGE } from "../../formats/request-body.ts";
import { isList, isObject } from "../../formats/stix/property.ts";
import { bodyKind } from "./media-type.ts";
import type { Ask } from "./ports.ts";
import type { TaxiiSettings } from "./settings.ts";
import { TaxiiError } from "./taxii-error.ts";

/** One object that was sent: what it says, and its bytes. */
export interface SentObject {
  readonly json: Json;
  readonly bytes: Uint8Array;
}

/**
 * Reads what is posted: an envelope, or a bundle as `application/stix+json`. The media type is looked at
 * first, then no more bytes are taken than are allowed, then JSON is read by the one strict reader. Throws
 * a TaxiiError 400, 413, 415 or 422 (TAXII 2.1 sections 3.6.2, 5.5).
 */
export async function readSent(c: Ask, settings: TaxiiSettings): Promise<readonly SentObject[]> {
  const kind = bodyKind(c.req.header("content-type"));
  const isPlain = (c.req.header("content-encoding") ?? "identity").toLowerCase() === "identity";
  if (kind === undefined || !isPlain) {
    const text =
      "Send application/taxii+json;version=2.1, or a bundle as application/stix+json;version=2.1, not encoded.";
    throw new TaxiiError(415, text);
  }
  const bytes = await readAtMost(c, settings.maxContentLength);
  const json = read(bytes, settings);
  if (!isObject(json)) throw unfit("it is no JSON object");
  if (kind === "bundle" && json["type"] !== "bundle") throw unfit("it is no bundle");
  const objects = json["objects"];
  if (!isList(objects) || objects.length === 0) throw unfit("it has no list of objects");
  const parts = elementBytes(bytes, "objects");
  return objects.map((one, i) => ({ json: one, bytes: parts[i] ?? new Uint8Array() }));
}

function read(bytes: Uint8Array, { nodes, depth }: TaxiiSettings): Json {
  try {
    return parseJson(bytes, "body", { ...DEFAULT_LIMITS, nodes, depth });
  } catch (error) {
    if (error instanceof Refusal)
      throw unfit(`${PROBLEMS[error.code] ?? "it cannot be read"}${where(error)}`);
    throw error;
  }
}

const PROBLEMS: Partial<Record<RefusalCode, string>> = {
  "not-json": "it is not JSON",
  "bad-utf8": "it is not UTF-8",
  "too-deep": "it is nested too deep",
  "too-many-nodes": "it holds too many values",
  "duplicate-key": "an object has a key twice",
  "prototype-key": "an object has the key __proto__",
};

/** Line and column, where the reader gives them; never the names of keys. */
function where({ place }: Refusal): string {
  const [, line, column] = /^body:([0-9]+):([0-9]+)/.exec(place) ?? [];
  return line === undefined || column === undefined ? "" : `, at line ${line}, column ${column}`;
}

async function readAtMost(c: Ask, most: number): Promise<Uint8Array> {
  const bytes = await readRequestBody(c.req.raw, most).catch(interrupted);
  if (bytes !== TOO_LARGE) return bytes;
  throw new TaxiiError(413, `The body is longer than ${most} bytes; send fewer objects at a time.`);
}

function unfit(problem: string): TaxiiError {
  return new TaxiiError(422, `The body cannot be processed: ${problem}.`);
}

/** The client went away or was too slow; nobody may be there to read this. */
function interrupted(): never {
  throw new TaxiiError(400, "The body did not arrive in full; send it again.");
}
