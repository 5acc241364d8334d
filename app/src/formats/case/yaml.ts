import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
} from "yaml";
import type * as z from "zod";
import { FACTS } from "../../core/facts/fact.ts";
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
 * Reads a file that a person writes: UTF-8, no duplicate keys, no `__proto__`, no aliases (they can
 * blow up). Throws a Refusal with file and line.
 */
export function readWritten(bytes: Uint8Array, name: string): Written {
  const lines = new LineCounter();
  const document = parse(decode(bytes, name), name, lines);
  refuseTricks(document, (at) => `${name}:${lines.linePos(at).line}`);
  return {
    name,
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line,
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
  const field = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const line = written.lineOf([...inside, ...issue.path, ...field]);
  throw toRefusal(issue, `${written.name}:${line}`);
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
  const error = document.errors[0] ?? document.warnings[0];
  if (error === undefined) return document;
  const place = `${name}:${lines.linePos(error.pos[0]).line}`;
  if (error.code === "RESOURCE_EXHAUSTION") {
    throw new Refusal("too-deep", place, "it is nested too deeply", "write it flatter");
  }
  const code = error.code === "DUPLICATE_KEY" ? "duplicate-key" : "bad-case";
  const problem = error.message.replace(/(?: at line \d+, column \d+)?:?(?:\n[^]*)?$/, "");
  throw new Refusal(code, place, problem, "mend this line");
}

function refuseTricks(document: Document, placeOf: (at: number) => string): void {
  visit(document, {
    Alias: (_, { range }) => {
      const remedy = "write the text out where it is used";
      throw new Refusal("bad-case", placeOf(range?.[0] ?? 0), "it uses a YAML alias", remedy);
    },
    Pair: (_, { key }) => {
      if (!isScalar(key) || key.value !== "__proto__") return;
      const place = placeOf(key.range?.[0] ?? 0);
      throw new Refusal("prototype-key", place, `the key "__proto__" is refused`, "remove it");
    },
  });
}

type Issue = z.core.$ZodIssue;

/** The issue furthest inside, which says most; a misspelt field before one that it leaves missing. */
function deepest(issues: readonly Issue[]): Issue {
  const [first, ...rest] = issues;
  if (first === undefined) throw new Error("a failed parse has issues");
  return rest.reduce((best, issue) => (depthOf(issue) > depthOf(best) ? issue : best), first);
}

function depthOf({ code, path }: Issue): number {
  return code === "unrecognized_keys" ? path.length + 1.5 : path.length;
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
  if (message.endsWith(", received undefined")) return "is missing";
  return /^(is|starts|needs) /.test(message) ? message : `is wrong: ${message}`;
}

/** Where a field starts, at its key; of a field that is not there, what it is missing from. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let at = 0;
  for (const step of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
      : undefined;
    const item: unknown = isSeq(node) ? node.items[Number(step)] : pair?.value;
    const start = startOf(pair?.key) ?? startOf(item);
    if (start === undefined) break;
    at = start;
    node = item;
  }
  return at;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
