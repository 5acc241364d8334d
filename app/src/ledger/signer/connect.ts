import type { Json, JsonObject } from "caveat-verifier";
import { LedgerError, type LedgerErrorCode } from "../ledger-error.ts";
import { converse } from "./converse.ts";
import type {
  EnteredRotation,
  LogSigner,
  SignerState,
  SignRequest,
  VouchedLog,
} from "./log-signer.ts";
import { toLine } from "./protocol.ts";
import { isList, isObject, textOf } from "./wire.ts";

/** A restart of the signer takes this long, in milliseconds from one try to the next. */
const RESTART_MS: readonly number[] = [50, 100, 200, 400];

/** The signers of a folder, in their own process. */
export interface SignerService {
  /**
   * Makes key and state of a new log. Rejects with "exists" when it has them, and with "bad-request"
   * for a name that no log can have. After "unreachable" it may have been made: `list` tells.
   */
  create(origin: string): Promise<SignerState>;
  /** Every log it signs for, in no particular order. */
  list(): Promise<readonly VouchedLog[]>;
  /** The signer of a log. Its calls reject with "no-log" for one that was not created. */
  of(origin: string): LogSigner;
}

/**
 * The signers behind a socket; a connection a request, so a process that was restarted is found again:
 * while none listens it is tried again after each of `waits` (milliseconds). Rejects with "unreachable"
 * when it does not answer; then a signature may have been made, and asking again gives the same one.
 */
export function signerService(
  socket: string,
  waits: readonly number[] = RESTART_MS,
): SignerService {
  const ask = async (request: JsonObject): Promise<JsonObject> => {
    const reply = await converse(socket, toLine(request), waits);
    const ok = reply["ok"];
    if (isObject(ok)) return ok;
    throw refusalIn(reply["refused"]);
  };
  return {
    create: async (origin) => stateIn(await ask({ op: "create", origin })),
    list: async () => logsIn((await ask({ op: "list" }))["logs"]),
    of: (origin) => logSigner((request) => ask({ ...request, origin })),
  };
}

/** The signer of one log behind a socket. */
export function connectSigner(socket: string, origin: string): LogSigner {
  return signerService(socket).of(origin);
}

function logSigner(ask: (request: JsonObject) => Promise<JsonObject>): LogSigner {
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

function logsIn(value: Json | undefined): VouchedLog[] {
  if (!isList(value)) throw garbled("a list in it is missing");
  return value.map((one) => {
    if (!isObject(one)) throw garbled("a log in it is not an object");
    return { origin: textOf(one["origin"], garbled), size: sizeIn(one) };
  });
}

function stateIn(reply: JsonObject): SignerState {
  const root = new Uint8Array(Buffer.from(textOf(reply["root"], garbled), "base64"));
  return { size: sizeIn(reply), root, keys: textsIn(reply["keys"]) };
}

function sizeIn({ size }: JsonObject): number {
  if (typeof size === "number") return size;
  throw garbled("its size is missing");
}

function textsIn(value: Json | undefined): string[] {
  if (!isList(value)) throw garbled("a list in it is missing");
  return value.map((one) => textOf(one, garbled));
}

/** The codes that a signer gives; anything else it says is a plain refusal. */
const CODES: readonly LedgerErrorCode[] = [
  "exists",
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

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
