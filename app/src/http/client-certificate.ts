import { createHash } from "node:crypto";
import { TLSSocket } from "node:tls";
import type { Ask } from "./env.ts";

/**
 * SHA-256 of the public key of the client certificate that this connection was opened with, and whose
 * private key the client has shown to have. Certificates are pinned by key and not by who issued them;
 * outside its dates one counts as none. Only of our own TLS: no header says what a proxy saw.
 */
export function clientKey(c: Ask): Uint8Array | undefined {
  const socket = c.env?.incoming?.socket;
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  const now = c.get("ground").clock();
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) {
    return undefined;
  }
  const key = certificate.publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest();
}
