import { verifyCheckpoint } from "../src/index.ts";
import type { Answer } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import { checkpointAnswer } from "./checkpoint-answer.ts";
import type { Command } from "./command.ts";
import { readPolicy } from "./own-file.ts";
import { readSmallFile } from "./read-file.ts";

const HELP = `Usage: caveat-verify checkpoint FILE --policy FILE [--origin NAME] [--json]

Did the log sign this head of its tree, and enough witnesses? FILE is a signed note: name
of the log, number of entries, root, an empty line, signatures.

  --policy FILE   whom you believe: see caveat-verify --help
  --origin NAME   the log it should be of; else any log of the policy will do
  --json          the answer as JSON

A good checkpoint is worth keeping: caveat-verify ledger --pin FILE refuses every export
that does not continue it.

Example:
  caveat-verify checkpoint october.checkpoint --policy trust.policy

Exit: 0 good · 1 bad · 2 nothing was checked`;

/** caveat-verify checkpoint FILE */
export const checkpointCommand: Command = {
  command: "checkpoint",
  operand: "FILE",
  options: { policy: "once", origin: "once" },
  help: HELP,
  check: checkCheckpoint,
};

async function checkCheckpoint(given: Arguments): Promise<Answer> {
  const policy = await readPolicy(given.required("policy"));
  const note = await readSmallFile(given.operand, "checkpoint");
  return checkpointAnswer(await verifyCheckpoint(note, policy, given.optional("origin")));
}
