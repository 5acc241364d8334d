import { describe, expect, test } from "vitest";
import {
  COSIGNATURE,
  VerificationError,
  cosignedMessage,
  formatKey,
  formatNote,
  formatSignerKey,
  isKeyName,
  keyringOf,
  parseKey,
  parseNote,
  readSignerKey,
  signerKeyOf,
  verifyNote,
} from "../src/index.ts";
import { codeOf, codeOfAsync } from "./support/code.ts";
import { bytesOf, vectors } from "./support/vectors.ts";
import { signerOf } from "./support/sign.ts";

interface NoteCase {
  readonly says: string;
  readonly text?: string;
  readonly base64?: string;
  readonly keys: readonly string[];
  readonly signers?: readonly string[];
  readonly times?: readonly (number | null)[];
  readonly refused?: string;
}

interface KeyCase {
  readonly says: string;
  readonly text: string;
  readonly name?: string;
  readonly id?: string;
  readonly type?: number;
  readonly refused?: string;
}

const NOTES = vectors<NoteCase[]>("note/notes.json");
const KEYS = vectors<KeyCase[]>("note/keys.json");

async function open(item: NoteCase): ReturnType<typeof verifyNote> {
  const keys = keyringOf(item.keys.map((vkey) => parseKey(vkey)));
  return verifyNote(parseNote(bytesOf(item)), keys);
}

describe("signed notes", () => {
  test.each(NOTES.filter(({ refused }) => refused === undefined))("$says", async (item) => {
    const signatures = await open(item);
    expect(signatures.map(({ key }) => key.name)).toEqual(item.signers);
    const times = item.times ?? item.signers?.map(() => null);
    expect(signatures.map(({ time }) => time ?? null)).toEqual(times);
    expect(formatNote(parseNote(bytesOf(item)))).toBe(item.text);
  });

  test.each(NOTES.filter(({ refused }) => refused !== undefined))(
    "refused: $says",
    async (item) => {
      expect(await codeOfAsync(() => open(item))).toBe(item.refused);
    },
  );

  test("a refusal says what, where, and that nothing was believed", () => {
    const bytes = new TextEncoder().encode("text\n\n— a AAAAAAAA\n— b\n");
    expect(() => parseNote(bytes, "checkpoint.txt")).toThrow(
      "checkpoint.txt line 4: it is not a signature line: em dash, key name, base64 of key id and signature; nothing of it was believed",
    );
  });

  test("two known keys that cannot be told apart are a mistake of the caller", () => {
    const key = parseKey(signerOf("a.example").vkey);
    expect(() => keyringOf([key, { ...key }])).toThrow(TypeError);
  });
});

describe("verifier keys", () => {
  test.each(KEYS.filter(({ refused }) => refused === undefined))("$says", (item) => {
    const key = parseKey(item.text);
    expect({ name: key.name, id: key.id, type: key.type }).toEqual({
      name: item.name,
      id: item.id,
      type: item.type,
    });
    expect(key.publicKey.length).toBe(32);
    expect(formatKey(key)).toBe(item.text);
  });

  test.each(KEYS.filter(({ refused }) => refused !== undefined))("refused: $says", (item) => {
    expect(codeOf(() => parseKey(item.text))).toBe(item.refused);
  });

  test("no part of a key and no key with one letter changed is a key", () => {
    const { text } = KEYS[0] ?? { text: "" };
    for (let from = 0; from < text.length; from += 1) {
      const next = String.fromCharCode(text.charCodeAt(from) + 1);
      expect(codeOf(() => parseKey(text.slice(0, from) + next + text.slice(from + 1)))).toBe(
        "bad-key",
      );
      for (let to = from + 1; to <= text.length; to += 1) {
        if (to - from < text.length)
          expect(codeOf(() => parseKey(text.slice(from, to)))).toBe("bad-key");
      }
    }
  });

  test("names are not empty and have no space, plus or control character", () => {
    const names = ["", "a b", "a+b", "a\tb", "a\u00a0b", "a\u0085b", "a\u2028b", "a\0b"];
    expect(names.filter(isKeyName)).toEqual([]);
    expect(["example.com/log", "bücher", "a\ufeffb"].every(isKeyName)).toBe(true);
  });
});

describe("signer keys", () => {
  const GO = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

  test("the key of Go's note package gives its verifier key and is written back the same", async () => {
    const key = await readSignerKey(GO);
    expect(formatKey(key.verifier)).toBe(KEYS[1]?.text);
    expect(formatSignerKey(key)).toBe(GO);
  });

  test("a witness's key is read as it is written", async () => {
    const key = await signerKeyOf("w.example", COSIGNATURE, new Uint8Array(32).fill(7));
    expect(await readSignerKey(formatSignerKey(key))).toEqual(key);
  });

  test.each([
    ["another id", GO.replace("c74f20a3", "c74f20a4")],
    ["no prefix", GO.replace("PRIVATE+KEY+", "")],
    ["cut short", GO.slice(0, -4)],
    ["a space in the name", GO.replace("PeterN", "Peter N")],
    ["a verifier key", KEYS[1]?.text ?? ""],
    ["an unknown type", GO.replace("+AYEK", "+ZYEK")],
    ["a newline at the end", `${GO}\n`],
  ])("refused: %s", async (_, text) => {
    expect(await codeOfAsync(() => readSignerKey(text))).toBe("bad-key");
  });

  test("a refusal never repeats the secret", async () => {
    const refusal = await readSignerKey(`${GO}A`).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(VerificationError);
    expect(String(refusal)).not.toContain("AYEKFALV");
  });
});

test("a cosignature covers the time and the text, as the specification's example has it", () => {
  const text =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const message = new TextDecoder().decode(cosignedMessage(1679315147, text));
  expect(message).toBe(`cosignature/v1\ntime 1679315147\n${text}`);
});
