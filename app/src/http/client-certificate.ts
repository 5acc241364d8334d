import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/**
 * SHA-256 of the public key of the client certificate that a connection was opened with, and whose
 * private key the client has shown to have. Certificates are pinned by key and not by who issued them;
 * outside its dates one counts as none. Only of our own TLS: no header says what a proxy saw. `now`:
 * milliseconds.
 */
export function clientKey(socket: Socket | undefined, now: number): Uint8Array | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) {
    return undefined;
  }
  const key = certificate.publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest();
}
