import type { Reading } from "../object.ts";

/**
 * Notes objects of the same id and modified time whose content differs, which must not be: neither
 * can be told to be the true one. Source: STIX 2.1 section 3.6.1.
 */
export function noteVersions({ objects, ids, notes }: Reading): void {
  if (!ids.hasRepeats) return;
  const seen = new Map<string, { readonly place: string; readonly content: string }>();
  for (const { id, json, place } of objects) {
    if (id === "" || typeof json.modified !== "string" || !ids.isRepeated(id)) continue;
    const version = `${id} ${json.modified}`;
    const content = canonical(json);
    const before = seen.get(version);
    if (before === undefined) seen.set(version, { place, content });
    else if (before.content !== content) {
      const says = `The object at ${before.place} has the same id and version, and says something else.`;
      notes.add("version-conflict", place, says);
    }
  }
}

/** The same content always gives the same text, in whatever order its properties stand. */
function canonical(json: unknown): string {
  return JSON.stringify(json, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
