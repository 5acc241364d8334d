/** A line that should not be in a public repository, and why. */
export interface Trace {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

/**
 * Words are put together here, so that this file does not hold what it looks for.
 */
const dotted = (...words: string[]): string => words.join("\\.");
const dashed = (...words: string[]): string => words.join("-");

/** A slash that begins a path: not one inside a longer path or a URL. */
const PATH_START = "(?:^|[\\s\"'`(=:,])(?:file://)?/";

const LOOKED_FOR: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      [
        dotted("registry", "npmjs"),
        dotted("registry", "yarnpkg"),
        dotted("registry", "npmmirror"),
        dotted("npm", "pkg", "github"),
        dotted("pypi", "org"),
        dotted("files", "pythonhosted"),
        dotted("index", "crates", "io"),
        dotted("proxy", "golang", "org"),
      ].join("|"),
      "i",
    ),
    "names the host of a package registry; leave the choice of registry to the machine",
  ],
  [
    new RegExp(`${PATH_START}(?:home|Users|root|work)/[\\w.]`),
    "holds an absolute path of one machine; use a path from the repository",
  ],
  [
    new RegExp(["\\b[A-Za-z]:", "Users", "\\w"].join("[\\\\/]+")),
    "holds an absolute path of one machine; use a path from the repository",
  ],
  [
    new RegExp([dashed("(?:ox|es)lint", "disable"), dashed("prettier", "ignore")].join("|")),
    "switches a check off; put right what it found, or change the rule for all with a reason",
  ],
];

/** The traces in one text file, in order. */
export function findTraces(text: string): Trace[] {
  return text.split("\n").flatMap((content, index) =>
    LOOKED_FOR.filter(([pattern]) => pattern.test(content)).map(([, problem]) => ({
      line: index + 1,
      problem,
    })),
  );
}
