import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { advance } from "../../../src/site/advance.ts";
import { asPartner } from "../../../src/store/release/as-partner.ts";
import { numberOfType, numberOfVersion } from "../../../src/store/release/outbox-numbers.ts";
import {
  bodiesOf,
  isHeld,
  piecesOf,
  type PageAsked,
} from "../../../src/store/release/outbox-page.ts";
import type { Schema } from "../../../src/store/schema.ts";
import { Reader } from "../../../src/store/transaction/transaction.ts";
import { addPlace, object, readyCase, release } from "../../site/release/support/released.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";

const world = useWorld();

/** A collection that is small, and one that is sixteen times as large. */
const SIZES = [2_500, 40_000];
const places: string[] = [];
const LIMIT = 20;
/** Entries of indexes and rows that are looked at for one page: the bodies, the bounds, each sort and type. */
const MOST = 40 * (LIMIT + 1);
/** An index is four levels high at most; the larger collection has twenty times as many pages as this. */
const MOST_PAGES = 300;

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

/** The versions there are. */
const DAYS = ["2024-01-01", "2024-01-02", "2024-01-03"];

/** Rows of one version each, but for the last two, which are of one object and of another type. */
async function fill(collection: string, what: string, size: number): Promise<void> {
  await world().as("migrator", async (client) => {
    await client.query(
      `insert into outbox_sort (partner, collection, sort, spec_version, is_first, is_last, is_latest)
       values ('linde', $1, 2, '2.1', true, false, true), ('linde', $1, 3, '2.1', false, true, true),
         ('linde', $1, 4, '2.0', true, true, true)`,
      [collection],
    );
    await client.query("insert into outbox_type values ('linde', $1, 'malware', $2)", [
      collection,
      numberOfType("malware"),
    ]);
    const types = [numberOfType("indicator"), numberOfType("malware")];
    const versions = DAYS.map((day) => numberOfVersion(`${day}T00:00:00.000000Z`));
    await client.query(
      `insert into outbox (partner, collection, position, date_added, object_id, type, spec_version,
         version, sort, typed, versioned, media_type, size, body, what)
       select 'linde', $1, n, timestamptz '2026-12-01' + n * interval '1 s',
         case when rare then 'malware--twice' else 'indicator--' || n end,
         case when rare then 'malware' else 'indicator' end,
         case when sort = 4 then '2.0' else '2.1' end, ($6::timestamptz[])[n % 3 + 1], sort,
         ($4::bigint[])[1 + rare::int] + sort,
         ($5::bigint[])[n % 3 + 1] + ($4::bigint[])[1 + rare::int] + sort,
         'application/stix+json;version=2.1', 2, '{}', $2
       from (
         select n, n >= $3::int - 1 as rare,
           case when n = $3::int - 1 then 2 when n = $3::int then 3 when n = 7 then 4 else 1 end as sort
         from generate_series(2, $3::int) as n
       ) as made`,
      [collection, what, size, types, versions, DAYS],
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
    until: "2099-01-01T00:00:00Z",
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
  readonly "Shared Hit Blocks"?: number;
  readonly "Shared Read Blocks"?: number;
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
    const explain = "explain (analyze, buffers, costs off, timing off, format json)";
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

interface Cost {
  /** Rows and entries that the busiest step looked at. */
  readonly entries: number;
  /** Pages of the database's files that were read, of 8 KiB. */
  readonly pages: number;
  readonly busiest: Step | undefined;
}

function costOf(steps: readonly Step[]): Cost {
  const busiest = steps.toSorted((a, b) => lookedAt(b) - lookedAt(a))[0];
  const [whole] = steps;
  const pages = (whole?.["Shared Hit Blocks"] ?? 0) + (whole?.["Shared Read Blocks"] ?? 0);
  return { entries: busiest === undefined ? 0 : lookedAt(busiest), pages, busiest };
}

const DEEP = { after: 1_900 };
const [FIRST, SECOND] = ["2024-01-01T00:00:00.000000Z", "2024-01-02T00:00:00.000000Z"] as const;
const SINCE = "2026-12-01T00:30:00Z";
const EARLY = "2026-12-01T00:00:10Z";

/** What is asked for, and how many rows that is. */
const FILTERS: readonly (readonly [string, number, Filters])[] = [
  ["nothing else", LIMIT, {}],
  ["nothing else, far in", LIMIT, DEEP],
  ["what was added after a time", LIMIT, { addedAfter: SINCE }],
  ["what was added until an early time", 10, { until: EARLY }],
  ["a type that is rare", 1, { types: ["malware"] }],
  ["a type that is rare, until an early time", 0, { types: ["malware"], until: EARLY }],
  ["types, one of them absent", LIMIT, { types: ["indicator", "none"], ...DEEP }],
  ["objects", 3, { ids: ["indicator--5", "malware--twice", "indicator--1900"] }],
  ["an object that is not there", 0, { ids: ["indicator--none"] }],
  ["first versions", LIMIT, { versions: { first: true }, ...DEEP }],
  ["all versions", LIMIT, { versions: { all: true }, ...DEEP }],
  ["a version that many have", LIMIT, { versions: { exactly: [SECOND] } }],
  ["the same until an early time", 3, { versions: { exactly: [SECOND] }, until: EARLY }],
  ["a version that nobody has", 0, { versions: { exactly: ["2020-01-01T00:00:00.000000Z"] } }],
  ["the last and a version", LIMIT, { versions: { last: true, exactly: [SECOND] } }],
  [
    "versions that many have, of a type that is rare",
    2,
    { versions: { exactly: [FIRST, SECOND] }, types: ["malware"] },
  ],
  ["a specification that is rare", 1, { specVersions: ["2.0"] }],
  ["a specification that is absent", 0, { specVersions: ["3.0"] }],
  [
    "everything",
    2,
    {
      ids: ["malware--twice"],
      types: ["malware"],
      versions: { first: true, exactly: [SECOND] },
      specVersions: ["2.1"],
      addedAfter: SINCE,
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

    test.each(FILTERS)("of %s costs the same in any collection", async (_, count, filters) => {
      const seen: Cost[] = [];
      for (const collection of places) {
        const page = asked(collection, filters);
        for (const read of [bodiesOf, piecesOf]) {
          const statement = await statementOf((reader) => read(reader, page));
          for (const mode of ["force_custom_plan", "force_generic_plan"]) {
            seen.push(costOf(await stepsOf(statement, mode)));
          }
        }
        const rows = await asPartner(world().site.store.as("partner-reader"), "linde", (own) =>
          bodiesOf(own, page),
        );
        expect(rows).toHaveLength(count);
      }
      expect(seen.filter(({ entries }) => entries > MOST)).toEqual([]);
      expect(seen.filter(({ pages }) => pages > MOST_PAGES)).toEqual([]);
    });

    test("is not needed to say whether an object is there", async () => {
      for (const collection of places) {
        for (const object of ["malware--twice", "indicator--none"]) {
          const about = { partner: "linde", collection, object, until: "2099-01-01T00:00:00Z" };
          const statement = await statementOf((reader) => isHeld(reader, about));
          for (const mode of ["force_custom_plan", "force_generic_plan"]) {
            const { entries, pages } = costOf(await stepsOf(statement, mode));
            expect(entries).toBeLessThanOrEqual(3);
            expect(pages).toBeLessThanOrEqual(20);
          }
        }
      }
    });
  },
);
