import { createPublicKey, type JsonWebKey } from "node:crypto";
import { cose, decodeCredentialPublicKey } from "@simplewebauthn/server/helpers";

/**
 * A passkey's public key (COSE_Key, RFC 9052) as SubjectPublicKeyInfo in DER, which anybody can check a
 * signature with. Throws for keys other than P-256 and Ed25519, and for points that are not on the curve.
 */
export function toSubjectPublicKeyInfo(coseKey: Uint8Array): Buffer {
  const key = createPublicKey({ key: toJwk(coseKey), format: "jwk" });
  return key.export({ type: "spki", format: "der" });
}

function toJwk(coseKey: Uint8Array): JsonWebKey {
  const key = decodeCredentialPublicKey(new Uint8Array(coseKey));
  if (cose.isCOSEPublicKeyEC2(key)) {
    const [x, y] = [key.get(cose.COSEKEYS.x), key.get(cose.COSEKEYS.y)];
    return { kty: "EC", crv: "P-256", x: base64url(x), y: base64url(y) };
  }
  if (cose.isCOSEPublicKeyOKP(key)) {
    return { kty: "OKP", crv: "Ed25519", x: base64url(key.get(cose.COSEKEYS.x)) };
  }
  throw new Error("it is none of P-256 and Ed25519");
}

function base64url(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString("base64url");
}
