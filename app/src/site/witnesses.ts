import { readFile } from "node:fs/promises";
import { parsePolicy, type Policy } from "caveat-verifier";
import { LedgerError } from "../ledger/ledger-error.ts";
import type { WitnessAddress } from "../ledger/witness/ask.ts";

/** The witnesses a site asks, and the text of its policy without its own log. */
export interface Witnesses {
  readonly addresses: readonly WitnessAddress[];
  /** Whose quorum makes a checkpoint public. */
  readonly policy: Policy;
  /** The lines of the file: witness, group and quorum. */
  readonly lines: string;
}

/** A site without witnesses: its readers believe the log's key alone. */
const NONE = "quorum none\n";
export const NO_WITNESSES: Witnesses = {
  addresses: [],
  policy: parsePolicy(new Uint8Array(Buffer.from(NONE))),
  lines: NONE,
};

/**
 * Reads the file that names a site's witnesses: a tlog-policy file without log lines, in which every
 * witness line ends in its URL. Rejects with "bad-policy", or with "bad-request" for a line without a
 * URL.
 */
export async function readWitnesses(path: string): Promise<Witnesses> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const what = "the file of witnesses cannot be read";
    throw new LedgerError("bad-request", path, what, "check CAVEAT_WITNESSES", error);
  });
  const policy = parsePolicy(new Uint8Array(bytes), path);
  const lines = bytes.toString("latin1");
  const words = lines.split("\n").map((line) => line.trim().split(/[ \t]+/));
  const addresses = words.flatMap(([keyword, name = "", , url]) =>
    keyword === "witness" ? [addressOf(policy, name, url, path)] : [],
  );
  return { addresses, policy, lines };
}

function addressOf(
  policy: Policy,
  name: string,
  url: string | undefined,
  path: string,
): WitnessAddress {
  const key = policy.witnesses.get(name);
  if (key !== undefined && url !== undefined && /^https?:\/\/\S+$/.test(url)) {
    return { url: url.replace(/\/$/, ""), key };
  }
  const what = `the witness ${name} has no URL`;
  throw new LedgerError("bad-request", path, what, "write: witness NAME VKEY http://HOST:PORT");
}
