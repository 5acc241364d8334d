import { connect, type Socket } from "node:net";
import { parseJson, type Json, type JsonObject } from "caveat-verifier";
import { LedgerError, type LedgerErrorCode } from "../ledger-error.ts";
import type { EnteredRotation, LogSigner, SignerState, SignRequest } from "./log-signer.ts";
import { toLine } from "./protocol.ts";
import { isList, isObject, linesOf, textOf } from "./wire.ts";

const MOST_LINE = 200_000;
const WAIT_MS = 10_000;

/**
 * The signer of a log in its own process, reached through its socket; a connection a request, so a
 * signer that was restarted is found again. Rejects with "unreachable" when it does not answer; then a
 * signature may have been made, and asking again gives the same one.
 */
export function connectSigner(socket: string, origin: string): LogSigner {
  const ask = async (request: JsonObject): Promise<JsonObject> => {
    const reply = await converse(socket, toLine({ ...request, origin }));
    const ok = reply["ok"];
    if (isObject(ok)) return ok;
    throw refusalIn(reply["refused"]);
  };
  return {
    state: async () => stateIn(await ask({ op: "state" })),
    sign: async ({ size, root, proof }: SignRequest) => {
      const request = { op: "sign", size, root: base64(root), proof: proof.map(base64) };
      return textsIn((await ask(request))["lines"]);
    },
    rotate: async () => textOf((await ask({ op: "rotate" }))["key"], garbled),
    retire: async ({ entry, index, proof }: EnteredRotation) => {
      await ask({ op: "retire", entry: base64(entry), index, proof: proof.map(base64) });
    },
  };
}

async function converse(path: string, request: string): Promise<JsonObject> {
  const socket: Socket = connect(path);
  socket.setTimeout(WAIT_MS, () => socket.destroy(new Error("it took too long")));
  try {
    socket.write(request);
    for await (const line of linesOf(socket, MOST_LINE)) {
      const reply = parseJson(Buffer.from(line), "answer of the signer");
      if (isObject(reply)) return reply;
    }
  } catch (error) {
    throw unreachable(path, error);
  } finally {
    socket.destroy();
  }
  throw unreachable(path);
}

function stateIn(reply: JsonObject): SignerState {
  const { size } = reply;
  if (typeof size !== "number") throw garbled("its size is missing");
  const root = new Uint8Array(Buffer.from(textOf(reply["root"], garbled), "base64"));
  return { size, root, keys: textsIn(reply["keys"]) };
}

function textsIn(value: Json | undefined): string[] {
  if (!isList(value)) throw garbled("a list in it is missing");
  return value.map((one) => textOf(one, garbled));
}

/** The codes that a signer gives; anything else it says is a plain refusal. */
const CODES: readonly LedgerErrorCode[] = [
  "fork",
  "rollback",
  "no-log",
  "bad-request",
  "broken-file",
];

function refusalIn(value: Json | undefined): LedgerError {
  if (!isObject(value)) return garbled("it is neither an answer nor a refusal");
  const [said, place, problem, remedy] = ["code", "place", "problem", "remedy"].map((key) =>
    textOf(value[key], garbled),
  );
  const code = CODES.find((one) => one === said) ?? "refused";
  return new LedgerError(code, place ?? "", problem ?? "", remedy ?? "");
}

function garbled(problem: string): LedgerError {
  return new LedgerError("refused", "answer of the signer", problem, "check what listens there");
}

function unreachable(path: string, cause?: unknown): LedgerError {
  const what = "the signer does not answer there";
  return new LedgerError(
    "unreachable",
    path,
    what,
    "start it, and check the socket's rights",
    cause,
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
