import type { KeyFile } from "../../formats/package/keys.ts";

/** The OpenPGP keys of somebody invented, armored. */
export interface Pair {
  readonly secret: KeyFile;
  readonly open: KeyFile;
}

/** Makes keys for the demo, valid from a minute ago on. */
export async function makePair(name: string): Promise<Pair> {
  const { generateKey } = await import("openpgp");
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name, email: `${name}@example.org` }],
    date: new Date(Date.now() - 60_000),
    format: "object",
  });
  return { secret: fileOf(name, privateKey.armor()), open: fileOf(name, publicKey.armor()) };
}

function fileOf(name: string, text: string): KeyFile {
  return { name: `${name}.asc`, bytes: new TextEncoder().encode(text) };
}
