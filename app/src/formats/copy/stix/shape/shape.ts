import type { Way } from "../../../../core/release/rewrite.ts";
import {
  COMMON,
  COMMON_OBSERVABLE,
  EXTENSIONS,
  INNER,
  MARKING_DEFINITION,
  OBJECTS,
  OBSERVABLES,
} from "./tables.ts";

/** What a single value is. */
export type Kind =
  | "text"
  | "value"
  | "word"
  | "time"
  | "integer"
  | "number"
  | "boolean"
  | "bytes"
  | "pattern"
  | "reference";

/** What may stand at a place, and what below it. */
export type Shape =
  | { readonly kind: "single"; readonly of: Kind }
  | { readonly kind: "list"; readonly of: Shape }
  /** Any key, in the form the standard asks for. */
  | { readonly kind: "dictionary"; readonly of: Shape }
  /** A text, or a list of texts. */
  | { readonly kind: "field" }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, Shape>;
  readonly required: readonly string[];
}

const LETTERS: Readonly<Record<string, Shape>> = {
  t: single("text"),
  T: listOf(single("text")),
  v: single("value"),
  w: single("word"),
  W: listOf(single("word")),
  d: single("time"),
  i: single("integer"),
  n: single("number"),
  b: single("boolean"),
  h: dictionaryOf(single("word")),
  x: single("bytes"),
  p: single("pattern"),
  r: single("reference"),
  R: listOf(single("reference")),
  D: dictionaryOf(single("text")),
  N: dictionaryOf(single("integer")),
  F: dictionaryOf(listOf(single("text"))),
  C: dictionaryOf(dictionaryOf({ kind: "field" })),
};

const SHAPES = new Map<string, ObjectShape>([["marking-definition", objectOf(MARKING_DEFINITION)]]);
for (const [type, properties] of Object.entries(OBJECTS)) {
  SHAPES.set(type, objectOf(`${properties} ${COMMON}`));
}
for (const [type, properties] of Object.entries(OBSERVABLES)) {
  const shape = objectOf(`${properties} ${COMMON_OBSERVABLE}`);
  const extensions = Object.entries(EXTENSIONS[type] ?? {}).map(([name, own]): [string, Shape] => [
    name,
    objectOf(own),
  ]);
  if (extensions.length === 0) SHAPES.set(type, shape);
  else {
    const below: Shape = { kind: "object", properties: new Map(extensions), required: [] };
    SHAPES.set(type, {
      ...shape,
      properties: new Map([...shape.properties, ["extensions", below]]),
    });
  }
}

/** What of an object of this type may leave; undefined for a type of which nothing does. */
export function shapeOf(type: string): ObjectShape | undefined {
  return SHAPES.get(type);
}

/** Is this a type of observable that may leave? */
export function isObservable(type: string): boolean {
  return Object.hasOwn(OBSERVABLES, type);
}

/** Of what kind the value at this place of an object is; undefined where nothing may stand. */
export function kindAt(type: string, way: Way): Kind | undefined {
  return kindOf(shapeAt(type, way));
}

/** Of what kind a single value of this shape is. */
export function kindOf(shape: Shape | undefined): Kind | undefined {
  if (shape?.kind === "field") return "text";
  return shape?.kind === "single" ? shape.of : undefined;
}

/** What may stand at this place of an object; undefined for nothing. */
export function shapeAt(type: string, way: Way): Shape | undefined {
  let shape: Shape | undefined = SHAPES.get(type);
  for (const step of way) shape = below(shape, step);
  return shape;
}

/** The same of what holds the place, and of the place itself. */
export function shapesAt(
  type: string,
  way: Way,
): readonly [above: Shape | undefined, own: Shape | undefined] {
  let above: Shape | undefined;
  let own: Shape | undefined = SHAPES.get(type);
  for (const step of way) {
    above = own;
    own = below(above, step);
  }
  return [above, own];
}

/** What may stand one step below a place of this shape; undefined for nothing. */
export function below(shape: Shape | undefined, step: string | number): Shape | undefined {
  if (shape === undefined || shape.kind === "single") return undefined;
  if (shape.kind === "field") return typeof step === "number" ? single("text") : undefined;
  if (shape.kind === "list") return typeof step === "number" ? shape.of : undefined;
  if (typeof step === "number") return undefined;
  return shape.kind === "dictionary" ? shape.of : shape.properties.get(step);
}

/** Reads a line of the tables: "name*:t extensions:{some}". */
function objectOf(line: string): ObjectShape {
  const properties = new Map<string, Shape>();
  const required: string[] = [];
  for (const entry of line.split(" ")) {
    const [name = "", kind = ""] = entry.split(":");
    const bare = name.replace("*", "");
    if (bare !== name) required.push(bare);
    properties.set(bare, shapeNamed(kind));
  }
  return { kind: "object", properties, required };
}

function shapeNamed(kind: string): Shape {
  if (kind.startsWith("[")) return listOf(shapeNamed(kind.slice(1, -1)));
  const letter = LETTERS[kind];
  return letter ?? objectOf(INNER[kind.replace(/[{}]/g, "")] ?? "");
}

function single(of: Kind): Shape {
  return { kind: "single", of };
}

function listOf(of: Shape): Shape {
  return { kind: "list", of };
}

function dictionaryOf(of: Shape): Shape {
  return { kind: "dictionary", of };
}
