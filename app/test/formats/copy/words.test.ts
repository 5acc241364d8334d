import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodedIn } from "../../../src/formats/copy/words/encoded.ts";
import {
  makeSecretRemover,
  makeWordRemover,
} from "../../../src/formats/copy/words/word-remover.ts";

const NAME = "Wilhelmina Zandstra";

/** Ways to write a name that a reader or a program still understands. */
const GUISES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.replace(" ", "\u00a0\n> "),
  (name) => name.replace("Zand", "Zand-\n"),
  (name) => Array.from(name).join("\u200b"),
  (name) => Array.from(name).join("\u0301"),
  (name) => name.replace("Wil", "**Wil**"),
  (name) => Array.from(name, fullWidth).join(""),
  (name) => name.replace("a", "а").replace("e", "е"),
  (name) => name.replace(" ", "[.]"),
  (name) => name.replace(" ", "_"),
  (name) => name.replace(" ", ""),
  (name) => encodeURIComponent(name),
  (name) => Array.from(name, (one) => `%${one.charCodeAt(0).toString(16)}`).join(""),
  (name) => Array.from(name, (one) => `&#${one.charCodeAt(0)};`).join(""),
  (name) =>
    Array.from(name, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  (name) => name.replace("Z", "=5A"),
  (name) => Buffer.from(`by ${name} today`).toString("base64"),
  (name) => Buffer.from(`x${name}`).toString("base64url"),
  (name) => Buffer.from(name, "utf16le").toString("base64"),
  (name) => Buffer.from(Buffer.from(name).toString("base64")).toString("base64"),
  (name) => Buffer.from(name).toString("hex"),
  (name) => createHash("md5").update(name).digest("hex"),
  (name) => createHash("sha256").update(name.toLowerCase()).digest("hex").toUpperCase(),
  (name) => createHash("sha1").update(name).digest("base64"),
];

test("a word is taken out in every guise, and what stands around it stays", () => {
  const remover = makeWordRemover([NAME]);
  fc.assert(
    fc.property(fc.constantFrom(...GUISES), around(), around(), (guise, before, after) => {
      const { text, found } = remover.remove(`${before} ${guise(NAME)} ${after}`, "[x]");
      expect(found).toBe(1);
      expect(text).toMatch(/\[x\]/);
      expect(text.startsWith(before) && text.endsWith(after)).toBe(true);
    }),
  );
});

test("a name is found in base64 and hexadecimal of bytes that are no text", () => {
  const remover = makeWordRemover([NAME]);
  const bytes = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(bytes, bytes, fc.constantFrom("base64", "hex"), (before, after, encoding) => {
      const all = Buffer.concat([before, Buffer.from(NAME), after]);
      expect(remover.isIn(`see ${all.toString(encoding)} below`)).toBe(true);
    }),
  );
});

test("runs are decoded as Node decodes them, at every alignment", () => {
  const run = fc.stringMatching(/^[A-Za-z0-9+/_-]{8,60}[G-Z]$/);
  fc.assert(
    fc.property(run, (text) => {
      const bytes: Buffer[] = [];
      const isNothing = (one: Uint8Array, size: number): boolean => {
        bytes.push(Buffer.from(one.subarray(0, size)));
        return true;
      };
      expect(encodedIn(`. ${text} .`, isNothing, () => true)).toBe(false);
      const wanted = [0, 1, 2, 3].map((at) => Buffer.from(text.slice(at), "base64"));
      expect(bytes.slice(-4)).toEqual(wanted);
    }),
  );
});

test("lines of base64 that follow each other are one run, and shorter ones none", () => {
  const lines = "aGVsbG8gd29y\nbGQgYWdhaW4h\r\nYWdhaW4=";
  const runs = new Set<string>();
  const keep = ({ start, end }: { readonly start: number; readonly end: number }): boolean => {
    runs.add(`${start},${end}`);
    return false;
  };
  expect(encodedIn(`${lines} abcdefg`, () => false, keep)).toBe(false);
  expect(runs).toEqual(new Set(["0,25"]));
});

test("a digest is found at the length of a digest only", () => {
  const digest = createHash("sha1").update(NAME).digest("base64url");
  const remover = makeWordRemover([NAME]);
  expect(remover.isIn(`sha1 ${digest}=`)).toBe(true);
  expect(remover.isIn(`${"x".repeat(128)}${digest}`)).toBe(true);
  expect(remover.isIn(`sha1 x${digest}`)).toBe(false);
});

test("what was taken out is not in what is left", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(NAME, ...GUISES.map((guise) => guise(NAME)), "the", "\n", " ")),
      (pieces) => {
        const remover = makeWordRemover([NAME]);
        expect(remover.isIn(remover.remove(pieces.join(" "), "[x]").text)).toBe(false);
      },
    ),
  );
});

test("a text without the words comes back as it was", () => {
  const remover = makeWordRemover([NAME, "192.0.2.7"]);
  fc.assert(
    fc.property(fc.array(around()), (pieces) => {
      const text = pieces.join("\n");
      expect(remover.remove(text, "[x]")).toEqual({ text, found: 0 });
      expect(remover.isIn(text)).toBe(false);
    }),
  );
});

test("a short word must stand by itself, also where names are run together", () => {
  const remover = makeWordRemover(["Ada"]);
  for (const inside of ["Canada", "cicada", "adapter"]) expect(remover.isIn(inside)).toBe(false);
  for (const alone of ["(ada)", "AdaLovelace", "ada7", "x_ada", "A\u00adDA"])
    expect(remover.isIn(alone)).toBe(true);
});

test("a long word takes the word with it that it stands in", () => {
  expect(makeWordRemover(["zandstra"]).remove("the Zandstra-clan, zandstraat 7", "[x]").text).toBe(
    "the [x]-clan, [x] 7",
  );
});

test("an address of numbers is told from its neighbours", () => {
  const remover = makeWordRemover(["192.0.2.7"]);
  for (const other of ["192.0.2.77", "1192.0.2.7", "19.20.2.7", "192027", "192.02.7"])
    expect(remover.isIn(other)).toBe(false);
  for (const same of ["192[.]0[.]2[.]7", "http://192.0.2.7:80/", "192 . 0 . 2 . 7", "3221225991"])
    expect(remover.isIn(same)).toBe(true);
});

test("a number is found however it is grouped", () => {
  const remover = makeWordRemover(["+31 6 12345678"]);
  for (const same of ["+31612345678", "0031 6-1234-5678", "(+31) 6 12 34 56 78"])
    expect(remover.isIn(same)).toBe(true);
});

test("a mail address is found in words", () => {
  const remover = makeWordRemover(["ada@desk.example"]);
  for (const same of [
    "ada [at] desk [dot] example",
    "ada at desk dot example",
    "ADA＠DESK．EXAMPLE",
  ])
    expect(remover.isIn(same)).toBe(true);
});

test("a name is found with its parts turned round", () => {
  expect(makeSecretRemover([{ text: NAME, kind: "name" }]).isIn("Zandstra, Wilhelmina")).toBe(true);
});

test("words without letters are found as they are, and no words find nothing", () => {
  expect(makeWordRemover(["§§"]).remove("a §§ b", "x").text).toBe("a x b");
  expect(makeWordRemover([" ", ""]).isIn("anything at all")).toBe(false);
});

test("hostile texts cost what their length costs", () => {
  const remover = makeWordRemover([NAME, "aaaaaa", "a b c d e f g"]);
  for (const piece of ["a", "a ", "%", "[at]", "&#", "=41", "A\n", "\u0301", "aGVs\n"]) {
    expect(remover.remove(piece.repeat(20_000), "").found).toBeLessThan(20_001);
  }
});

function around(): fc.Arbitrary<string> {
  return fc.constantFrom(
    "the port is open",
    "Quay 7",
    "d41d8cd98f00b204e9800998ecf8427e",
    "",
    "вот так",
    "白い鳥",
    "https://a.example/x?y=%20z",
    "aGVsbG8gd29ybGQgYWdhaW4=",
    "Wilhelm Zander",
    "192.0.2.70",
  );
}

function fullWidth(character: string): string {
  return character === " " ? "\u3000" : String.fromCharCode(character.charCodeAt(0) + 0xfee0);
}
