/**
 * Whether a part of an address can be the name of anything here: none of ours is empty, long, or holds
 * anything that a database or a log would stumble over.
 */
export function isReadable(name: string): boolean {
  return /^[^\u0000-\u001f\u007f/\ud800-\udfff]{1,400}$/u.test(name);
}
