import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
} from "kysely";
import type { Schema } from "./schema.ts";

/** Makes the query for given values; to be run with `executeQuery`. */
export type Statement<Values, Row> = (values: Values) => CompiledQuery<Row>;

/**
 * A query that Kysely builds and compiles once, for statements that are run thousands of times a
 * second. `build` gets a stand-in for each value, to put where the value belongs.
 */
export function statement<Values extends object, Row>(
  build: (query: Kysely<Schema>, values: Values) => CompiledQuery<Row>,
): Statement<Values, Row> {
  const standIns = new Proxy({}, { get: (_, key) => new StandIn(key) });
  const compiled = build(BUILDER, standIns as Values);
  const places = compiled.parameters.map((one) =>
    one instanceof StandIn ? (one.key as keyof Values) : undefined,
  );
  return (values) => ({
    ...compiled,
    parameters: places.map((key, at) =>
      key === undefined ? compiled.parameters[at] : values[key],
    ),
  });
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
