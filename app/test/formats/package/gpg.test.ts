import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readContainer, writeContainer } from "../../../src/formats/package/container.ts";
import { readOwnKeys, readTrustedKeys, type KeyFile } from "../../../src/formats/package/keys.ts";
import { makePackage } from "../../../src/formats/package/make-package.ts";
import { openPackage, type OpenedPackage } from "../../../src/formats/package/open-package.ts";
import { pairOf, type Pair } from "./support/openpgp.ts";
import {
  CAVEATS,
  CONTENT,
  COPY,
  FROM,
  ledgerOf,
  MOST_BYTES,
  type Ledger,
} from "./support/parts.ts";

const hasGpg = spawnSync("gpg", ["--version"]).status === 0;

/** A keyring of its own; its path is short, since a socket lies in it. */
class Gpg {
  readonly home: string = mkdtempSync(join(tmpdir(), "g-"));

  run(args: readonly string[], input?: Uint8Array): Buffer {
    const fixed = [
      "--homedir",
      this.home,
      "--batch",
      "--yes",
      "--no-tty",
      "--trust-model",
      "always",
    ];
    const options = {
      maxBuffer: 1e8,
      stdio: "pipe",
      ...(input === undefined ? {} : { input }),
    } as const;
    return execFileSync("gpg", [...fixed, "--pinentry-mode", "loopback", ...args], options);
  }

  file(name: string, bytes: Uint8Array): string {
    const path = join(this.home, name);
    writeFileSync(path, bytes);
    return path;
  }

  /** What gpg says the packets are, also where it then refuses the message. */
  packets(bytes: Uint8Array): string {
    const args = ["--homedir", this.home, "--batch", "--list-packets", this.file("packets", bytes)];
    return spawnSync("gpg", args, { encoding: "utf8" }).stdout;
  }

  makeKey(name: string, algorithm: string): void {
    const id = `${name} <${name}@example.org>`;
    this.run(["--passphrase", "", "--quick-generate-key", id, algorithm, "default", "never"]);
  }

  exported(name: string, isSecret: boolean): KeyFile {
    const how = isSecret ? "--export-secret-keys" : "--export";
    return { name, bytes: this.run(["--passphrase", "", how, `${name}@example.org`]) };
  }

  close(): void {
    spawnSync("gpgconf", ["--homedir", this.home, "--kill", "gpg-agent"]);
    rmSync(this.home, { recursive: true, force: true });
  }
}

describe.skipIf(!hasGpg).each(["rsa2048", "future-default"])(
  "GnuPG with keys of the kind %s (needs the program gpg)",
  (algorithm) => {
    let gpg: Gpg;
    let sender: Pair;
    let ledger: Ledger;

    beforeAll(async () => {
      gpg = new Gpg();
      gpg.makeKey("alder", algorithm);
      // "default" of a named algorithm makes a key to sign with; encryption takes a subkey of its own.
      if (algorithm === "rsa2048") addSubkey(gpg);
      sender = await pairOf("lowland");
      ledger = await ledgerOf();
      gpg.run(["--import"], sender.open.bytes);
    });
    afterAll(() => gpg.close());

    const made = async (): Promise<Uint8Array> =>
      makePackage(COPY, {
        from: FROM,
        at: new Date().toISOString(),
        caveats: CAVEATS,
        receipt: ledger.receipt,
        sealing: {
          kind: "openpgp",
          signWith: sender.secret,
          encryptTo: [gpg.exported("alder", false)],
        },
      });

    const open = async (bytes: Uint8Array, trust: KeyFile): Promise<OpenedPackage> =>
      openPackage(bytes, {
        own: await readOwnKeys([gpg.exported("alder", true)]),
        trusted: await readTrustedKeys([trust]),
        policy: ledger.policy,
        now: new Date().toISOString(),
        mostBytes: MOST_BYTES,
      });

    test("decrypts our package and finds its signature good", async () => {
      const path = gpg.file("package.pgp", await made());
      const out = join(gpg.home, "package.tar");
      const said = gpg.run(["--status-fd", "1", "--output", out, "--decrypt", path]).toString();
      expect(said).toContain(`VALIDSIG ${sender.fingerprint}`);
      expect(said).toMatch(/^\[GNUPG:\] GOODSIG /m);
      expect(said).toMatch(/^\[GNUPG:\] GOODMDC/m);
      const files = readContainer(execFileSync("cat", [out]));
      const content = files.find(({ name }) => name === "item.txt");
      expect(Buffer.from(content?.bytes ?? []).equals(CONTENT)).toBe(true);
    });

    test("exports keys with which we open our own package", async () => {
      await expect(open(await made(), sender.open)).resolves.toMatchObject({
        signer: sender.fingerprint,
      });
    });

    test.each(["zip", "zlib", "uncompressed"])(
      "makes a package that we open, %s",
      async (compression) => {
        const { files } = await open(await made(), sender.open);
        const path = gpg.file("package.tar", writeContainer(unbound(files)));
        const options = ["--compress-algo", compression, "--local-user", "alder@example.org"];
        const sealed = [...options, "--recipient", "alder@example.org", "--sign", "--encrypt"];
        const bytes = gpg.run([...sealed, "--output", "-", path]);
        const opened = await open(bytes, gpg.exported("alder", false));
        expect(Buffer.from(opened.content.bytes).equals(CONTENT)).toBe(true);
        const armored = gpg.run([...sealed, "--armor", "--output", "-", path]);
        await expect(open(armored, gpg.exported("alder", false))).resolves.toBeDefined();
      },
    );

    test("makes one without a signature, which we refuse", async () => {
      const { files } = await open(await made(), sender.open);
      const path = gpg.file("package.tar", writeContainer(unbound(files)));
      const bytes = gpg.run([
        "--recipient",
        "alder@example.org",
        "--output",
        "-",
        "--encrypt",
        path,
      ]);
      const opening = open(bytes, gpg.exported("alder", false));
      await expect(opening).rejects.toMatchObject({ code: "bad-package" });
    });

    test("makes one that is signed and not encrypted, which we refuse", async () => {
      const path = gpg.file("package.tar", writeContainer([]));
      const bytes = gpg.run(["--local-user", "alder@example.org", "--output", "-", "--sign", path]);
      const opening = open(bytes, gpg.exported("alder", false));
      await expect(opening).rejects.toMatchObject({ name: "Refusal" });
    });

    test("makes one without protection against changes, which we refuse", async () => {
      const { files } = await open(await made(), sender.open);
      const path = gpg.file("package.tar", writeContainer(unbound(files)));
      const old = ["--rfc2440", "--cipher-algo", "AES256", "--digest-algo", "SHA256"];
      const sealed = ["--recipient", "alder@example.org", "--sign", "--encrypt", "--output", "-"];
      const bytes = gpg.run([...old, "--local-user", "alder@example.org", ...sealed, path]);
      const opening = open(bytes, gpg.exported("alder", false)).then(
        () => "opened",
        (error: unknown) => (error instanceof Error ? error.name : "?"),
      );
      // Newer ones may protect it even so; whichever this one does, nothing unprotected opens.
      const isProtected = gpg.packets(bytes).includes("mdc_method");
      expect(await opening).toBe(isProtected ? "opened" : "Refusal");
    });
  },
);

function addSubkey(gpg: Gpg): void {
  const listed = gpg.run(["--list-keys", "--with-colons"]).toString();
  const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(listed)?.[1] ?? "";
  gpg.run(["--passphrase", "", "--quick-add-key", fingerprint, "rsa2048", "encr", "never"]);
}

/** With a label that knows nothing of how it was encrypted, as one has who seals with gpg. */
function unbound(files: OpenedPackage["files"]): OpenedPackage["files"] {
  return files.map((file) => {
    if (file.name !== "label.json") return file;
    const { head: _head, ...label } = JSON.parse(Buffer.from(file.bytes).toString()) as Record<
      string,
      unknown
    >;
    return { name: file.name, bytes: Buffer.from(JSON.stringify(label)) };
  });
}
