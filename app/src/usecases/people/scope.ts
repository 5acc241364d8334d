/**
 * What a machine's token may be for; nothing else can be asked of one. None of them signs: approving
 * takes a person with a key. What stands in an item is read by two alone: `copies:read`, what would leave
 * beside what it was made from, and `releases:read`, what has left; `cases:read` is about cases. A plan
 * names what must not leave, so all plans are read with `copies:read` too: kept ones, and those that stand
 * in cases and tear lines. Who keeps one changes what colleagues send the next time: that is a scope of its
 * own, which no other brings along.
 */
export const SCOPES = [
  "cases:read",
  "cases:write",
  "copies:read",
  "decide",
  "items:write",
  "metrics",
  "partners:read",
  "people:read",
  "profiles:write",
  "releases:read",
] as const;
export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
