import fc from "fast-check";

/** A schema as an OpenAPI 3.1 document has it, as far as ours go. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
}

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: Schema }>>;
  };
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** A request to be made, and the operation of the document it is for. */
export interface FuzzedRequest {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What nobody should send, in texts and in values. */
const ODD_TEXT = fc.oneof(
  fc.constantFrom("", " ", "\u0000", "a\u0000b", "\ud800", "../..", "%00", "'; drop table t; --"),
  fc.constantFrom("{{7*7}}", "9999-12-31", "0000-00-00", "2026-02-30", "-1", "null", "__proto__"),
  fc.constantFrom("\u202e", "é".repeat(300), "x".repeat(20_000)),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);

const ODD_VALUE: fc.Arbitrary<unknown> = fc.oneof(
  ODD_TEXT,
  fc.constantFrom(null, true, 0, -1, 1e308, 2 ** 53, [], {}, [[[]]]),
  fc.jsonValue({ maxDepth: 3 }),
);

const HEADERS = fc.record(
  {
    "content-type": fc.constantFrom("text/plain", "application/json; charset=utf-8", "", "a/b;c"),
    "content-encoding": fc.constantFrom("gzip", "identity", "x"),
    "caveat-request": fc.constantFrom("", "x", "00000000-0000-0000-0000-000000000000"),
    "sec-fetch-site": fc.constantFrom("cross-site", "none", "same-site", "x"),
    origin: fc.constantFrom("null", "https://evil.example"),
    authorization: fc.constantFrom("Bearer x", "Basic eDp4", "Bearer", "\t"),
    cookie: fc.constantFrom("__Host-caveat=", "__Host-caveat=%00", "=;;=", "__Host-caveat-way=x"),
    accept: fc.constantFrom("text/html", "*/*;q=0"),
    "if-none-match": fc.constant("*"),
    range: fc.constant("bytes=0-"),
    "x-http-method-override": fc.constant("DELETE"),
  },
  { requiredKeys: [] },
);

/**
 * Requests for every operation of a document: most as it asks for them, some with a part that is wrong.
 * `known`: ids and names of things that are there.
 */
export function requestsOf(
  document: Document,
  known: readonly string[],
): fc.Arbitrary<FuzzedRequest> {
  const all = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) =>
      requestOf(path, method.toUpperCase(), operation, new Values(document, known)),
    ),
  );
  return fc.oneof(...all);
}

function requestOf(
  pattern: string,
  method: string,
  { parameters = [], requestBody }: Operation,
  values: Values,
): fc.Arbitrary<FuzzedRequest> {
  const named = (place: string) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((one) => one.in === place)
          .map(({ name, schema }) => [name, mostly(values.of(schema), ODD_TEXT)]),
      ),
      ...(place === "path" ? [] : [{ requiredKeys: [] }]),
    );
  const schema = requestBody?.content["application/json"]?.schema;
  const body = schema === undefined ? fc.constant(undefined) : bodyOf(values.of(schema));
  return fc
    .record({
      path: named("path"),
      query: named("query"),
      extra: mostly(fc.constant({}), HEADERS),
      body: mostly(body, fc.oneof(ODD_TEXT, fc.constant("[".repeat(500)), fc.constant("{}"))),
      verb: mostly(fc.constant(method), fc.constantFrom("PUT", "DELETE", "PATCH", "HEAD", "PURGE")),
    })
    .map(({ path, query, extra, body: text, verb }) => ({
      operation: `${method} ${pattern}`,
      method: verb,
      path: fill(pattern, path) + search(query),
      headers: {
        ...(text === undefined ? {} : { "content-type": "application/json" }),
        ...(extra as Record<string, string>),
      },
      body: text,
    }));
}

/** Nine times the first, once the second. */
function mostly<T>(one: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: other });
}

function bodyOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return value.map((one) => JSON.stringify(one) ?? "");
}

function fill(pattern: string, values: Readonly<Record<string, unknown>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => encode(values[name]));
}

function search(values: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${encode(value)}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** Half a surrogate pair has no escape: it goes as what stands for what cannot be read. */
function encode(value: unknown): string {
  return encodeURIComponent(Buffer.from(String(value)).toString());
}

function boundsOf({ minimum, maximum }: Schema): fc.IntegerConstraints {
  return {
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(maximum === undefined ? {} : { max: maximum }),
  };
}

/** Values of the schemas of a document. */
class Values {
  readonly #document: Document;
  readonly #known: readonly string[];

  constructor(document: Document, known: readonly string[]) {
    this.#document = document;
    this.#known = known;
  }

  of(schema: Schema): fc.Arbitrary<unknown> {
    const { $ref, type, items, properties } = schema;
    if ($ref !== undefined) return this.of(this.#named($ref));
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const either = schema.oneOf ?? schema.anyOf;
    if (either !== undefined) return fc.oneof(...either.map((one) => this.of(one)));
    if (properties !== undefined) return this.#object(schema);
    if (items !== undefined) {
      const minLength = Math.min(schema.minItems ?? 0, 4);
      return fc.array(this.#spoilt(items), { minLength, maxLength: 4 });
    }
    switch (type) {
      case "string":
        return this.#text(schema);
      case "boolean":
        return fc.boolean();
      case "integer":
      case "number":
        return fc.integer(boundsOf(schema));
      default:
        return fc.jsonValue();
    }
  }

  #named(reference: string): Schema {
    const name = reference.slice(reference.lastIndexOf("/") + 1);
    return this.#document.components?.schemas?.[name] ?? {};
  }

  #object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
    const known = Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, this.#spoilt(schema)]),
    );
    const whole = fc.record(known, { requiredKeys: [...required] as never });
    const part = fc.record(known, { requiredKeys: [] });
    const more = fc.tuple(whole, ODD_TEXT, ODD_VALUE).map(([one, name, value]) => ({
      ...one,
      [name]: value,
    }));
    return fc.oneof(
      { weight: 18, arbitrary: whole },
      { weight: 1, arbitrary: part },
      { weight: 1, arbitrary: more },
    );
  }

  #spoilt(schema: Schema): fc.Arbitrary<unknown> {
    return fc.oneof(
      { weight: 19, arbitrary: this.of(schema) },
      { weight: 1, arbitrary: ODD_VALUE },
    );
  }

  #text({ format, pattern, minLength = 0, maxLength = 100 }: Schema): fc.Arbitrary<string> {
    if (format === "date" || format === "date-time") {
      const range = { min: new Date("2026-11-01"), max: new Date("2027-11-01") };
      const text = fc.date({ ...range, noInvalidDate: true }).map((date) => date.toISOString());
      return format === "date" ? text.map((one) => one.slice(0, 10)) : text;
    }
    if (pattern === undefined || pattern.includes("\\p")) {
      const most = Math.min(maxLength, 60);
      return fc.string({ minLength: Math.min(minLength, most), maxLength: most });
    }
    const shape = new RegExp(pattern);
    const known = this.#known.filter((one) => shape.test(one));
    const made = fc.stringMatching(shape, { maxLength });
    return known.length === 0 ? made : fc.oneof(fc.constantFrom(...known), made);
  }
}
