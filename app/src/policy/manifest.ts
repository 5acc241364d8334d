import { isMap, isNode as isYamlNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { PARTNER_KINDS, type PartnerKind } from "../core/partner.ts";
import { suggest } from "../core/nearest.ts";
import type { MeasureKind } from "../core/measure.ts";
import type { MeasureText } from "../core/pack.ts";
import { isNode, type Node } from "./expression.ts";
import { readMeasures, type Complain } from "./measure-texts.ts";
import type { PackProblem } from "./problem.ts";

/** pack.yaml: what the pack is, whom it covers, and every measure it may ask for. */
export interface Manifest {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly authority: string;
  readonly sources: readonly string[];
  readonly covers: readonly PartnerKind[];
  readonly decidesClassification: boolean;
  readonly readsContainers: boolean;
  readonly measures: ReadonlyMap<MeasureKind, ReadonlyMap<string, MeasureText>>;
}

const KEYS = [
  "id",
  "version",
  "title",
  "authority",
  "sources",
  "covers",
  "decidesClassification",
  "readings",
  "measures",
];

/** Ways to read an item that a pack may adopt: a STIX container's marking covers its members. */
const READINGS: readonly string[] = ["container"];

/** Reads pack.yaml. What is wrong goes into `problems`, with its line; the rest is still read. */
export function readManifest(text: string, file: string, problems: PackProblem[]): Manifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const lineOf = (path: readonly string[]): number =>
    lines.linePos(offsetOf(document.contents, path)).line;
  const complain = (path: readonly string[], says: string): void => {
    problems.push({ file, line: lineOf(path), says });
  };
  for (const error of [...document.errors, ...document.warnings]) {
    problems.push({ file, line: lines.linePos(error.pos[0]).line, says: firstLine(error.message) });
  }
  visit(document, {
    Alias: (_, { range }) => {
      const { line } = lines.linePos(range?.[0] ?? 0);
      problems.push({ file, line, says: "YAML aliases are not used in packs; write the text out" });
      return visit.REMOVE;
    },
  });
  const raw: unknown = isMap(document.contents) ? document.toJS({ maxAliasCount: 0 }) : {};
  const root = isNode(raw) ? raw : {};
  for (const key of Object.keys(root)) {
    if (!KEYS.includes(key)) complain([key], `unknown key "${key}"; ${suggest(key, KEYS)}`);
  }
  const requiredText = (key: string): string => {
    const value = root[key];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    complain([key], `"${key}" is missing or empty`);
    return "";
  };
  return {
    id: requiredText("id"),
    version: requiredText("version"),
    title: requiredText("title"),
    authority: requiredText("authority"),
    sources: strings(root["sources"]),
    covers: readCovers(root["covers"], complain),
    decidesClassification: readTruth(root, "decidesClassification", complain),
    readsContainers: readReadings(root["readings"], complain).includes("container"),
    measures: readMeasures(root["measures"], complain),
  };
}

function readCovers(value: unknown, complain: Complain): readonly PartnerKind[] {
  const names = strings(value);
  if (names.length === 0) complain(["covers"], `"covers" names no kind of partner`);
  return names.filter((name): name is PartnerKind => {
    const known = PARTNER_KINDS.some((kind) => kind === name);
    if (!known) complain(["covers"], `unknown kind "${name}"; ${suggest(name, PARTNER_KINDS)}`);
    return known;
  });
}

/** A truth that may be left out; then it is false. */
function readTruth(root: Node, key: string, complain: Complain): boolean {
  const value = root[key] ?? false;
  if (typeof value !== "boolean") complain([key], `"${key}" is true or false`);
  return value === true;
}

function readReadings(value: unknown, complain: Complain): readonly string[] {
  const names = strings(value);
  for (const name of names.filter((one) => !READINGS.includes(one))) {
    complain(["readings"], `unknown reading "${name}"; ${suggest(name, READINGS)}`);
  }
  return names;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? text).replace(/(?: at line \d+, column \d+)?:?$/, "");
}

/** Where a key starts; of a key that is not there, what it is missing from. */
function offsetOf(contents: unknown, path: readonly string[]): number {
  let node = contents;
  let at = 0;
  for (const step of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
      : undefined;
    if (pair === undefined) break;
    at = isYamlNode(pair.key) ? (pair.key.range?.[0] ?? at) : at;
    node = pair.value;
  }
  return at;
}
