import { MEASURE_KINDS, type MeasureKind } from "../core/measure.ts";
import { suggest } from "../core/nearest.ts";
import type { MeasureText } from "../core/pack.ts";
import { isNode, type Node } from "./expression.ts";

/** Says what is wrong at a path of keys. */
export type Complain = (path: readonly string[], says: string) => void;

type MeasureTexts = ReadonlyMap<MeasureKind, ReadonlyMap<string, MeasureText>>;

/**
 * Reads `measures` of pack.yaml: by kind and name what each means, what it costs, and what whoever
 * approves must acknowledge. What is wrong is complained about, and left out.
 */
export function readMeasures(value: unknown, complain: Complain): MeasureTexts {
  const measures = new Map<MeasureKind, ReadonlyMap<string, MeasureText>>();
  const kinds: readonly string[] = Object.keys(MEASURE_KINDS);
  for (const [kind, entries] of Object.entries(isNode(value) ? value : {})) {
    if (!kinds.includes(kind)) {
      complain(["measures", kind], `unknown kind of measure "${kind}"; ${suggest(kind, kinds)}`);
      continue;
    }
    const texts = new Map<string, MeasureText>();
    for (const [what, entry] of Object.entries(isNode(entries) ? entries : {})) {
      const path = ["measures", kind, what];
      const text = readMeasure(isNode(entry) ? entry : {}, kind === "approve", (says) =>
        complain(path, `${kind}:${what} ${says}`),
      );
      if (text !== undefined) texts.set(what, text);
    }
    measures.set(kind as MeasureKind, texts);
  }
  return measures;
}

const MEASURE_KEYS = ["means", "cost"];

function readMeasure(
  entry: Node,
  isApproval: boolean,
  complain: (says: string) => void,
): MeasureText | undefined {
  const { means, cost, acknowledge } = entry;
  const keys = isApproval ? [...MEASURE_KEYS, "acknowledge"] : MEASURE_KEYS;
  const unknown = Object.keys(entry).find((key) => !keys.includes(key));
  if (unknown !== undefined) complain(`has an unknown key "${unknown}"; ${suggest(unknown, keys)}`);
  if (typeof means !== "string" || means.trim() === "" || !isCost(cost)) {
    complain(`needs "means" and a "cost" of 1 or more`);
    return undefined;
  }
  if (acknowledge === undefined) return { means, cost };
  if (!isListOfTexts(acknowledge)) {
    complain(`"acknowledge" is a list of different sentences`);
    return { means, cost };
  }
  return { means, cost, acknowledge: acknowledge.map((one) => one.trim()) };
}

function isCost(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}

/** At least one text, none of them empty or there twice. */
function isListOfTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const texts = value.map((one: unknown) => (typeof one === "string" ? one.trim() : ""));
  return !texts.includes("") && new Set(texts).size === texts.length;
}
