import { VerificationError, parseEntry, verifyCommitment } from "../src/index.ts";
import type { Entry, Opening } from "../src/index.ts";
import { layOut } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { misuse } from "./arguments.ts";
import type { Arguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { readSmallFile } from "./read-file.ts";
import { EXIT } from "./terminal.ts";

const HELP = `Usage: caveat-verify value --entry FILE --field NAME --nonce BASE64
                           (--value TEXT | --value-file FILE) [--json]

Is this the value that an entry was sealed with? An entry holds no personal data and no
free text, only a commitment to each: SHA-256 over a secret nonce and the value. Who is
handed both can check that they are the ones, and that neither was exchanged since.

  --entry FILE        the bytes of the entry, to the last one
  --field NAME        the name of the value under "sealed" in the entry
  --nonce BASE64      its nonce, 32 bytes
  --value TEXT        the value; --value=TEXT where it begins with a dash. Others on this
                      machine can see a command line, and a shell remembers it:
  --value-file FILE   the bytes of the value, to the last one, instead
  --json              the answer as JSON

In an open export, nonce and value stand in base64 under the entry: open NAME NONCE VALUE.
That the entry is in the ledger, its receipt shows: see caveat-verify receipt --help.

Example:
  caveat-verify value --entry release.json --field reason --nonce b2Zm…= --value-file reason.txt

Exit: 0 good · 1 bad · 2 nothing was checked`;

/** caveat-verify value */
export const valueCommand: Command = {
  command: "value",
  options: {
    entry: "once",
    field: "once",
    nonce: "once",
    value: "once",
    "value-file": "once",
  },
  help: HELP,
  check: checkValue,
};

async function checkValue(given: Arguments): Promise<Answer> {
  const field = given.required("field");
  const opening: Opening = { nonce: nonceOf(given), value: await valueOf(given) };
  const entry = parseEntry(await readSmallFile(given.required("entry"), "entry"));
  verifyCommitment(commitmentOf(entry, field), opening, `field ${field}`);
  const { id, kind, at } = entry;
  return {
    exit: EXIT.good,
    text: layOut(`good: this is the value that the field ${field} was sealed with.`, [
      ["entry", `${kind} ${id}`],
      ["written", at],
    ]),
    json: { answer: "good", field, entry: id, kind, at },
  };
}

function nonceOf(given: Arguments): Uint8Array {
  const text = given.required("nonce");
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw misuse(valueCommand, "--nonce is not base64");
  return new Uint8Array(bytes);
}

async function valueOf(given: Arguments): Promise<Uint8Array> {
  const text = given.optional("value");
  const file = given.optional("value-file");
  if (text !== undefined && file !== undefined) {
    throw misuse(valueCommand, "--value and --value-file are both given, and one of them is meant");
  }
  if (file !== undefined) return readSmallFile(file, "value");
  return new TextEncoder().encode(text ?? given.required("value"));
}

/** Looked up among the entry's own fields: a name like "constructor" is a stranger's too. */
function commitmentOf({ sealed }: Entry, field: string): string {
  const commitment = Object.hasOwn(sealed, field) ? sealed[field] : undefined;
  if (commitment !== undefined) return commitment;
  const names = Object.keys(sealed).join(", ");
  const what = `it has no sealed field "${field}"; it has ${names === "" ? "none" : names}`;
  throw new VerificationError("wrong-commitment", "entry", what);
}
