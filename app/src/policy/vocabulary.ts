import { schemaToJson } from "@cedar-policy/cedar-wasm/nodejs";
import { Refusal } from "../core/refusal.ts";
import { isNode, type Node } from "./expression.ts";
import { SCHEMA_FILE } from "./read-pack.ts";

/** One attribute a rule may look at. */
export interface Attribute {
  /** "resource.personal", "context.risk.real". */
  readonly path: string;
  readonly means: string;
  /** The cautious value, for attributes that may be unknown. */
  readonly cautious?: boolean | number;
}

/**
 * Every attribute of the schema with its meaning and its cautious value, measures included.
 * Throws a Refusal when the schema does not parse or an attribute has no meaning.
 */
export function readVocabulary(schemaText: string): ReadonlyMap<string, Attribute> {
  const answer = schemaToJson(schemaText);
  if (answer.type !== "success") {
    throw badSchema(`it does not parse: ${answer.errors.map((e) => e.message).join("; ")}`);
  }
  const root = Object.values(answer.json)[0];
  const schema: unknown = root;
  const attributes = new Map<string, Attribute>();
  if (!isNode(schema)) throw badSchema("it is empty");
  const types = isNode(schema["commonTypes"]) ? schema["commonTypes"] : {};
  walk("principal", dig(schema, "entityTypes", "Partner", "shape"), types, attributes);
  walk("resource", dig(schema, "entityTypes", "Item", "shape"), types, attributes);
  walk("context", dig(types, "Question"), types, attributes);
  return attributes;
}

function walk(
  path: string,
  shape: Node | undefined,
  types: Node,
  into: Map<string, Attribute>,
): void {
  const attributes = shape?.["attributes"];
  if (!isNode(attributes)) throw badSchema(`it says nothing about ${path}`);
  for (const [name, spec] of Object.entries(attributes)) {
    if (!isNode(spec)) continue;
    const place = `${path}.${name}`;
    const named = dig(types, String(spec["name"]));
    const record = spec["type"] === "Record" ? spec : named;
    if (record !== undefined) walk(place, record, types, into);
    else into.set(place, toAttribute(place, spec));
  }
}

function toAttribute(path: string, spec: Node): Attribute {
  const annotations = isNode(spec["annotations"]) ? spec["annotations"] : {};
  const means = annotations["means"];
  const unknown = annotations["unknown"];
  if (typeof means !== "string") throw badSchema(`${path} has no @means`);
  if (unknown === undefined) return { path, means };
  const cautious = unknown === "true" ? true : unknown === "false" ? false : Number(unknown);
  return { path, means, cautious };
}

function dig(node: Node, ...names: readonly string[]): Node | undefined {
  let here: unknown = node;
  for (const name of names) here = isNode(here) ? here[name] : undefined;
  return isNode(here) ? here : undefined;
}

function badSchema(problem: string): Refusal {
  return new Refusal("bad-pack", SCHEMA_FILE, problem, "mend the schema of the packs");
}
