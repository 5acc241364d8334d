import type { Command } from "commander";
import { parsePolicy } from "caveat-verifier";
import { readBytes } from "../../formats/bytes.ts";
import { DEFAULT_LIMITS } from "../../formats/limits.ts";
import type { OpenedPackage } from "../../formats/package/open-package.ts";
import { exampleOf } from "../options.ts";
import { printable } from "../print/printable.ts";
import { EXIT, print, type Terminal } from "../print/terminal.ts";
import { readKeyFiles, readPassphrase, readSmall } from "./key-files.ts";
import { writeFolder } from "./write-folder.ts";

interface Options {
  readonly key: readonly string[];
  readonly trust?: readonly string[];
  readonly passphraseFile?: string;
  readonly policy?: string;
  readonly into: string;
  readonly json?: boolean;
}

const ABOUT = `open a package that a partner sent, after checking all of it

It needs no site and no network. Nothing is written unless everything holds: one
of your keys opens it, a key that you trust signed it and is good today, its
sender made it for your key, every file is what the label says, the cover names
every caveat, and the receipt is for this content. Without --trust it says which
key signed it, and stops: compare that key with its owner by another way first.

With --policy the receipt is checked, too: that the release is in the ledger of
its sender, under a checkpoint signed by whom you believe. Keep the folder: the
receipt is your evidence of what you were given, and under which caveats.`;

/** caveat package open FILE */
export function addOpen(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("open")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .argument("<file>", "the package: OpenPGP or age, armored or not")
    .requiredOption("--key <file...>", "your secret key: OpenPGP, or a file of age identities")
    .option("--trust <file...>", "keys of senders: OpenPGP, or for age the keys of their notes")
    .option("--passphrase-file <file>", "what unlocks the OpenPGP key, on its first line")
    .option("--policy <file>", "whom you believe about the ledger (c2sp.org/tlog-policy)")
    .requiredOption("--into <dir>", "a new folder for what is in it")
    .option("--json", "print for a program")
    .addHelpText(
      "after",
      exampleOf("package open 0193.pgp --key own.asc --trust lowland.asc --into 0193"),
    )
    .action(async (file: string, options: Options) => {
      const opened = await open(file, options);
      await writeFolder(options.into, opened.files);
      const text = options.json === true ? jsonOf(opened) : textOf(opened, options);
      print(terminal, printable(text));
      done(EXIT.ok);
    });
}

/** The cryptography is loaded here, so that no other command waits for it. */
async function open(file: string, options: Options): Promise<OpenedPackage> {
  const { readOwnKeys, readTrustedKeys } = await import("../../formats/package/keys.ts");
  const { openPackage } = await import("../../formats/package/open-package.ts");
  const own = await readOwnKeys(
    await readKeyFiles(options.key),
    await readPassphrase(options.passphraseFile),
  );
  const trusted = await readTrustedKeys(await readKeyFiles(options.trust ?? []));
  const policy = await policyOf(options);
  const { bytes } = await readBytes(file, DEFAULT_LIMITS);
  return openPackage(bytes, {
    own,
    trusted,
    ...(policy === undefined ? {} : { policy }),
    now: new Date().toISOString(),
    mostBytes: DEFAULT_LIMITS.bytes,
  });
}

async function policyOf({ policy }: Options): Promise<ReturnType<typeof parsePolicy> | undefined> {
  if (policy === undefined) return undefined;
  return parsePolicy((await readSmall(policy)).bytes, policy);
}

function textOf(
  { cover, signer, receipt, content, files }: OpenedPackage,
  options: Options,
): string {
  const where =
    receipt === undefined
      ? "the receipt names this content; give --policy to check that the ledger has it"
      : `the receipt holds: entry ${receipt.index} of the ${receipt.checkpoint.size} of ${receipt.checkpoint.origin}`;
  return [
    cover.trimEnd(),
    "",
    `Signed by ${signer}, whom you trust; made for your key; ${files.length} files as its label says;`,
    `${where}.`,
    `Written to ${options.into}: ${content.name} and what belongs to it.`,
  ].join("\n");
}

function jsonOf({ label, signer, receipt, files }: OpenedPackage): string {
  const where = receipt && {
    index: receipt.index,
    origin: receipt.checkpoint.origin,
    size: receipt.checkpoint.size,
  };
  const names = files.map(({ name }) => name);
  return JSON.stringify({ label, signer, receipt: where ?? null, files: names }, null, 2);
}
