import { parseKey, type VerifierKey } from "caveat-verifier";
import {
  decryptKey,
  readKeys,
  readPrivateKeys,
  type Key,
  type PrivateKey,
  type PublicKey,
} from "openpgp";
import { Refusal } from "../../core/refusal.ts";

/** A file with keys, as somebody gave it. */
export interface KeyFile {
  /** For messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What opens packages. */
export interface OwnKeys {
  readonly openpgp: readonly PrivateKey[];
  /** age identities, "AGE-SECRET-KEY-1…". */
  readonly age: readonly string[];
}

/** Whose signature counts. */
export interface TrustedKeys {
  readonly openpgp: readonly PublicKey[];
  /** Of signed notes, for packages in age. */
  readonly notes: readonly VerifierKey[];
}

/**
 * Reads secret keys: OpenPGP, armored or not, or a file of age identities. `passphrase` unlocks OpenPGP
 * keys that are locked.
 *
 * Rejects with a Refusal "bad-key", which repeats nothing of a key.
 */
export async function readOwnKeys(
  files: readonly KeyFile[],
  passphrase?: string,
): Promise<OwnKeys> {
  const openpgp: PrivateKey[] = [];
  const age: string[] = [];
  for (const file of files) {
    if (isOpenPgp(file)) openpgp.push(...(await readPrivate(file, passphrase)));
    else age.push(...linesOf(file).map((line) => requireIdentity(line, file)));
  }
  return { openpgp, age };
}

/**
 * Reads public keys: OpenPGP, armored or not, or a file of verifier keys (signed-note), one a line.
 * Rejects with a Refusal "bad-key" or a VerificationError "bad-key".
 */
export async function readTrustedKeys(files: readonly KeyFile[]): Promise<TrustedKeys> {
  const openpgp: PublicKey[] = [];
  const notes: VerifierKey[] = [];
  for (const file of files) {
    if (isOpenPgp(file)) openpgp.push(...(await readPublicKeys(file)));
    else notes.push(...linesOf(file).map((line) => parseKey(line, file.name)));
  }
  return { openpgp, notes };
}

/** Reads OpenPGP keys as public ones. Rejects with a Refusal "bad-key". */
export async function readPublicKeys(file: KeyFile): Promise<readonly PublicKey[]> {
  const keys: readonly Key[] = await readAll(file, (armoredKeys, binaryKeys) =>
    armoredKeys === undefined ? readKeys({ binaryKeys }) : readKeys({ armoredKeys }),
  );
  return keys.map((key) => key.toPublic());
}

/** Reads OpenPGP secret keys and unlocks them. Rejects with a Refusal "bad-key". */
export async function readPrivate(
  file: KeyFile,
  passphrase?: string,
): Promise<readonly PrivateKey[]> {
  const keys = await readAll(file, (armoredKeys, binaryKeys) =>
    armoredKeys === undefined ? readPrivateKeys({ binaryKeys }) : readPrivateKeys({ armoredKeys }),
  );
  return Promise.all(keys.map((key) => unlocked(key, file, passphrase)));
}

async function readAll<K>(
  { name, bytes }: KeyFile,
  read: (armored: string | undefined, binary: Uint8Array) => Promise<readonly K[]>,
): Promise<readonly K[]> {
  const text = Buffer.from(bytes).toString("latin1");
  const keys = await read(text.includes(ARMOR) ? text : undefined, bytes).catch(() => []);
  if (keys.length > 0) return keys;
  throw new Refusal(
    "bad-key",
    name,
    "no such OpenPGP key can be read in it",
    "export the key again",
  );
}

async function unlocked(
  privateKey: PrivateKey,
  { name }: KeyFile,
  passphrase: string | undefined,
): Promise<PrivateKey> {
  if (privateKey.isDecrypted()) return privateKey;
  if (passphrase === undefined) {
    throw new Refusal("bad-key", name, "the key is locked", "give its passphrase in a file");
  }
  return decryptKey({ privateKey, passphrase }).catch(() => {
    throw new Refusal("bad-key", name, "the passphrase does not unlock it", "give the right one");
  });
}

/** As labels and people write it: upper-case hex. */
export function fingerprintOf(key: PublicKey): string {
  return key.getFingerprint().toUpperCase();
}

const ARMOR = "-----BEGIN PGP";

/** Armor, or the first octet of a packet, whose highest bit is always set (RFC 9580 section 4.2). */
function isOpenPgp({ bytes }: KeyFile): boolean {
  return (bytes[0] ?? 0) >= 0x80 || Buffer.from(bytes).includes(ARMOR);
}

function linesOf({ name, bytes }: KeyFile): readonly string[] {
  const lines = Buffer.from(bytes).toString("utf8").split(/\r?\n/);
  const keys = lines.map((line) => line.trim()).filter((line) => line !== "" && line[0] !== "#");
  if (keys.length > 0) return keys;
  throw new Refusal("bad-key", name, "there is no key in it", "give a file with a key");
}

function requireIdentity(line: string, { name }: KeyFile): string {
  if (/^AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{1,5000}$/.test(line)) return line;
  const problem = "it holds a line that is neither an age identity nor part of an OpenPGP key";
  throw new Refusal("bad-key", name, problem, "give the secret key that the package was made for");
}
