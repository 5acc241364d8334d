/** Parentheses and groups inside each other; no real pattern has more than a few. */
const DEEPEST = 64;

const SPACE = /(?:\s|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|\/\/[^\n\r]*)+/y;
const TOKEN =
  /(?<text>[htb]?'(?:[^'\\]|\\['\\])*')|(?<number>[+-]?(?:\d+\.\d*|\.?\d+))|(?<name>[A-Za-z_][A-Za-z0-9_-]*)|(?<sign><>|[=!<>]=|[=<>()[\]:.,*])/y;
const PROPERTY = /^[a-z0-9_]{3,250}$/;
const COMPARISONS: ReadonlySet<string> = new Set(["=", "==", "!=", "<>", "<", ">", "<=", ">="]);
const ON_TEXTS: ReadonlySet<string> = new Set(["LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"]);

interface Token {
  readonly kind: "text" | "number" | "name" | "sign" | "end";
  readonly text: string;
}

/**
 * Is this a pattern that a reader of STIX patterns takes? Its grammar, and names of properties in the form
 * that the standard gives them; not what it matches. Source: STIX 2.1 section 9.
 */
export function isPattern(text: string): boolean {
  const tokens = tokensOf(text);
  return tokens !== undefined && new Parser(tokens).isWhole();
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const space = matchAt(SPACE, text, at);
    if (space !== undefined) at += space[0].length;
    if (at >= text.length) break;
    const found = matchAt(TOKEN, text, at);
    if (found === undefined) return undefined;
    const { text: literal, number, name } = found.groups ?? {};
    const kind =
      literal !== undefined
        ? "text"
        : number !== undefined
          ? "number"
          : name !== undefined
            ? "name"
            : "sign";
    tokens.push({ kind, text: found[0] });
    at += found[0].length;
  }
  return tokens;
}

/** By recursive descent: each method takes what it is called after, or says that it is not there. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  isWhole(): boolean {
    return this.#observations() && this.#peek().kind === "end";
  }

  #observations(): boolean {
    return this.#joined(["FOLLOWEDBY", "OR", "AND"], () => this.#observation());
  }

  #observation(): boolean {
    const isSound = this.#take("[")
      ? this.#nested(() => this.#comparisons()) && this.#take("]")
      : this.#take("(") && this.#nested(() => this.#observations()) && this.#take(")");
    return isSound && this.#qualifiers();
  }

  #qualifiers(): boolean {
    for (;;) {
      if (this.#take("WITHIN")) {
        if (!this.#kind("number") || !this.#take("SECONDS")) return false;
      } else if (this.#take("REPEATS")) {
        if (!this.#kind("number") || !this.#take("TIMES")) return false;
      } else if (this.#take("START")) {
        if (!this.#kind("text") || !this.#take("STOP") || !this.#kind("text")) return false;
      } else return true;
    }
  }

  #comparisons(): boolean {
    return this.#joined(["OR", "AND"], () => this.#comparison());
  }

  #comparison(): boolean {
    if (this.#take("(")) return this.#nested(() => this.#comparisons()) && this.#take(")");
    if (this.#take("EXISTS")) return this.#path();
    if (!this.#path()) return false;
    this.#take("NOT");
    const { text } = this.#next();
    if (COMPARISONS.has(text)) return this.#literal();
    if (ON_TEXTS.has(text)) return this.#kind("text");
    return text === "IN" && this.#take("(") && this.#literals() && this.#take(")");
  }

  #path(): boolean {
    if (!this.#kind("name") || !this.#take(":")) return false;
    const first = this.#next();
    if (first.kind !== "text" && !PROPERTY.test(first.text)) return false;
    for (;;) {
      if (this.#take(".")) {
        const { kind } = this.#next();
        if (kind !== "name" && kind !== "text") return false;
      } else if (this.#take("[")) {
        if (!(this.#take("*") || this.#kind("number")) || !this.#take("]")) return false;
      } else return true;
    }
  }

  #literals(): boolean {
    if (!this.#literal()) return false;
    while (this.#take(",")) if (!this.#literal()) return false;
    return true;
  }

  #literal(): boolean {
    const { kind, text } = this.#next();
    return kind === "text" || kind === "number" || /^(?:true|false)$/i.test(text);
  }

  #joined(words: readonly string[], part: () => boolean): boolean {
    if (!part()) return false;
    while (words.some((word) => this.#take(word))) if (!part()) return false;
    return true;
  }

  #nested(inside: () => boolean): boolean {
    this.#depth++;
    const isSound = this.#depth <= DEEPEST && inside();
    this.#depth--;
    return isSound;
  }

  #take(text: string): boolean {
    const { kind, text: found } = this.#peek();
    if (kind === "text" || kind === "end" || found !== text) return false;
    this.#at++;
    return true;
  }

  #kind(kind: Token["kind"]): boolean {
    return this.#next().kind === kind;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "" };
  }
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text) ?? undefined;
}
