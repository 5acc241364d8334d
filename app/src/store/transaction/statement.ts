import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
} from "kysely";
import type { ReadonlyCompiledQuery, ReadonlyKysely } from "kysely/readonly";
import { isReadonlyCompiledQuery } from "kysely/readonly";
import type { Schema } from "../schema.ts";

/** Makes the query for given values; to be run with `executeQuery`. */
export type Statement<Values, Row> = (values: Values) => CompiledQuery<Row>;

/** The same for a query that only reads. */
export type Lookup<Values, Row> = (values: Values) => ReadonlyCompiledQuery<Row>;

/**
 * A query that Kysely builds and compiles once, for statements that are run thousands of times a
 * second. `build` gets a stand-in for each value, to put where the value belongs. Several that are run
 * one after the other, none of them awaited, reach the server together and in that order.
 */
export function statement<Values extends object, Row>(
  build: (query: Kysely<Schema>, values: Values) => CompiledQuery<Row>,
): Statement<Values, Row> {
  return fillIn(build(BUILDER, standIns<Values>()));
}

/** As `statement`, for a select. */
export function lookup<Values extends object, Row>(
  build: (query: ReadonlyKysely<Schema>, values: Values) => CompiledQuery<Row>,
): Lookup<Values, Row> {
  const compiled = build(BUILDER as never, standIns<Values>());
  if (!isReadonlyCompiledQuery<Row>(compiled)) throw new Error("this statement does not only read");
  return fillIn(compiled);
}

/** As `lookup`, for one of the register alone (REGISTER_TABLES): its answer may be remembered. */
export function registerLookup<Values extends object, Row>(
  build: (query: ReadonlyKysely<Schema>, values: Values) => CompiledQuery<Row>,
): Lookup<Values, Row> {
  const make = lookup(build);
  const id = REGISTER_TEXTS.push(make(standIns<Values>()).sql);
  return (values) => {
    const query = make(values);
    return Object.assign(query, { [REGISTER]: `${id} ${query.parameters.map(keyOf).join(" ")}` });
  };
}

const REGISTER_TEXTS: string[] = [];

/** The texts of all lookups in the register. */
export function registerTexts(): readonly string[] {
  return REGISTER_TEXTS;
}

/** What its answer may be remembered under: another for each lookup in the register, and its values. */
export function lookupOf(query: object): string | undefined {
  return REGISTER in query ? String(query[REGISTER]) : undefined;
}

function keyOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : JSON.stringify(value);
}

/** Whether the text of a query is one of the few that are run again and again. */
export function isKept(query: CompiledQuery): boolean {
  return KEPT in query;
}

const KEPT = Symbol("kept");
const REGISTER = Symbol("register");

function fillIn<Values extends object, Query extends CompiledQuery>(
  compiled: Query,
): (values: Values) => Query {
  const places = compiled.parameters.map((one) =>
    one instanceof StandIn ? (one.key as keyof Values) : undefined,
  );
  return (values) => ({
    ...compiled,
    [KEPT]: true,
    parameters: places.map((key, at) =>
      key === undefined ? compiled.parameters[at] : values[key],
    ),
  });
}

function standIns<Values extends object>(): Values {
  return new Proxy({}, { get: (_, key) => new StandIn(key) }) as Values;
}

/** Stands for the value of this key until there is one. */
class StandIn {
  readonly key: PropertyKey;

  constructor(key: PropertyKey) {
    this.key = key;
  }
}

const BUILDER: Kysely<Schema> = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
