import { LedgerError } from "../ledger-error.ts";

const MOST_ANSWER = 20_000;

/** What a witness answered; hostile. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  /** Cut off at 20,000 bytes. */
  readonly text: string;
}

/**
 * Sends the body of an add-checkpoint request (tlog-witness v1.0.0) to a witness's submission prefix
 * and resolves to whatever it answers within `patience` milliseconds. Follows nowhere else.
 *
 * Rejects with "unreachable".
 */
export async function postCheckpoint(
  url: string,
  body: Uint8Array,
  patience: number,
): Promise<Reply> {
  try {
    const response = await fetch(`${url}/add-checkpoint`, {
      method: "POST",
      body: Buffer.from(body),
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    const text = await textOf(response);
    return { status: response.status, type: response.headers.get("content-type") ?? "", text };
  } catch (error) {
    const what = "the witness does not answer";
    throw new LedgerError("unreachable", url, what, "try again later", error);
  }
}

async function textOf({ body }: Response): Promise<string> {
  if (body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the answer.
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_ANSWER) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER).toString();
}
