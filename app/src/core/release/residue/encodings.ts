import type { Variant } from "./variant.ts";

/** A way of writing bytes with few characters. */
export interface Encoding {
  readonly variant: Variant;
  /** Bits one character carries. */
  readonly bits: number;
  /** Of each byte its value, SKIP when it may stand between two, END when it ends a run. */
  readonly values: Int8Array;
  /** Most bytes that may be skipped on end. */
  readonly mostSkipped: number;
  /** Fewest characters of a run that is looked into. */
  readonly fewest: number;
}

export const END = -1;
export const SKIP = -2;
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = UPPER.toLowerCase();
const DIGITS = "0123456789";

/** Either alphabet of RFC 4648 sections 4 and 5. */
export const BASE64: Int8Array = valuesOf(
  [`${UPPER}${LOWER}${DIGITS}+/`, `${UPPER}${LOWER}${DIGITS}-_`],
  "\r\n",
);

/** RFC 4648 sections 4 to 8; each decoded at every alignment, since a run may begin before what is sought. */
export const ENCODINGS: readonly Encoding[] = [
  {
    variant: "base64",
    bits: 6,
    values: BASE64,
    mostSkipped: 4,
    fewest: 6,
  },
  {
    variant: "hex",
    bits: 4,
    values: valuesOf([`${DIGITS}abcdef`, `${DIGITS}ABCDEF`], " \t\r\n:-,;\\%{}&#_<>xX\"'"),
    mostSkipped: 4,
    fewest: 8,
  },
  {
    variant: "base32",
    bits: 5,
    values: valuesOf([`${UPPER}234567`], "\r\n"),
    mostSkipped: 4,
    fewest: 10,
  },
  {
    variant: "base32",
    bits: 5,
    values: valuesOf([`${LOWER}234567`], "\r\n"),
    mostSkipped: 4,
    fewest: 12,
  },
];

function valuesOf(alphabets: readonly string[], skipped: string): Int8Array {
  const values = new Int8Array(256).fill(END);
  for (const one of Array.from(skipped)) values[one.charCodeAt(0)] = SKIP;
  for (const alphabet of alphabets) {
    [...alphabet].forEach((one, value) => {
      values[one.charCodeAt(0)] = value;
    });
  }
  return values;
}
