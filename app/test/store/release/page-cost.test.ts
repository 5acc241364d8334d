import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { advance } from "../../../src/site/advance.ts";
import { bodiesOf, isHeld, type PageAsked } from "../../../src/store/release/outbox-page.ts";
import type { Schema } from "../../../src/store/schema.ts";
import { Reader } from "../../../src/store/transaction.ts";
import { addPlace, object, readyCase, release } from "../../site/release/support/released.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";

const world = useWorld();

/** A collection that is small, and one that is sixteen times as large. */
const SIZES = [2_500, 40_000];
const places: string[] = [];
const LIMIT = 20;
/** Entries of indexes and rows that are looked at for one page: the bodies, the bounds, each sort and type. */
const MOST = 40 * (LIMIT + 1);

beforeAll(async () => {
  const ready = await readyCase(world());
  for (const size of SIZES) {
    const collection = await addPlace(ready, "linde");
    const what = await release(ready, [{ partner: "linde", collection }], [object()]);
    await advance(world().site);
    await fill(collection, what, size);
    places.push(collection);
  }
}, 120_000);

/** Rows of one version each, but for one object that has one in the middle and one at the end. */
async function fill(collection: string, what: string, size: number): Promise<void> {
  await world().as("migrator", async (client) => {
    await client.query(
      `insert into outbox_sort (partner, collection, sort, spec_version, is_first, is_last, is_latest)
       values ('linde', $1, 2, '2.1', true, false, true), ('linde', $1, 3, '2.1', false, true, true),
         ('linde', $1, 4, '2.0', true, true, true)`,
      [collection],
    );
    await client.query("insert into outbox_type values ('linde', $1, 'malware')", [collection]);
    await client.query(
      `insert into outbox (partner, collection, position, date_added, object_id, type, spec_version,
         version, sort, media_type, size, body, what)
       select 'linde', $1, n, timestamptz '2025-01-01' + n * interval '1 s',
         case when n in ($3 - 1, $3) then 'malware--twice' else 'indicator--' || n end,
         case when n >= $3 - 1 then 'malware' else 'indicator' end,
         case when n = 7 then '2.0' else '2.1' end,
         timestamptz '2024-01-01' + (n % 3) * interval '1 day',
         case when n = $3 - 1 then 2 when n = $3 then 3 when n = 7 then 4 else 1 end,
         'application/stix+json;version=2.1', 2, '{}', $2
       from generate_series(2, $3::int) as n`,
      [collection, what, size],
    );
  });
}

type Filters = Omit<Partial<PageAsked>, "versions"> & {
  readonly versions?: Partial<PageAsked["versions"]>;
};

function asked(collection: string, { versions = { last: true }, ...filters }: Filters): PageAsked {
  return {
    partner: "linde",
    collection,
    until: "2026-11-27T00:00:00Z",
    limit: LIMIT,
    mostBytes: 10_000_000,
    versions: { first: false, last: false, all: false, exactly: [], ...versions },
    ...filters,
  };
}

interface Compiled {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The statement that the program runs. */
async function statementOf(run: (reader: Reader) => Promise<unknown>): Promise<Compiled> {
  const seen: Compiled[] = [];
  const listening = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => void seen.push(query),
  });
  await run(new Reader(listening));
  expect(seen).toHaveLength(1);
  return seen[0] ?? { sql: "", parameters: [] };
}

/** A step of a plan as PostgreSQL says it was carried out. */
interface Step {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly Step[];
}

/** How a statement is carried out for a partner's reader, as the program's connections are set up. */
async function stepsOf({ sql, parameters }: Compiled, mode: string): Promise<readonly Step[]> {
  return world().as("partner-reader", async (client) => {
    await client.query(`set enable_seqscan = off; set plan_cache_mode = ${mode}`);
    await client.query("begin");
    await client.query("select set_config('caveat.partner', 'linde', true)");
    await client.query(`prepare page as ${sql}`);
    const values = parameters.map(literal).join(", ");
    const explain = "explain (analyze, costs off, timing off, format json)";
    const { rows } = await client.query<{ "QUERY PLAN": readonly { readonly Plan: Step }[] }>(
      `${explain} execute page(${values})`,
    );
    await client.query("rollback");
    const [plan] = rows[0]?.["QUERY PLAN"] ?? [];
    return plan === undefined ? [] : allSteps(plan.Plan);
  });
}

function literal(value: unknown): string {
  if (typeof value === "number") return String(value);
  return Array.isArray(value)
    ? `'{${value.map((one) => `"${one}"`).join()}}'`
    : `'${String(value)}'`;
}

function allSteps(step: Step): readonly Step[] {
  return [step, ...(step.Plans ?? []).flatMap(allSteps)];
}

/** Rows and entries that a step looked at, all rounds together. */
function lookedAt(step: Step): number {
  const removed =
    (step["Rows Removed by Filter"] ?? 0) + (step["Rows Removed by Index Recheck"] ?? 0);
  return (step["Actual Rows"] + removed) * step["Actual Loops"];
}

const DEEP = { after: 1_900 };
const FILTERS: readonly (readonly [string, Filters])[] = [
  ["nothing else", {}],
  ["nothing else, far in", DEEP],
  ["what was added after", { addedAfter: "2025-01-01T00:30:00Z" }],
  ["a type that is rare", { types: ["malware"] }],
  ["types, one of them absent", { types: ["indicator", "none"], ...DEEP }],
  ["objects", { ids: ["indicator--5", "malware--twice", "indicator--1900"] }],
  ["an object that is not there", { ids: ["indicator--none"] }],
  ["first versions", { versions: { first: true }, ...DEEP }],
  ["all versions", { versions: { all: true }, ...DEEP }],
  ["a version that many have", { versions: { exactly: ["2024-01-02T00:00:00Z"] } }],
  ["a version that nobody has", { versions: { exactly: ["2020-01-01T00:00:00Z"] } }],
  ["the last and a version", { versions: { last: true, exactly: ["2024-01-02T00:00:00Z"] } }],
  [
    "a version that many have, of a type that is rare",
    { versions: { exactly: ["2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"] }, types: ["malware"] },
  ],
  ["a specification that is rare", { specVersions: ["2.0"], ...DEEP }],
  ["a specification that is absent", { specVersions: ["3.0"] }],
  [
    "everything",
    {
      ids: ["malware--twice"],
      types: ["malware"],
      versions: { first: true, exactly: ["2024-01-02T00:00:00Z"] },
      specVersions: ["2.1"],
      addedAfter: "2025-01-01T00:30:00Z",
      ...DEEP,
    },
  ],
];

describe.each(["before", "after"])(
  "%s the server knows how large the tables are, a page",
  (when) => {
    beforeAll(async () => {
      if (when === "after") {
        await world().as(undefined, (client) => client.query("analyze outbox, outbox_sort"));
      }
    });

    test.each(FILTERS)(
      "of %s costs the same however large the collection is",
      async (_, filters) => {
        const seen: Record<string, unknown>[] = [];
        for (const collection of places) {
          const page = asked(collection, filters);
          const statement = await statementOf((reader) => bodiesOf(reader, page));
          for (const mode of ["force_custom_plan", "force_generic_plan"]) {
            const steps = await stepsOf(statement, mode);
            expect(steps.length).toBeGreaterThan(3);
            const most = steps.toSorted((a, b) => lookedAt(b) - lookedAt(a))[0];
            const whole = steps.filter(
              (step) => step["Node Type"] === "Seq Scan" && step["Relation Name"] === "outbox",
            );
            seen.push({ mode, whole, isCheap: most !== undefined && lookedAt(most) <= MOST, most });
          }
        }
        expect(seen.filter(({ isCheap }) => !isCheap)).toEqual([]);
        expect(seen.flatMap(({ whole }) => whole)).toEqual([]);
      },
    );

    test("is not needed to say whether an object is there", async () => {
      for (const collection of places) {
        for (const id of ["malware--twice", "indicator--none"]) {
          const about = { partner: "linde", collection, object: id, until: "2026-11-27T00:00:00Z" };
          const statement = await statementOf((reader) => isHeld(reader, about));
          for (const mode of ["force_custom_plan", "force_generic_plan"]) {
            const steps = await stepsOf(statement, mode);
            expect(Math.max(...steps.map(lookedAt))).toBeLessThanOrEqual(3);
          }
        }
      }
    });
  },
);
