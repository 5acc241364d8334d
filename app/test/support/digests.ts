import { hash } from "node:crypto";
import type { Digests } from "../../src/core/release/residue.ts";

/** Digests as the residue check takes them. */
export const DIGESTS: Digests = {
  md5: (bytes) => hash("md5", bytes, "hex"),
  sha1: (bytes) => hash("sha1", bytes, "hex"),
  sha256: (bytes) => hash("sha256", bytes, "hex"),
  sha512: (bytes) => hash("sha512", bytes, "hex"),
};
