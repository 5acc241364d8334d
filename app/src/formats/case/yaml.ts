import { LineCounter, parseDocument, type Document } from "yaml";
import * as z from "zod";
import { FACTS } from "../../core/fact.ts";
import { suggest } from "../../core/nearest.ts";
import { Refusal, type RefusalCode } from "../../core/refusal.ts";

/** A file a person writes and is longer than this is not one of ours. */
const MOST_BYTES = 8 * 1024 * 1024;

/** A YAML or JSON file with the lines of its fields. */
export interface Written {
  readonly name: string;
  readonly value: unknown;
  /** Line, from 1, of a field or of the nearest thing around it that exists. */
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Reads a file that a person writes: UTF-8, no duplicate keys, no aliases (they can blow up).
 * Throws a Refusal with file and line.
 */
export function readWritten(bytes: Uint8Array, name: string): Written {
  const lines = new LineCounter();
  const document = parse(decode(bytes, name), name, lines);
  return {
    name,
    value: toValue(document, name),
    lineOf: (path) => lineOf(document, lines, path),
  };
}

/**
 * Checks a value against a shape. `inside` is where the value stands in the file. Throws a Refusal
 * with file, line and field, and the nearest known name where a name is unknown.
 */
export function check<T>(
  shape: z.ZodType<T>,
  value: unknown,
  written: Written,
  inside: readonly PropertyKey[] = [],
): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues);
  throw toRefusal(issue, `${written.name}:${written.lineOf([...inside, ...issue.path])}`);
}

function decode(bytes: Uint8Array, name: string): string {
  if (bytes.length > MOST_BYTES) {
    throw new Refusal("too-large", name, "it is too large for a file of this kind", "split it");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("bad-utf8", name, "it is not UTF-8", "save it as UTF-8");
  }
}

function parse(text: string, name: string, lines: LineCounter): Document {
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true });
  const [error] = document.errors;
  if (error === undefined) return document;
  const code = error.code === "DUPLICATE_KEY" ? "duplicate-key" : "bad-case";
  const problem = (error.message.split("\n")[0] ?? "").replace(/:$/, "");
  throw new Refusal(code, `${name}:${lines.linePos(error.pos[0]).line}`, problem, "mend this line");
}

function toValue(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new Refusal(
      "bad-case",
      name,
      "it uses YAML aliases",
      "write the text out where it is used",
    );
  }
}

type Issue = z.core.$ZodIssue;

/** The issue furthest inside, which says most. */
function deepest(issues: readonly Issue[]): Issue {
  const [first, ...rest] = issues;
  if (first === undefined) throw new Error("a failed parse has issues");
  return rest.reduce((best, issue) => (issue.path.length > best.path.length ? issue : best), first);
}

function toRefusal(issue: Issue, place: string): Refusal {
  const field = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") return unknownName(issue, field, place);
  const code: RefusalCode = issue.message.includes("not a day") ? "bad-date" : "bad-case";
  const where = field === "" ? "the file" : field;
  return new Refusal(
    code,
    place,
    `${where} ${sentence(issue)}`,
    "see docs/reference/case.schema.json",
  );
}

function unknownName(
  issue: Extract<Issue, { code: "unrecognized_keys" }>,
  field: string,
  place: string,
): Refusal {
  const name = issue.keys[0] ?? "";
  if (issue.path.at(-1) === "facts") {
    const remedy = suggest(name, Object.keys(FACTS));
    return new Refusal("unknown-fact", place, `"${name}" is not a fact`, remedy);
  }
  const where = field === "" ? "the file" : field;
  return new Refusal(
    "bad-case",
    place,
    `${where} has an unknown field "${name}"`,
    "remove it or see docs/reference/case.schema.json",
  );
}

function sentence(issue: Issue): string {
  const message = issue.message.replace(/^Invalid (input|option): /, "");
  return /^(is|starts|needs) /.test(message) ? message : `is wrong: ${message}`;
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (hasRange(node)) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}
