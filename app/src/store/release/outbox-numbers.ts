import { createHash } from "node:crypto";
import type { Moment } from "../column.ts";

/** More than there are sorts in a collection. */
const STEP = 1024;
/** Bytes of a hash that go into a number: with those below STEP, and added up, it stays exact. */
const BYTES = 5;

/** The number of a type, from its hash: of two types the same by a chance of one in 2^40. */
export function numberOfType(type: string): number {
  return numberOf(`type ${type}`);
}

/** That of a version: a moment with six digits of its second. */
export function numberOfVersion(version: Moment): number {
  return numberOf(`version ${version}`);
}

function numberOf(text: string): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, BYTES) * STEP;
}
