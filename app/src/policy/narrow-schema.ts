import { schemaToJson, type SchemaJson } from "@cedar-policy/cedar-wasm/nodejs";

/** The attributes that a pack's rules name, by where they stand. */
export interface NamedAttributes {
  readonly principal: ReadonlySet<string>;
  readonly resource: ReadonlySet<string>;
  readonly context: ReadonlySet<string>;
}

/** The attributes at the top of each side, from the paths that rules name; measures are always there. */
export function namedAttributes(paths: readonly (readonly string[])[]): NamedAttributes {
  const on = (side: string): Set<string> =>
    new Set(paths.flatMap(([first, name]) => (first === side && name !== undefined ? [name] : [])));
  return {
    principal: on("principal"),
    resource: on("resource"),
    context: on("context").add("measures"),
  };
}

/**
 * A schema with the named attributes alone: what a request to a pack must have, so that a request need
 * not carry, and Cedar not convert, what no rule of the pack looks at. A rule that looked at anything
 * else would not pass Cedar's strict validation against it.
 *
 * Throws for a schema that Cedar cannot read or that lacks the parts ours has.
 */
export function narrowSchema(schema: string, named: NamedAttributes): SchemaJson<string> {
  const answer = schemaToJson(schema);
  if (answer.type !== "success") throw new Error("Cedar cannot read the schema");
  const json = structuredClone(answer.json);
  const parts = json[""];
  keepOnly(parts?.entityTypes["Partner"], named.principal);
  keepOnly(parts?.entityTypes["Item"], named.resource);
  keepOnly({ shape: parts?.commonTypes?.["Question"] }, named.context);
  return json;
}

function keepOnly(type: unknown, names: ReadonlySet<string>): void {
  const shape = child(type, "shape");
  const attributes = child(shape, "attributes");
  for (const name of Object.keys(attributes)) {
    if (!names.has(name)) delete attributes[name];
  }
}

function child(value: unknown, name: string): Record<string, unknown> {
  const found: unknown =
    typeof value === "object" && value !== null && name in value
      ? (value as Record<string, unknown>)[name]
      : undefined;
  if (typeof found === "object" && found !== null) return found as Record<string, unknown>;
  throw new Error(`the schema has no ${name} where it is looked for`);
}
