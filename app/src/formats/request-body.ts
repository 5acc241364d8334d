/** The body of a request is longer than was allowed; no more of it was read. */
export const TOO_LARGE = "too-large";

/**
 * Reads the body of a request: no more bytes than `most` are taken, whatever it declares, and nothing is
 * read where it declares more. Out: the bytes, none for a request without a body, or TOO_LARGE. Rejects
 * where the body does not arrive in full.
 */
export async function readRequestBody(
  request: Request,
  most: number,
): Promise<Uint8Array | typeof TOO_LARGE> {
  const declared = request.headers.get("content-length");
  if (Number(declared ?? 0) > most) return TOO_LARGE;
  if (declared !== null && !request.headers.has("transfer-encoding")) {
    // Of so many bytes and no more: HTTP's parser ends the body there.
    const whole = new Uint8Array(await request.arrayBuffer());
    return whole.length > most ? TOO_LARGE : whole;
  }
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.length;
    if (size > most) {
      await reader.cancel().catch(() => undefined);
      return TOO_LARGE;
    }
    chunks.push(value);
  }
}
