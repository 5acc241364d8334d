import { parseJson } from "../../formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../formats/limits.ts";
import { readRequestBody, TOO_LARGE } from "../../formats/request-body.ts";
import type { Ask } from "../env.ts";
import { Problem } from "../problem.ts";

/** What a route takes as its body. */
export type BodyRule =
  | { readonly kind: "none" }
  /** `most`: bytes; undefined for the site's setting. */
  | { readonly kind: "json"; readonly most: number | undefined }
  | { readonly kind: "bytes"; readonly mediaTypes: readonly string[]; readonly most: number };

/**
 * Reads a body as the route takes it, before anything is done with it: the media type first, then no
 * more bytes than are allowed, then JSON by the one strict reader there is (ASVS 1.5.3, 4.1.1). Throws a
 * Problem 400, 408, 413 or 415, or the reader's Refusal.
 */
export async function readBody(c: Ask, rule: BodyRule): Promise<void> {
  if (rule.kind === "none") return refuseBody(c);
  const { limits } = c.get("ground").settings;
  checkMediaType(c, rule.kind === "json" ? ["application/json"] : rule.mediaTypes);
  const bytes = await readAtMost(c, rule.most ?? limits.body);
  if (rule.kind === "bytes") {
    c.set("bytes", bytes);
    return;
  }
  const { nodes, depth } = limits;
  parseJson(bytes, "body", { ...DEFAULT_LIMITS, nodes, depth });
  // What follows reads the body again, and it can be read once.
  // Hono keeps the promise of it there, whatever the type says.
  const text: unknown = Promise.resolve(new TextDecoder().decode(bytes));
  c.req.bodyCache.text = text as string;
}

function refuseBody(c: Ask): void {
  const length = c.req.header("content-length");
  const has =
    length === undefined ? c.req.header("transfer-encoding") !== undefined : length !== "0";
  if (has) throw new Problem(400, "unexpected-body", "This route takes no body; leave it out.");
}

function checkMediaType(c: Ask, mediaTypes: readonly string[]): void {
  const [type = "", ...parameters] = (c.req.header("content-type") ?? "").toLowerCase().split(";");
  const others = parameters.filter((one) => !/^\s*charset="?utf-8"?\s*$/.test(one));
  const isPlain = (c.req.header("content-encoding") ?? "identity") === "identity";
  if (mediaTypes.includes(type.trim()) && others.length === 0 && isPlain) return;
  const detail = `This route takes ${mediaTypes.join(" or ")}, not encoded.`;
  const headers = { accept: mediaTypes.join(", ") };
  throw new Problem(415, "unsupported-media-type", detail, { field: "content-type", headers });
}

async function readAtMost(c: Ask, most: number): Promise<Uint8Array> {
  const bytes = await readRequestBody(c.req.raw, most).catch(interrupted);
  if (bytes !== TOO_LARGE) return bytes;
  throw new Problem(413, "too-large", `The body is longer than ${most} bytes; send less.`);
}

/** The client went away or was too slow; nobody may be there to read this. */
function interrupted(): never {
  throw new Problem(408, "incomplete", "The body did not arrive in full; send it again.");
}
