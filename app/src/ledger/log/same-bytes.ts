/** Whether two byte strings are the same. Not constant time: what the ledger compares is public. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
