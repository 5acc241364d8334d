import {
  armor,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
  Encrypter,
} from "age-encryption";
import { formatKey } from "caveat-verifier";
import { createMessage, encrypt, readKey, readPrivateKey } from "openpgp";
import { beforeAll, describe, expect, test } from "vitest";
import { writeContainer, type PackedFile } from "../../../src/formats/package/container.ts";
import { readOwnKeys, readTrustedKeys, type KeyFile } from "../../../src/formats/package/keys.ts";
import { makePackage, type PackageParts } from "../../../src/formats/package/make-package.ts";
import { openPackage, type OpenedPackage } from "../../../src/formats/package/open-package.ts";
import {
  AT,
  CAVEATS,
  CONTENT,
  COPY,
  FROM,
  ledgerOf,
  MOST_BYTES,
  NOW,
  noteSigner,
  signedNote,
  type Ledger,
  type NoteSigner,
} from "./support/parts.ts";
import { pairOf, type Pair } from "./support/openpgp.ts";

let sender: Pair;
let receiver: Pair;
let stranger: Pair;
let signer: NoteSigner;
let identity = "";
let ledger: Ledger;

beforeAll(async () => {
  [sender, receiver, stranger] = await Promise.all([
    pairOf("lowland"),
    pairOf("alder"),
    pairOf("stranger"),
  ]);
  signer = await noteSigner();
  identity = await generateX25519Identity();
  ledger = await ledgerOf();
});

type Sealing = PackageParts["sealing"];

function inOpenPgp(to: Pair = receiver, from: Pair = sender): Sealing {
  return { kind: "openpgp", signWith: from.secret, encryptTo: [to.open] };
}

async function inAge(): Promise<Sealing> {
  return { kind: "age", signWith: signer.secret, encryptTo: [await identityToRecipient(identity)] };
}

function make(sealing: Sealing, more: Partial<PackageParts> = {}): Promise<Uint8Array> {
  const { receipt } = ledger;
  return makePackage(COPY, { from: FROM, at: AT, caveats: CAVEATS, receipt, sealing, ...more });
}

function text(name: string, content: string): KeyFile {
  return { name, bytes: new TextEncoder().encode(content) };
}

/** Opens with the receiver's keys of both kinds, trusting the sender's of both kinds. */
async function open(
  bytes: Uint8Array,
  given: { own?: readonly KeyFile[]; trust?: readonly KeyFile[]; now?: string } = {},
): Promise<OpenedPackage> {
  const ageKey = text("own.age", `# mine\n${identity}\n`);
  const noteKey = text("lowland.vkey", `${formatKey(signer.key.verifier)}\n`);
  return openPackage(bytes, {
    own: await readOwnKeys(given.own ?? [receiver.secret, ageKey]),
    trusted: await readTrustedKeys(given.trust ?? [sender.open, noteKey]),
    policy: ledger.policy,
    now: given.now ?? NOW,
    mostBytes: MOST_BYTES,
  });
}

function inArmor(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN PGP MESSAGE-----", "", ...lines, "-----END PGP MESSAGE-----", ""].join("\n");
}

const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });

describe.each(["OpenPGP", "age"])("a package in %s", (kind) => {
  const sealing = async (): Promise<Sealing> => (kind === "age" ? inAge() : inOpenPgp());

  test("gives its recipient the exact bytes, the caveats and a receipt that holds", async () => {
    const opened = await open(await make(await sealing()));
    expect(opened.content).toEqual({ name: "item.txt", bytes: CONTENT });
    expect(opened.label).toMatchObject({ from: FROM, at: AT, caveats: CAVEATS });
    expect(opened.receipt).toMatchObject({ index: 1, checkpoint: { size: 3 } });
    for (const { says } of CAVEATS) {
      expect(opened.cover.replaceAll(/\s+/g, " ")).toContain(says);
    }
  });

  test("shows nothing of what is inside", async () => {
    const bytes = Buffer.from(await make(await sealing()));
    for (const secret of ["seen by nobody", "onward-ban", "Lowland", "item.txt"]) {
      expect(bytes.includes(secret)).toBe(false);
    }
  });

  test("of nothing, and of bytes that look like an archive, comes out the same", async () => {
    for (const content of [new Uint8Array(), writeContainer([{ name: "a", bytes: CONTENT }])]) {
      const own = await ledgerOf(content);
      const bytes = await makePackage(
        { ...COPY, bytes: content },
        { from: FROM, at: AT, caveats: [], receipt: own.receipt, sealing: await sealing() },
      );
      ledger = own;
      expect(Buffer.from((await open(bytes)).content.bytes).equals(content)).toBe(true);
    }
    ledger = await ledgerOf();
  });

  test("with any one bit changed is refused", async () => {
    const bytes = await make(await sealing());
    // All of the head, which the formats protect least, and some of what is encrypted.
    const bits = [...Array(bytes.length * 8).keys()].filter(
      (bit) => bit < 1_800 || bit % 199 === 0,
    );
    let opened = 0;
    for (const bit of bits) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const isOpen = await open(changed).then(
        () => true,
        (error: unknown) => !(error instanceof Error && error.name === "Refusal"),
      );
      if (isOpen) opened += 1;
    }
    expect(opened).toBe(0);
  });

  test("is the same with armor around it", async () => {
    const bytes = await make(await sealing());
    const armored = kind === "age" ? armor.encode(bytes) : inArmor(bytes);
    await expect(open(Buffer.from(armored))).resolves.toMatchObject({ label: { from: FROM } });
  });

  test("cut short or with something after it is refused", async () => {
    const bytes = Buffer.from(await make(await sealing()));
    const forms = [0, 1, 20, 100, 1_000, bytes.length - 1].map((end) => bytes.subarray(0, end));
    for (const form of [
      ...forms,
      Buffer.concat([bytes, Buffer.from("\n")]),
      Buffer.concat([bytes, bytes]),
    ]) {
      await expect(open(form)).rejects.toMatchObject({ name: "Refusal" });
    }
  });

  test("larger than the limit is not looked into", async () => {
    await expect(open(new Uint8Array(MOST_BYTES + 1))).rejects.toThrow(code("too-large"));
  });

  test("whose cover leaves out a caveat is not made", async () => {
    const cover = `Read this. ${CAVEATS[0]?.says} TLP:AMBER+STRICT`;
    await expect(make(await sealing(), { cover })).rejects.toThrow(code("bad-package"));
  });

  test("whose receipt is for other bytes is not made", async () => {
    const { receipt } = await ledgerOf(new TextEncoder().encode("another"));
    await expect(make(await sealing(), { receipt })).rejects.toThrow(code("bad-package"));
  });

  test("of a file whose name could do harm has it under a plain one", async () => {
    const parts = { from: FROM, at: AT, caveats: CAVEATS, receipt: ledger.receipt };
    const fileName = "../../.ssh/authorized_keys";
    const bytes = await makePackage({ ...COPY, fileName }, { ...parts, sealing: await sealing() });
    expect((await open(bytes)).content.name).toBe("content.bin");
  });

  test("of a file that is named like one of the package's own is not made", async () => {
    const parts = { from: FROM, at: AT, caveats: CAVEATS, receipt: ledger.receipt };
    const made = makePackage(
      { ...COPY, fileName: "Label.json" },
      { ...parts, sealing: await sealing() },
    );
    await expect(made).rejects.toThrow(code("bad-package"));
  });

  test("from somebody who is not trusted is refused, and so is one where nobody is", async () => {
    const other = await noteSigner("stranger.example/packages");
    const made =
      kind === "age"
        ? { ...(await inAge()), signWith: other.secret }
        : inOpenPgp(receiver, stranger);
    const bytes = await make(made as Sealing);
    await expect(open(bytes)).rejects.toThrow(code("untrusted-signer"));
    await expect(open(bytes, { trust: [] })).rejects.toThrow(code("untrusted-signer"));
  });

  test("for another key is refused", async () => {
    const other = await generateX25519Identity();
    const made =
      kind === "age"
        ? { ...(await inAge()), encryptTo: [await identityToRecipient(other)] }
        : inOpenPgp(stranger);
    await expect(open(await make(made as Sealing))).rejects.toThrow(code("no-key"));
  });
});

describe("OpenPGP keys", () => {
  test.each([
    ["expired to encrypt to", "the recipient's"],
    ["expired to sign with", "the sender's"],
  ])("that are %s make no package, and never one in clear text", async (_name, whose) => {
    const old = await pairOf("old", { life: 86_400 });
    const sealing = whose === "the sender's" ? inOpenPgp(receiver, old) : inOpenPgp(old);
    await expect(make(sealing)).rejects.toThrow(code("bad-key"));
  });

  test("one of which expired make no package, though another would do", async () => {
    const old = await pairOf("old", { life: 86_400 });
    const encryptTo = [receiver.open, old.open];
    await expect(make({ ...inOpenPgp(), encryptTo } as Sealing)).rejects.toThrow(code("bad-key"));
  });

  test("none of which is given make no package", async () => {
    const sealing = { ...inOpenPgp(), encryptTo: [] } as Sealing;
    await expect(make(sealing)).rejects.toThrow(code("bad-key"));
  });

  test("that expire after signing open nothing from that day on", async () => {
    const short = await pairOf("short", { from: "2026-01-01T00:00:00Z", life: 330 * 86_400 });
    const bytes = await make(inOpenPgp(receiver, short));
    await expect(open(bytes, { trust: [short.open] })).resolves.toBeDefined();
    const late = open(bytes, { trust: [short.open], now: "2026-12-26T00:00:00.000Z" });
    await expect(late).rejects.toThrow(code("untrusted-signer"));
  });

  test("with a passphrase are of use with it alone", async () => {
    const locked = await pairOf("locked", { passphrase: "open sesame" });
    const bytes = await make(inOpenPgp(locked));
    const own = await readOwnKeys([locked.secret], "open sesame");
    const trusted = await readTrustedKeys([sender.open]);
    const keys = { own, trusted, now: NOW, mostBytes: MOST_BYTES };
    await expect(openPackage(bytes, keys)).resolves.toMatchObject({ receipt: undefined });
    await expect(readOwnKeys([locked.secret])).rejects.toThrow(code("bad-key"));
    await expect(readOwnKeys([locked.secret], "wrong")).rejects.toThrow(code("bad-key"));
  });

  test("that are RSA work, too", async () => {
    const [from, to] = await Promise.all([pairOf("a", { rsa: true }), pairOf("b", { rsa: true })]);
    const bytes = await make(inOpenPgp(to, from));
    const keys = { own: [to.secret], trust: [from.open] };
    await expect(open(bytes, keys)).resolves.toMatchObject({ signer: from.fingerprint });
  });

  test.each([
    ["nothing", ""],
    ["words", "no key at all"],
    ["half a key", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nxxxx\n"],
    ["bytes", "\u00ff\u00fe"],
  ])("that are %s are refused, without a word of them", async (_name, content) => {
    const file = { name: "own.asc", bytes: Buffer.from(content, "latin1") };
    await expect(readOwnKeys([file])).rejects.toThrow(/^own\.asc: (?!.*(?:xxxx|at all)).*$/);
    await expect(readTrustedKeys([file])).rejects.toThrow(code("bad-key"));
  });

  test("that are public open nothing", async () => {
    await expect(readOwnKeys([receiver.open])).rejects.toThrow(code("bad-key"));
  });
});

/** The files of a good package, to be changed and sealed by hand. */
async function filesOf(sealing: Sealing): Promise<readonly PackedFile[]> {
  return (await open(await make(sealing))).files;
}

async function sealedByHand(
  files: readonly PackedFile[],
  to: Pair,
  signers: readonly Pair[],
): Promise<Uint8Array> {
  const key = (file: KeyFile): string => Buffer.from(file.bytes).toString();
  const message = await createMessage({ binary: writeContainer(files), date: new Date(AT) });
  return encrypt({
    message,
    encryptionKeys: await readKey({ armoredKey: key(to.open) }),
    signingKeys: await Promise.all(
      signers.map((one) => readPrivateKey({ armoredKey: key(one.secret) })),
    ),
    date: new Date(AT),
    format: "binary",
  });
}

/** Without what only our own sealing knows. */
function withLabel(
  files: readonly PackedFile[],
  change: (label: Record<string, unknown>) => object,
): readonly PackedFile[] {
  return files.map((file) => {
    if (file.name !== "label.json") return file;
    const { head: _head, ...label } = JSON.parse(Buffer.from(file.bytes).toString()) as Record<
      string,
      unknown
    >;
    return { name: file.name, bytes: Buffer.from(JSON.stringify(change(label))) };
  });
}

describe("a package that somebody made by hand in OpenPGP", () => {
  test("opens when all of it is right", async () => {
    const files = withLabel(await filesOf(inOpenPgp()), (label) => label);
    await expect(open(await sealedByHand(files, receiver, [sender]))).resolves.toBeDefined();
  });

  test("is refused without a signature, and with two", async () => {
    const files = withLabel(await filesOf(inOpenPgp()), (label) => label);
    for (const signers of [[], [sender, stranger], [sender, sender]]) {
      const bytes = await sealedByHand(files, receiver, signers);
      await expect(open(bytes)).rejects.toMatchObject({ name: "Refusal" });
    }
  });

  test("is refused where it was made for somebody else, and passed on with its signature", async () => {
    const files = withLabel(await filesOf(inOpenPgp()), (label) => label);
    const passedOn = await sealedByHand(files, stranger, [sender]);
    const opening = open(passedOn, { own: [stranger.secret] });
    await expect(opening).rejects.toThrow("another key than yours");
  });

  test.each([
    [
      "a file that the label does not list",
      (files: readonly PackedFile[]) => [...files, { name: "run.exe", bytes: CONTENT }],
    ],
    [
      "a file less",
      (files: readonly PackedFile[]) => files.filter(({ name }) => name !== "verify.txt"),
    ],
    [
      "other content",
      (files: readonly PackedFile[]) =>
        files.map((file) =>
          file.name === "item.txt" ? { ...file, bytes: Buffer.from("x") } : file,
        ),
    ],
    [
      "no label",
      (files: readonly PackedFile[]) => files.filter(({ name }) => name !== "label.json"),
    ],
    [
      "a caveat that the cover leaves out",
      (files: readonly PackedFile[]) =>
        withLabel(files, (label) => ({
          ...label,
          caveats: [{ id: "x", says: "Not on the cover." }],
        })),
    ],
    [
      "a newer label",
      (files: readonly PackedFile[]) =>
        withLabel(files, (label) => ({ ...label, format: "caveat-package/2" })),
    ],
    [
      "a label with more in it",
      (files: readonly PackedFile[]) => withLabel(files, (label) => ({ ...label, x: 1 })),
    ],
    [
      "a label that names no content",
      (files: readonly PackedFile[]) =>
        withLabel(files, (label) => ({
          ...label,
          content: { file: "../x", mediaType: "text/plain" },
        })),
    ],
  ])("is refused with %s", async (_name, change) => {
    const files = change(withLabel(await filesOf(inOpenPgp()), (label) => label));
    await expect(open(await sealedByHand(files, receiver, [sender]))).rejects.toThrow(
      code("bad-package"),
    );
  });

  test("is refused where the ledger's receipt does not hold", async () => {
    const files = withLabel(await filesOf(inOpenPgp()), (label) => label);
    const bytes = await sealedByHand(files, receiver, [sender]);
    ledger = await ledgerOf();
    await expect(open(bytes)).rejects.toMatchObject({ name: "VerificationError" });
  });

  test("is refused where it inflates to more than the limit", async () => {
    const message = await createMessage({
      binary: new Uint8Array(5 * MOST_BYTES),
      date: new Date(AT),
    });
    const key = (file: KeyFile): string => Buffer.from(file.bytes).toString();
    const bytes = await encrypt({
      message,
      encryptionKeys: await readKey({ armoredKey: key(receiver.open) }),
      signingKeys: await readPrivateKey({ armoredKey: key(sender.secret) }),
      date: new Date(AT),
      format: "binary",
      config: { preferredCompressionAlgorithm: 1 },
    });
    await expect(open(bytes)).rejects.toMatchObject({ name: "Refusal" });
  });
});

describe("a package that somebody made by hand in age", () => {
  const sealed = async (files: readonly PackedFile[]): Promise<Uint8Array> => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(identity));
    return encrypter.encrypt(writeContainer(files));
  };
  const note = (files: readonly PackedFile[], bytes: Uint8Array): readonly PackedFile[] =>
    files.map((file) => (file.name === "signature.note" ? { ...file, bytes } : file));

  test("is refused without its signature, and with that of another package", async () => {
    const files = await filesOf(await inAge());
    const without = files.filter(({ name }) => name !== "signature.note");
    await expect(open(await sealed(without))).rejects.toThrow(code("untrusted-signer"));
    const other = await filesOf(await inAge());
    const ownLabel = withLabel(files, (label) => ({ ...label, at: "2026-11-21T00:00:00Z" }));
    const foreign = other.find(({ name }) => name === "signature.note")?.bytes ?? CONTENT;
    const opening = open(await sealed(note(ownLabel, foreign)));
    await expect(opening).rejects.toThrow("for another package");
  });

  test("is refused where a trusted key signed something else, a checkpoint say", async () => {
    const files = await filesOf(await inAge());
    const checkpoint = signedNote("lowland.example/log\n3\nAAAA\n", signer.key);
    await expect(open(await sealed(note(files, checkpoint)))).rejects.toThrow(
      code("untrusted-signer"),
    );
  });

  test("is refused where it was made for somebody else", async () => {
    const files = await filesOf(await inAge());
    identity = await generateX25519Identity();
    await expect(open(await sealed(files))).rejects.toThrow("another key than yours");
  });

  test("to a recipient that is none is not made", async () => {
    const none = { ...(await inAge()), encryptTo: ["age1nonsense"] } as Sealing;
    await expect(make(none)).rejects.toThrow(code("bad-key"));
    await expect(make({ ...none, encryptTo: [] } as Sealing)).rejects.toThrow(code("bad-key"));
  });

  test("may be for a key that withstands quantum computers", async () => {
    identity = await generateHybridIdentity();
    await expect(open(await make(await inAge()))).resolves.toBeDefined();
  });
});
