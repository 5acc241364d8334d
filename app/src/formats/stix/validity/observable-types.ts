/** Cyber-observable types. Source: STIX 2.1 section 6. */
const OBSERVABLE_TYPES: ReadonlySet<string> = new Set([
  "artifact",
  "autonomous-system",
  "directory",
  "domain-name",
  "email-addr",
  "email-message",
  "file",
  "ipv4-addr",
  "ipv6-addr",
  "mac-addr",
  "mutex",
  "network-traffic",
  "process",
  "software",
  "url",
  "user-account",
  "windows-registry-key",
  "x509-certificate",
]);

export function isObservableType(type: string): boolean {
  return OBSERVABLE_TYPES.has(type);
}
