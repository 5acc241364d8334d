import { verifyReceipt } from "../src/index.ts";
import type { Answer } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { readPolicy } from "./own-file.ts";
import { readSmallFile } from "./read-file.ts";
import { receiptAnswer } from "./receipt-answer.ts";

const HELP = `Usage: caveat-verify receipt PROOF --entry FILE --policy FILE [--origin NAME] [--json]

Is exactly this entry in the ledger? PROOF is a receipt (.tlog-proof): where the entry
stands, the hashes from there to the root of the tree, and the checkpoint with its
signatures. The ledger itself is not needed.

  --entry FILE    the bytes of the entry, to the last one: no newline after it
  --policy FILE   whom you believe: see caveat-verify --help
  --origin NAME   the log it should be in; else any log of the policy will do
  --json          the answer as JSON

A good receipt shows that the entry is in a history which log and witnesses signed. That
there is no other one, only pinning and comparing show: see caveat-verify ledger --help.

Example:
  caveat-verify receipt release.tlog-proof --entry release.json --policy trust.policy

Exit: 0 good · 1 bad · 2 nothing was checked`;

/** caveat-verify receipt PROOF */
export const receiptCommand: Command = {
  command: "receipt",
  operand: "PROOF",
  options: { entry: "once", policy: "once", origin: "once" },
  help: HELP,
  check: checkReceipt,
};

async function checkReceipt(given: Arguments): Promise<Answer> {
  const policy = await readPolicy(given.required("policy"));
  const entry = await readSmallFile(given.required("entry"), "entry");
  const receipt = await readSmallFile(given.operand, "receipt");
  const origin = given.optional("origin");
  const options = { policy, ...(origin === undefined ? {} : { origin }) };
  return receiptAnswer(await verifyReceipt(receipt, entry, options));
}
