import { choose, type NameFor, type Sign } from "./watermark.ts";

const END = { channel: "line end", choices: 2 } as const;
const SPACE = { channel: "sentence", choices: 2 } as const;

/** Fewer letters say too little to know a line or a sentence by. */
const FEWEST = 8;

/**
 * A text with a recipient's mark: one space or none at the end of a line, one or two between sentences.
 * Neither shows, in Markdown neither counts. Lines in code, in armour, and those that end in several
 * spaces stay as they are.
 */
export function markText(text: string, nameFor: NameFor): string {
  return eachLine(text, (line) => {
    const spaced = line.replace(SENTENCE, (whole: string, stop: string, at: number) => {
      const context = sentenceBefore(line, at);
      if (context === undefined) return whole;
      return stop + " ".repeat(1 + choose(nameFor, { ...SPACE, context }));
    });
    const context = wordsOf(spaced);
    if (context.length < FEWEST || /\s{2}$/.test(spaced)) return spaced;
    return spaced.trimEnd() + " ".repeat(choose(nameFor, { ...END, context }));
  });
}

/** The signs in a text that was found. */
export function signsInText(text: string): readonly Sign[] {
  const signs: Sign[] = [];
  eachLine(text, (line) => {
    for (const { 0: whole, index } of line.matchAll(SENTENCE)) {
      const context = sentenceBefore(line, index);
      if (context !== undefined) signs.push({ ...SPACE, context, found: [whole.length - 2] });
    }
    const context = wordsOf(line);
    if (context.length >= FEWEST && !/\s{2}$/.test(line)) {
      signs.push({ ...END, context, found: [/\s$/.test(line) ? 1 : 0] });
    }
    return line;
  });
  return signs;
}

/** A full stop, one or two spaces, and a capital. */
const SENTENCE = /([.!?]) {1,2}(?=\p{Lu})/gu;
/** Letters that tell a sentence; looked for among more, since spaces may have been doubled. */
const TELLING = 40;
const LOOKED_AT = 400;

function sentenceBefore(line: string, end: number): string | undefined {
  const words = wordsOf(line.slice(Math.max(0, end - LOOKED_AT), end)).slice(-TELLING);
  return words.length < FEWEST ? undefined : words;
}

/** The words of a line, however they are spaced. */
function wordsOf(line: string): string {
  return line
    .split(/\s+/)
    .filter((word) => word !== "")
    .join(" ");
}

/** Calls `take` with each line outside of code and armour; the ends of lines stay as they are. */
function eachLine(text: string, take: (line: string) => string): string {
  let fence: string | undefined;
  return text
    .split("\n")
    .map((raw) => {
      const [line, end] = raw.endsWith("\r") ? [raw.slice(0, -1), "\r"] : [raw, ""];
      const border = /^\s{0,3}(```|~~~|-----BEGIN|-----END)/.exec(line)?.[1];
      if (border !== undefined) {
        fence = fence === undefined ? border : undefined;
        return raw;
      }
      const isCode = fence !== undefined || /^(?: {4}|\t)/.test(line);
      return isCode ? raw : take(line) + end;
    })
    .join("\n");
}
