import { hash } from "node:crypto";
import type { Sha256 } from "../src/index.ts";

const LENGTH = 32;

/**
 * SHA-256 of node:crypto, 32 new bytes. Through a text of one letter a byte: node makes each Buffer it
 * returns in memory of its own, which takes longer than hashing a leaf.
 */
export const nodeSha256: Sha256 = (bytes) => {
  const letters = hash("sha256", bytes, "binary");
  const digest = new Uint8Array(LENGTH);
  for (let at = 0; at < LENGTH; at += 1) digest[at] = letters.charCodeAt(at);
  return digest;
};
