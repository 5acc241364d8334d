import { hash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Secret } from "../../../src/core/release/copy.ts";
import { findResidue, sayResidue, unsought } from "../../../src/core/release/residue.ts";
import { foldSeveral } from "../../../src/core/release/residue/fold.ts";
import { LOOKALIKES } from "../../../src/core/release/residue/lookalikes.ts";
import { DIGESTS } from "../../support/digests.ts";

const NAME = secret("Jan de Vries", "name");
const MAIL = secret("j.devries@agency.example", "address");
const ADDRESS = secret("10.1.2.3", "address");
const SHORT = secret("Anna", "name");
const WORD = secret("Zwaluw", "word");
const RECIPIENT = secret("US", "recipient");
const HOST = secret("mail.unit7.example", "address");
const FOREIGN = secret("Jürgen Łoś", "name");
const ID = secret("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "id");
const MOMENT = secret("2025-03-04T10:11:12.345Z", "time");
const WIDE = secret("2001:db8::17:2", "address");
const KANJI = secret("田中", "name");
const SECRETS = [
  NAME,
  MAIL,
  ADDRESS,
  SHORT,
  WORD,
  RECIPIENT,
  HOST,
  FOREIGN,
  ID,
  MOMENT,
  WIDE,
  KANJI,
];

describe("a secret is found", () => {
  test.each([
    ["as it stood", NAME, "seen by Jan de Vries today", "exact"],
    ["in other capitals", NAME, "seen by JAN DE VRIES", "case"],
    ["run together", NAME, "by JanDeVries2", "folded"],
    ["with other separators", NAME, "by jan_de-vries", "folded"],
    ["with zero-width characters in it", NAME, "J\u200ban de V\u00adries", "folded"],
    ["with combining marks", NAME, "Ja\u0301n de Vri\u0308es", "folded"],
    ["in compatibility forms", NAME, "Ｊａｎ de 𝐕𝐫𝐢𝐞𝐬", "folded"],
    ["with lookalikes of other scripts", NAME, "Jаn dе Vriеѕ", "folded"],
    ["decomposed", FOREIGN, "Jürgen Łoś".normalize("NFD"), "folded"],
    ["without accents", FOREIGN, "jurgen los", "folded"],
    ["with its umlauts written out", FOREIGN, "Juergen Loś", "spelling"],
    ["with the family name first", NAME, "Vries, Jan de", "spelling"],
    ["defanged with brackets", MAIL, "j[.]devries[@]agency[.]example", "folded"],
    ["defanged in words in brackets", MAIL, "j(dot)devries{at}agency[dot]example", "defanged"],
    ["defanged in words", MAIL, "j dot devries at agency dot example", "defanged"],
    ["defanged by its scheme", HOST, "hxxps://mail[.]unit7[.]example/x", "folded"],
    ["by its labels from the right", HOST, "example.unit7.mail", "spelling"],
    ["behind JSON escapes", NAME, String.raw`J\u0061n de \u0056ries`, "escapes"],
    ["behind JSON escapes in pairs", NAME, String.raw`Jan de \ud835\udc15ries`, "escapes"],
    ["behind escaped escapes", NAME, String.raw`J\\u0061n de Vries`, "escapes"],
    ["behind octal escapes", NAME, String.raw`J\141n de Vries`, "escapes"],
    ["behind XML references", NAME, "J&#97;n de &#x56;ries", "entities"],
    ["behind references put on twice", NAME, "J&amp;#97;n de Vries", "entities"],
    ["percent-encoded", MAIL, "j%2Edevries%40agency%2Eexample", "percent"],
    ["percent-encoded twice", NAME, "J%2561n%20de%20Vries", "percent"],
    ["in quoted-printable", NAME, "J=61n d=\r\ne Vries", "quoted-printable"],
    ["in quoted-printable of Latin-1", FOREIGN, "J=FCrgen Los", "quoted-printable"],
    ["across markup", WORD, "Zwa<b class='x'>lu</b>w", "markup"],
    ["across emphasis", WORD, "Zwa**luw**", "folded"],
    ["across a line's end", WORD, "Operation Zwa-\r\n  luw", "folded"],
    ["across a quoted line's end", NAME, "> Jan\r\n> de Vries", "folded"],
    ["letter by letter", WORD, "Z.w.a.l.u.w", "folded"],
    ["inside another word", WORD, "zwaluwachtig", "case"],
    ["in rot13", NAME, "Wna qr Ievrf", "rot13"],
    ["backwards", NAME, "seirV ed naJ", "reversed"],
    ["as a number, for an address", ADDRESS, "host 167838211", "spelling"],
    ["in hexadecimal, for an address", ADDRESS, "0x0a010203", "spelling"],
    ["turned round for name servers", ADDRESS, "3.2.1.10.in-addr.arpa", "spelling"],
    ["written out, for an IPv6 address", WIDE, "2001:DB8:0:0:0:0:17:2", "spelling"],
    ["under another type, for an id", ID, "x--8E2E2D2B-17D4-4CBF-938F-98EE46B3CD3F", "case"],
    ["without its fraction, for a moment", MOMENT, "2025-03-04 10:11:12", "spelling"],
    ["in seconds since 1970, for a moment", MOMENT, "t=1741083072", "spelling"],
    ["in a script without spaces", KANJI, "これは田中さんです", "exact"],
    ["as a word of its own, when short", SHORT, "says Anna.", "exact"],
    ["at a change of capitals, when short", SHORT, "opAnna", "exact"],
    ["in the same capitals, when a country's code", RECIPIENT, "rel to US, UK", "exact"],
  ])("%s", (_name, sought, text, variant) => {
    const [found] = find(text, [sought]);
    expect(found?.variants).toContain(variant);
  });

  test("not by chance, as an address in hexadecimal that is read backwards within an id or a hash", () => {
    expect(find("indicator--302010a0-17d4-4cbf-938f-98ee46b3cd3f", [ADDRESS])).toEqual([]);
    expect(find("at 302010a0, turned round", [ADDRESS])).toHaveLength(1);
  });

  test("in UTF-16 of either order", () => {
    const little = Buffer.from(`x ${FOREIGN.text}`, "utf16le");
    const big = Buffer.from(little).swap16();
    expect(find(little, [FOREIGN])[0]?.variants).toContain("utf-16");
    expect(find(big, [FOREIGN])[0]?.variants).toContain("utf-16");
  });

  test("in base64 of either alphabet, at every alignment, across lines", () => {
    for (const before of ["", "a", "ab", "abc"]) {
      const encoded = Buffer.from(`${before}>>?? ${NAME.text} >>??`).toString("base64");
      for (const text of [encoded, encoded.replaceAll("+", "-").replaceAll("/", "_")]) {
        expect(find(`"${text}"`, [NAME])[0]?.variants).toContain("base64");
        expect(find(`${text.slice(0, 12)}\r\n${text.slice(12)}`, [NAME])).toHaveLength(1);
      }
    }
  });

  test("in base64 that something stands before", () => {
    const encoded = Buffer.from(MAIL.text).toString("base64");
    for (const before of ["/", "a/", "ab/", "abc/"]) {
      expect(find(before + encoded, [MAIL])[0]?.variants).toContain("base64");
    }
  });

  test("in base64 of a short word by itself", () => {
    expect(find(Buffer.from("Anna").toString("base64"), [SHORT])).toHaveLength(1);
  });

  test.each([
    ["plain", (hex: string) => hex],
    ["in capitals", (hex: string) => hex.toUpperCase()],
    ["with colons", (hex: string) => hex.replaceAll(/..(?=.)/g, "$&:")],
    ["as an array", (hex: string) => hex.replaceAll(/../g, "0x$&, ")],
    ["as escapes", (hex: string) => hex.replaceAll(/../g, String.raw`\x$&`)],
    ["with one digit before it", (hex: string) => `f${hex}`],
  ])("in hexadecimal, %s", (_name, write) => {
    expect(find(write(Buffer.from(NAME.text).toString("hex")), [NAME])).toHaveLength(1);
  });

  test("in base32", () => {
    expect(find("JJQW4IDEMUQFM4TJMVZQ====", [NAME])[0]?.variants).toEqual(["base32"]);
  });

  test.each(["md5", "sha1", "sha256", "sha512"])("as %s", (algorithm) => {
    const inputs = [MAIL.text, MAIL.text.toUpperCase(), `${MAIL.text}\n`, "j.devries"];
    for (const input of inputs) {
      for (const encoding of ["hex", "base64"] as const) {
        const text = `"${hash(algorithm, input, encoding)}"`;
        expect(find(text, [MAIL]).map(({ variants }) => variants)).toEqual([["hash"]]);
      }
    }
  });

  test.each([
    ["behind an escaped letter", (digest: string) => String.raw`\u00e9${digest}`],
    ["before one", (digest: string) => String.raw`${digest}\u00e9`],
    ["behind an escaped space", (digest: string) => `x%20${digest}`],
    ["before an escaped space", (digest: string) => `${digest}%20x`],
    ["behind two octets of one letter", (digest: string) => `x=C3=A9${digest}`],
    ["behind a reference", (digest: string) => `x&#8364;${digest}`],
    [
      "with an escape in it",
      (digest: string) => `%${digest.charCodeAt(0).toString(16)}${digest.slice(1)}`,
    ],
    ["with markup in it", (digest: string) => `${digest.slice(0, 9)}<b>${digest.slice(9)}`],
  ])("as a digest %s", (_name, write) => {
    const digest = hash("sha256", MAIL.text, "hex");
    const texts = Array.from({ length: 3 }, () => `see ${write(digest)} there`);
    expect(find(texts.join("\n"), [MAIL])[0]?.variants).toContain("hash");
  });

  test("in what looks like junk, at its first place, however often that stands there", () => {
    const run = Buffer.concat([
      Buffer.from([1, 2, 0xff]),
      Buffer.from(MAIL.text),
      Buffer.from([3]),
    ]);
    const junk = Buffer.from([5, 1, 0xfe, 7, 8, 2, 0xfd, 9, 1]).toString("base64");
    for (const encoding of ["base64", "hex"] as const) {
      const before = `${junk} `.repeat(2000);
      const [found, ...more] = find(`${before}${`${run.toString(encoding)} `.repeat(9)}`, [MAIL]);
      expect(more).toEqual([]);
      expect(found?.variants).toEqual([encoding]);
      expect(found?.offset).toBe(encoding === "base64" ? before.length : found?.offset);
    }
  });

  test("in the id that STIX computes from it", () => {
    const text = "email-addr--a8a2ee42-7828-5d1f-9bff-ccf33de027b0";
    expect(find(text, [secret("jan@unit7.example", "address")])[0]?.variants).toEqual([
      "derived-id",
    ]);
  });

  test("in one encoding inside another, and in what is packed there", () => {
    const inner = Buffer.from(`"n": "J\\u0061n de Vries"`).toString("hex");
    const twice = Buffer.from(`see ${inner}`).toString("base64");
    expect(find(twice, [NAME])[0]?.variants).toEqual(["base64", "hex", "escapes"]);
    const packed = gzipSync(`by ${NAME.text}`).toString("base64");
    expect(find(packed, [NAME])[0]?.variants).toEqual(["base64", "packed"]);
  });

  test("in a piece, when it is long", () => {
    const words = Array.from({ length: 120 }, (_, nth) => `word${nth * 7919}`);
    const long = secret(words.join(" "), "text");
    const [found] = find(`xx ${words.slice(40, 70).join(", ")} yy`, [long]);
    expect(found?.variants).toEqual(["fragment"]);
    expect(find(words.slice(40, 44).join(" "), [long])).toEqual([]);
  });
});

describe("what only looks like a secret is not one", () => {
  test.each([
    ["a short word inside another", SHORT, "Savannah"],
    ["a code inside a word", RECIPIENT, "USA, BUS, us"],
    ["an address inside a longer one", ADDRESS, "110.1.2.3 and 10.1.2.35"],
    ["the digits of an address without its points", ADDRESS, "size 10123"],
    ["a word whose letters stand in two", WORD, "jazz waluwe"],
    ["hexadecimal digits inside a UUID", secret("dada", "name"), ID.text.replace("17d4", "dada")],
  ])("%s", (_name, sought, text) => {
    expect(find(text, [sought])).toEqual([]);
  });

  test("words of every text, single letters and small numbers are not looked for", () => {
    const generic = ["the", "indicator", "A", "12", "...", "unknown"].map((text) => secret(text));
    const text = "the indicator A 12 ... unknown";
    expect(find(text, [...generic, NAME])).toEqual([]);
    expect(unsought([...generic, NAME])).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe("texts that may leave", () => {
  const own = ["Northland Service"];

  test("cover the secrets in them, wherever they stand", () => {
    const secrets = [secret("Northland", "originator")];
    expect(find("the Northland Service says", secrets, own)).toEqual([]);
    expect(find("the NORTHLAND-SERVICE says", secrets, own)).toEqual([]);
  });

  test("cover no secret beside them", () => {
    const secrets = [secret("Northland", "originator")];
    const [found] = find("Northland Service; northland", secrets, own);
    expect(found?.offset).toBe(19);
  });
});

test("a residue says where and how, and never what", () => {
  const [found] = find(`seen by ${NAME.text}`, SECRETS);
  expect(found).toEqual({
    secret: 0,
    kind: "name",
    place: "/objects/0/name",
    variants: ["exact"],
    offset: 8,
  });
  expect(found && sayResidue(found)).toBe(
    "The name that stood at /objects/0/name is still there at byte 8, as it stood.",
  );
});

test("the offset is that of the original bytes, through every escape before it", () => {
  const before = String.raw`"\u00e9\u00e9\n%41&amp;=41 `;
  expect(find(`${before}J\\u0061n de Vries`, [NAME])[0]?.offset).toBe(before.length);
});

test("what nothing can be removed from is empty", () => {
  expect(find("", SECRETS)).toEqual([]);
  expect(find("anything", [])).toEqual([]);
});

test("every secret is found in any bytes it is put into", () => {
  const around = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(around, around, fc.constantFrom(NAME, MAIL, ID, HOST), (before, after, one) => {
      const bytes = Buffer.concat([before, Buffer.from(` ${one.text} `), after]);
      expect(find(bytes, [one])).toHaveLength(1);
    }),
  );
});

test("in encodings inside each other, eight deep", () => {
  let text = `seen by ${NAME.text} today`;
  for (let depth = 0; depth < 8; depth++) text = Buffer.from(text).toString("base64");
  expect(find(text, [NAME])).toHaveLength(1);
});

test.each([
  ["encoded", (text: string) => Buffer.from(text).toString("base64")],
  ["packed", (text: string) => gzipSync(text).toString("base64")],
])("what is %s deeper than it looks into is refused", (_name, wrap) => {
  let text = Array.from({ length: 400 }, (_, nth) => `word ${nth * 7919}`).join(" ");
  for (let depth = 0; depth < 11; depth++) text = wrap(text);
  expect(() => find(text, [NAME])).toThrow(/encoded and packed/);
});

test("what hardly anything stands between is looked through to its end", () => {
  const texts = ["x ", "<a", "\\", "=41", "%2541", "&amp;#65;", "a-", " at ", "a\u0301", "0x"];
  const found = texts.map((text) => find(text.repeat(20_000), [NAME]));
  expect(found.flat()).toEqual([]);
});

test("any bytes at all are looked through", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(find(bytes, [NAME])).toEqual([]);
    }),
  );
});

test("the bytes stay as they are", () => {
  for (const text of [`seen by ${NAME.text}`, `gesehen von ${FOREIGN.text}`]) {
    const bytes = Buffer.from(text);
    find(bytes, SECRETS);
    expect(bytes.toString()).toBe(text);
  }
});

test("bytes in which everything nearly matches end in an answer or a refusal", () => {
  const nested = Array.from({ length: 200 }, (_, nth) => secret("a".repeat(nth + 2)));
  expect(find("a".repeat(50_000), nested).length).toBeGreaterThan(150);
});

test("every lookalike folds to its ASCII letter", () => {
  const wrong = [...LOOKALIKES].filter(
    ([other, ascii]) => foldSeveral(other.codePointAt(0) ?? 0) !== ascii,
  );
  expect(wrong).toEqual([]);
});

function secret(text: string, kind: Secret["kind"] = "word"): Secret {
  return { text, kind, place: "/objects/0/name" };
}

function find(
  text: string | Uint8Array,
  secrets: readonly Secret[],
  allowed: readonly string[] = [],
): ReturnType<typeof findResidue> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  return findResidue(bytes, secrets, DIGESTS, allowed, (packed) =>
    packed[0] === 0x1f ? [gunzipSync(packed)] : [],
  );
}
