import { formatJson, type Json, type JsonObject } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import type { LogSigner, SignerState } from "./log-signer.ts";
import type { Signers } from "./signers.ts";
import { isList, isObject, textOf } from "./wire.ts";

// One request a line, one answer a line, both canonical JSON of the ledger. Hashes are base64.

/**
 * Answers one request. The request is hostile, as far as this can go: whoever reaches the socket may
 * have checkpoints signed that go on from the last, have new logs made, and nothing else.
 *
 * Rejects with "bad-request" for one that is none, and as the signer rejects.
 */
export async function answer(request: Json, signers: Signers): Promise<Json> {
  if (!isObject(request)) throw bad("it is not an object");
  if (request["op"] === "list") {
    return { logs: (await signers.list()).map(({ origin, size }) => ({ origin, size })) };
  }
  const origin = textOf(request["origin"], bad);
  if (request["op"] === "create") return stateOf(await (await signers.create(origin)).state());
  return answerOf(await signers.of(origin), request);
}

/** What one log's signer answers. */
async function answerOf(signer: LogSigner, request: JsonObject): Promise<Json> {
  switch (request["op"]) {
    case "state":
      return stateOf(await signer.state());
    case "sign": {
      const lines = await signer.sign({
        size: countOf(request["size"]),
        root: hashOf(request["root"]),
        proof: hashesOf(request["proof"]),
      });
      return { lines };
    }
    case "rotate":
      return { key: await signer.rotate() };
    case "retire":
      await signer.retire({
        entry: bytesOf(request["entry"]),
        index: countOf(request["index"]),
        proof: hashesOf(request["proof"]),
      });
      return {};
    default:
      throw bad("its op is none of list, create, state, sign, rotate and retire");
  }
}

function stateOf({ size, root, keys }: SignerState): Json {
  return { size, root: Buffer.from(root).toString("base64"), keys };
}

/** The line of an answer or a request. */
export function toLine(value: Json): string {
  return `${Buffer.from(formatJson(value)).toString()}\n`;
}

function countOf(value: Json | undefined): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw bad("a count or index in it is not one");
}

function hashesOf(value: Json | undefined): Uint8Array[] {
  if (!isList(value) || value.length > 64) throw bad("its proof is not a list of hashes");
  return value.map(hashOf);
}

function hashOf(value: Json | undefined): Uint8Array {
  const bytes = bytesOf(value);
  if (bytes.length !== 32) throw bad("a hash in it is not 32 bytes");
  return bytes;
}

function bytesOf(value: Json | undefined): Uint8Array {
  const text = textOf(value, bad);
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw bad("something in it is not base64");
  return new Uint8Array(bytes);
}

function bad(problem: string): LedgerError {
  return new LedgerError("bad-request", "request to the signer", problem, "send one that is");
}
