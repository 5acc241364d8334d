import { Refusal } from "../../../core/refusal.ts";

/** Recipients of one case at most. */
const MOST = 100;

/** Throws a Refusal for a case for more than can be decided at once. */
export function requireRecipients(recipients: readonly string[]): void {
  if (recipients.length <= MOST) return;
  const what = `it names ${recipients.length} recipients, and a case has at most ${MOST}`;
  throw new Refusal("bad-case", "recipients", what, "open several cases, or register a group");
}
