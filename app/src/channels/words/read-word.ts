import type { Json, JsonObject } from "../../core/item.ts";
import { Refusal } from "../../core/refusal.ts";
import { parseJson } from "../../formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../formats/limits.ts";
import { readRequestBody, TOO_LARGE } from "../../formats/request-body.ts";
import { isList, isObject } from "../../formats/stix/property.ts";
import { WORDS, type WordKind } from "../../usecases/release/ports.ts";
import type { RecordWord } from "../../usecases/release/record-word.ts";

/** Most bytes of one word. */
const MOST = 65_536;
const LIMITS = { ...DEFAULT_LIMITS, bytes: MOST, depth: 4, nodes: 500 };
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEYS: readonly string[] = ["id", "about", "kind", "onward", "says"];

export type ReadWord =
  | { readonly word: RecordWord }
  | { readonly status: 400 | 413 | 415 | 422; readonly problem: string };

/**
 * Reads what a partner says: {"id"?, "about", "kind", "onward"?, "says"?} as application/json. No more
 * bytes are taken than a word may have.
 */
export async function readWord(request: Request): Promise<ReadWord> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return { status: 415, problem: "Send application/json." };
  const bytes = await readRequestBody(request, MOST).catch(() => undefined);
  if (bytes === undefined) return { status: 400, problem: "The body did not arrive in full." };
  if (bytes === TOO_LARGE) return { status: 413, problem: `A word has at most ${MOST} bytes.` };
  try {
    return toWord(parseJson(bytes, "body", LIMITS));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 400, problem: `The body cannot be read: ${error.message}.` };
  }
}

function toWord(json: Json): ReadWord {
  if (!isObject(json)) return unfit("it is no JSON object");
  const unknown = Object.keys(json).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return unfit(`it has a property that is none of ${KEYS.join(", ")}`);
  const { about, kind, onward } = json;
  if (typeof about !== "string" || !UUID.test(about)) return unfit(`"about" is no UUID`);
  if (!isKind(kind)) return unfit(`"kind" is none of ${WORDS.join(", ")}`);
  if (!isTexts(onward)) return unfit(`"onward" is no list of codes`);
  const texts = textsOf(json);
  if (texts === undefined) return unfit(`"id" is no UUID, or "says" is no text`);
  return { word: { about, kind, ...(onward === undefined ? {} : { onward }), ...texts } };
}

function textsOf({ id, says }: JsonObject): Pick<RecordWord, "id" | "says"> | undefined {
  if (id !== undefined && (typeof id !== "string" || !UUID.test(id))) return undefined;
  if (says !== undefined && typeof says !== "string") return undefined;
  return { ...(id === undefined ? {} : { id }), ...(says === undefined ? {} : { says }) };
}

function isKind(value: Json | undefined): value is WordKind {
  return WORDS.some((one) => one === value);
}

function isTexts(value: Json | undefined): value is readonly string[] | undefined {
  return value === undefined || (isList(value) && value.every((one) => typeof one === "string"));
}

function unfit(problem: string): ReadWord {
  return { status: 422, problem: `The word cannot be taken: ${problem}.` };
}
