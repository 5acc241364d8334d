import { ClientError } from "./client-error.ts";

/** A JSON object as a server sends it. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * The bytes of an answer, at most so many: no more are taken in. Rejects with a ClientError "too-large", or
 * "no-answer" where the connection ends before the answer does.
 */
export async function readAnswer(response: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > most) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ClientError(response.url, "no-answer", "its answer breaks off", error);
  }
  if (size <= most) return Buffer.concat(chunks);
  throw new ClientError(response.url, "too-large", `it answers with more than ${most} bytes`);
}

/** The object in an answer; undefined where it is no JSON, or no object. */
export function toBody(response: Response, bytes: Uint8Array): Body | undefined {
  if (!(response.headers.get("content-type") ?? "").includes("json")) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    return isBody(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The objects of a list; what is none is left out. */
export function bodiesOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.filter(isBody) : [];
}

/** A text of an answer; what is none shows as nothing. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
