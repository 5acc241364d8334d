import { createHash } from "node:crypto";

const ALGORITHMS = ["md5", "sha1", "sha256", "sha512"] as const;
/** A digest in hex, or in base64 of either alphabet. */
const RUN = /[A-Za-z0-9+/_-]{22,128}/g;

/**
 * The digests of a word as people make them: of it as it is written, in small letters and in
 * capitals, in hex and in base64 without padding.
 */
export function digestsOf(word: string): readonly string[] {
  const forms = new Set([word, word.trim(), word.toLowerCase(), word.toUpperCase()]);
  return [...forms].flatMap((form) =>
    ALGORITHMS.flatMap((algorithm) => {
      const digest = createHash(algorithm).update(form).digest();
      return [digest.toString("hex"), digest.toString("base64url")];
    }),
  );
}

/** Every run in a text that may be one of `digests`, with where it stands. */
export function* digestsIn(
  text: string,
  digests: ReadonlySet<string>,
): Generator<{ readonly start: number; readonly end: number }> {
  if (digests.size === 0) return;
  for (const { index: start, 0: run } of text.matchAll(RUN)) {
    const url = run.replaceAll("+", "-").replaceAll("/", "_");
    if (digests.has(run.toLowerCase()) || digests.has(url))
      yield { start, end: start + run.length };
  }
}
