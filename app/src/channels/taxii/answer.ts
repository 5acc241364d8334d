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
  resource: object,
  status: 200 | 202 = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = Buffer.from(JSON.stringify(resource));
  return c.body(body, status, headersOf(body, headers));
}

/**
 * A page as a message. Its bytes go out as they are: a Response that is given bytes copies them, and to
 * clear away copies of large pages costs more than to answer them.
 */
export function answerPageBytes(
  c: Ask,
  body: Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Response {
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      controller.enqueue(body);
      controller.close();
    },
  });
  return c.body(stream, 200, headersOf(body, headers));
}

function headersOf(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  const length = String(body.length);
  return { ...HEADERS, ...headers, "content-type": TAXII, "content-length": length };
}
