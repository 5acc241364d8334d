import type { Command } from "commander";
import { bodiesOf, textOf } from "../../client/read-answer.ts";
import { exampleOf } from "../options.ts";
import { readKeyFiles, readPassphrase, readSmall } from "../package/key-files.ts";
import { EXIT, type Terminal } from "../terminal.ts";
import { clientOf } from "./client.ts";
import { writeNew } from "./preview.ts";
import { show } from "./print-case.ts";
import { sealCopy } from "./seal-copy.ts";
import { sealingWith } from "./sealing.ts";

interface Options {
  readonly collection: string;
  readonly signWith: string;
  readonly passphraseFile?: string;
  readonly encryptTo: readonly string[];
  readonly out: string;
  readonly policy?: string;
  readonly json?: boolean;
}

const ABOUT = `make the package in which a released copy goes to its recipient

The desk hands out the exact bytes that were released and the recipient's
receipt; the package is made here, so no secret key leaves this machine. It is
OpenPGP, which gpg opens too, or age, where it is signed with the key of a signed
note (PRIVATE+KEY+…). In it are the copy, its caveats for people and programs,
the receipt, and how to check it all without us: caveat package open.

Whom to believe about the receipt the recipient should have from you another way
than with the package: --policy writes it for you to give them once.`;

/** caveat case package RELEASE */
export function addPackageOf(
  group: Command,
  terminal: Terminal,
  done: (code: number) => void,
): void {
  group
    .command("package")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("<release>", "the id of the step that released it")
    .requiredOption("--collection <id>", "the place at the partner, of the medium package")
    .requiredOption("--sign-with <file>", "your secret key: OpenPGP, or of a signed note")
    .option("--passphrase-file <file>", "what unlocks it, on its first line")
    .requiredOption("--encrypt-to <file...>", "the recipient's keys: OpenPGP, or age recipients")
    .requiredOption("--out <file>", "the package; a file that is there already is kept")
    .option("--policy <file>", "write whom the recipient is to believe there")
    .option("--json", "print for a program")
    .addHelpText(
      "after",
      exampleOf(
        "case package RELEASE --collection ID --sign-with own.asc --encrypt-to harbour.asc --out 0193.pgp",
      ),
    )
    .action(async (release: string, options: Options) => {
      const { collection, out, policy: policyFile } = options;
      const sealing = sealingWith(
        await readSmall(options.signWith),
        await readKeyFiles(options.encryptTo),
        await readPassphrase(options.passphraseFile),
      );
      const place = encodeURIComponent(collection);
      const path = `/releases/${encodeURIComponent(release)}/copies/${place}`;
      const handed = await clientOf(terminal).get(path);
      const { bytes, policy } = await sealCopy(handed, sealing, new Date().toISOString());
      await writeNew(out, bytes);
      if (policyFile !== undefined) await writeNew(policyFile, Buffer.from(policy));
      const { partner, sha256, caveats } = handed;
      const names = bodiesOf(caveats).map(({ id }) => textOf(id));
      const answer = { file: out, size: bytes.length, partner, sha256, caveats: names };
      const toLines = (): readonly string[] => [
        `${out}: ${bytes.length} bytes for ${textOf(partner)}, signed and encrypted`,
        `  in it ${textOf(handed["fileName"])}, SHA-256 ${textOf(sha256)}`,
        `  under ${names.length === 0 ? "no caveat" : names.join(", ")}`,
      ];
      show(answer, toLines, options.json, terminal);
      done(EXIT.ok);
    });
}
