import { z } from "@hono/zod-openapi";
import type { makeApp } from "../../../src/http/app.ts";
import type { Answer } from "./browser.ts";

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Json }>> }>
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** What the OpenAPI document says of answers: what is not said there must not be in one. */
export class Contract {
  readonly document: Document;
  readonly #shapes: Map<string, z.ZodType> = new Map();

  private constructor(document: Document) {
    this.document = document;
  }

  static async of(app: ReturnType<typeof makeApp>, origin: string): Promise<Contract> {
    const response = await app.request(`${origin}/api/v1/openapi.json`);
    return new Contract((await response.json()) as Document);
  }

  /** Throws for an answer of success that is not as the document says. `path`: after "/api/v1". */
  check(method: string, path: string, { status, body }: Answer): void {
    if (status !== 200) return;
    const pattern = this.#patternOf(method, `/api/v1${path.split("?")[0] ?? ""}`);
    if (pattern === undefined) return;
    const name = `${method} ${pattern}`;
    const shape = this.#shapes.get(name) ?? this.#shapeOf(method, pattern);
    this.#shapes.set(name, shape);
    const read = shape.safeParse(body);
    if (!read.success) throw new Error(`${name} answers ${z.prettifyError(read.error)}`);
  }

  #patternOf(method: string, path: string): string | undefined {
    const parts = path.split("/");
    const fits = (pattern: string): boolean => {
      const own = pattern.split("/");
      return (
        own.length === parts.length &&
        own.every((part, i) => part.startsWith("{") || part === parts[i])
      );
    };
    return Object.keys(this.document.paths)
      .filter((pattern) => this.document.paths[pattern]?.[method.toLowerCase()] !== undefined)
      .filter(fits)
      .toSorted((a, b) => a.split("{").length - b.split("{").length)[0];
  }

  #shapeOf(method: string, pattern: string): z.ZodType {
    const operation = this.document.paths[pattern]?.[method.toLowerCase()];
    const schema = operation?.responses["200"]?.content?.["application/json"]?.schema ?? {};
    const text = JSON.stringify({ ...schema, $defs: this.document.components.schemas });
    const own = JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")) as Json;
    return z.fromJSONSchema(closed(own) as Parameters<typeof z.fromJSONSchema>[0]);
  }
}

/** The same schema, in which an object has nothing beside its properties. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const);
  const whole = Object.fromEntries(entries);
  const isObject = "properties" in schema && !("additionalProperties" in schema);
  return isObject && typeof schema.properties === "object" && "type" in schema
    ? { ...whole, additionalProperties: false }
    : whole;
}
