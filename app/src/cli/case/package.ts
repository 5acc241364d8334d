import type { Command } from "commander";
import type { DeskClient } from "../../client/desk-client.ts";
import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import { exampleOf } from "../options.ts";
import { readKeyFiles, readPassphrase, readSmall } from "../package/key-files.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
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
      const made = await make(release, options, clientOf(terminal));
      show(made, toLines, options.json, terminal);
      done(EXIT.ok);
    });
}

async function make(release: string, options: Options, client: DeskClient): Promise<Body> {
  const { collection, out, policy: policyFile } = options;
  const sealing = sealingWith(
    await readSmall(options.signWith),
    await readKeyFiles(options.encryptTo),
    await readPassphrase(options.passphraseFile),
  );
  const place = encodeURIComponent(collection);
  const handed = await client.get(`/releases/${encodeURIComponent(release)}/copies/${place}`);
  const { bytes, policy } = await sealCopy(handed, sealing, new Date().toISOString());
  await writeNew(out, bytes);
  if (policyFile !== undefined) await writeNew(policyFile, Buffer.from(policy));
  const { partner, sha256, fileName, caveats } = handed;
  const names = bodiesOf(caveats).map(({ id }) => textOf(id));
  return { file: out, size: bytes.length, partner, content: fileName, sha256, caveats: names };
}

function toLines({ file, size, partner, content, sha256, caveats }: Body): readonly string[] {
  const names = Array.isArray(caveats) ? caveats.map(textOf) : [];
  return [
    `${textOf(file)}: ${String(size)} bytes for ${textOf(partner)}, signed and encrypted`,
    `  in it ${textOf(content)}, SHA-256 ${textOf(sha256)}`,
    `  under ${names.length === 0 ? "no caveat" : names.join(", ")}`,
  ];
}
