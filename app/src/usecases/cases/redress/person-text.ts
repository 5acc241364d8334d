/** Somebody an item or a case is about, as far as they are known. */
export interface PersonDescription {
  readonly names: readonly string[];
  /** Passport, citizen service and telephone numbers, addresses of mail: each with its kind. */
  readonly numbers: readonly { readonly kind: string; readonly value: string }[];
}

/**
 * What one person is found by: numbers first, since names are shared. Equal for however the same is
 * written: case, accents, blanks, the order of names, signs within numbers.
 */
export function textsOf({ names, numbers }: PersonDescription): readonly string[] {
  const byNumber = numbers
    .map(({ kind, value }) => ["number", fold(kind), digitsAndLetters(value)])
    .filter(([, , value]) => value !== "");
  const byName = names.map((name) => ["name", words(name)]).filter(([, name]) => name !== "");
  const texts = [...byNumber.toSorted(compare), ...byName.toSorted(compare)];
  return [...new Set(texts.map((text) => text.join("\n")))];
}

/** What several persons are found by. */
export function mentionsOf(persons: readonly PersonDescription[]): readonly string[] {
  return [...new Set(persons.flatMap(textsOf))];
}

/** Without accents (Unicode combining marks), in lower case. */
function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
}

function words(name: string): string {
  const found = fold(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.toSorted().join(" ");
}

function digitsAndLetters(value: string): string {
  return fold(value).replaceAll(/[^\p{L}\p{N}@]/gu, "");
}

function compare(a: readonly string[], b: readonly string[]): number {
  return a.join("\n") < b.join("\n") ? -1 : 1;
}
