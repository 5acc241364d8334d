import type { Span } from "./find-terms.ts";

/** In their order, those that touch or overlap as one. */
export function mergeSpans(spans: Iterable<Span>): readonly Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || span.start > last.end) merged.push(span);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return merged;
}

/** The text with each of these spans, in their order, replaced. */
export function replaceSpans(text: string, spans: readonly Span[], replacement: string): string {
  let at = 0;
  const kept = spans.map(({ start, end }) => {
    const before = text.slice(at, start);
    at = end;
    return before + replacement;
  });
  return kept.join("") + text.slice(at);
}
