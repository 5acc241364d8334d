import type { Ask } from "./ports.ts";

/** The media type of every message (TAXII 2.1 section 1.6.8.1). */
export const TAXII = "application/taxii+json;version=2.1";
/** The media type of what collections hold and take. */
export const STIX = "application/stix+json;version=2.1";

/** Of every response: it is for who asked, and for nobody between. */
export const HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  vary: "Authorization",
  "x-content-type-options": "nosniff",
};

/** A resource as a message. */
export function answer(
  c: Ask,
  body: object,
  status: 200 | 202 = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return answerBytes(c, Buffer.from(JSON.stringify(body)), status, headers);
}

/** The same for a message that is in bytes already. */
export function answerBytes(
  c: Ask,
  body: Uint8Array<ArrayBuffer>,
  status: 200 | 202,
  headers: Readonly<Record<string, string>>,
): Response {
  const length = String(body.length);
  return c.body(body, status, {
    ...HEADERS,
    ...headers,
    "content-type": TAXII,
    "content-length": length,
  });
}
