/**
 * What a machine's token may be for; nothing else can be asked of one. None of them signs: approving
 * takes a person with a key.
 */
export const SCOPES = [
  "cases:read",
  "cases:write",
  "decide",
  "items:write",
  "metrics",
  "partners:read",
  "people:read",
] as const;
export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
