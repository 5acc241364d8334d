import { Refusal } from "../../core/refusal.ts";
import type { AgeSealing } from "../../formats/package/age-seal.ts";
import type { KeyFile } from "../../formats/package/keys.ts";
import type { OpenPgpSealing } from "../../formats/package/openpgp-seal.ts";

/** A signer key of signed notes, which signs packages in age. */
const NOTE_SIGNER = "PRIVATE+KEY+";

/**
 * With which keys a package is sealed: as OpenPGP, or, where it is signed with the key of a signed note, as
 * age. Throws a Refusal "bad-key" for a file of recipients without any.
 */
export function sealingWith(
  signWith: KeyFile,
  encryptTo: readonly KeyFile[],
  passphrase: string | undefined,
): OpenPgpSealing | AgeSealing {
  const text = textOf(signWith).trim();
  if (text.startsWith(NOTE_SIGNER)) {
    return { kind: "age", signWith: text, encryptTo: encryptTo.flatMap(recipientsIn) };
  }
  const locked = passphrase === undefined ? {} : { passphrase };
  return { kind: "openpgp", signWith, encryptTo, ...locked };
}

function recipientsIn(file: KeyFile): readonly string[] {
  const lines = textOf(file).split(/\r?\n/);
  const found = lines.map((line) => line.trim()).filter((line) => line !== "" && line[0] !== "#");
  if (found.length > 0) return found;
  const problem = "there is no age recipient in it";
  throw new Refusal("bad-key", file.name, problem, "give a file with lines that begin with age1");
}

function textOf({ bytes }: KeyFile): string {
  return Buffer.from(bytes).toString("utf8");
}
