import { hash } from "node:crypto";
import type { Digests } from "../../core/release/residue.ts";

/** The digests that the residue check looks for. */
export const DIGESTS: Digests = {
  md5: (bytes) => hash("md5", bytes, "hex"),
  sha1: (bytes) => hash("sha1", bytes, "hex"),
  sha256: (bytes) => hash("sha256", bytes, "hex"),
  sha512: (bytes) => hash("sha512", bytes, "hex"),
};
