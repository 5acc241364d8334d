import { randomUUID } from "node:crypto";
import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { sequenceAll } from "../../../src/ledger/log/sequence.ts";
import { publish } from "../../../src/ledger/publish.ts";
import { advance } from "../../../src/site/advance.ts";
import type { Role } from "../../../src/store/connection/roles.ts";
import {
  addPlace,
  object,
  readyCase,
  recall,
  release,
  type Ready,
} from "../../site/release/support/released.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";

// Everything here is written past our functions, on connections that have a role's rights, or those of the
// owner of the tables: what is refused is refused by the database.

const world = useWorld();

/** A release that waits, one that is shown, and the places of two partners. */
interface Set {
  readonly ready: Ready;
  readonly place: string;
  readonly other: string;
  readonly shown: string;
  readonly waits: string;
  readonly log: string;
  /** How many entries the newest checkpoint covers. */
  readonly size: number;
}

let set: Set;

beforeAll(async () => {
  const ready = await readyCase(world());
  const place = await addPlace(ready, "linde");
  const other = await addPlace(ready, "alder");
  const shown = await release(ready, [{ partner: "linde", collection: place }], [object()]);
  const published = await advance(world().site);
  const waits = await release(ready, [{ partner: "linde", collection: place }], [object()]);
  const log = await world().as("auditor", async (client) => {
    const { rows } = await client.query<{ id: string }>("select id from log where partner is null");
    return rows[0]?.id ?? "";
  });
  set = { ready, place, other, shown, waits, log, size: published?.size ?? 0 };
}, 120_000);

const REFUSALS: Readonly<Record<string, string>> = {
  "23514": "check",
  "23505": "unique",
  "23503": "reference",
  "23502": "missing",
  "42501": "right",
};

/** What became of some statements, which are undone: "done", or what refused them. */
async function attempt(role: Role, work: (client: pg.Client) => Promise<unknown>): Promise<string> {
  return world().as(role, async (client) => {
    await client.query("begin");
    try {
      const done = await work(client);
      return done === 0 ? "no row" : "done";
    } catch (error) {
      const { code } = error as { readonly code: string };
      return REFUSALS[code] ?? String(error);
    } finally {
      await client.query("rollback");
    }
  });
}

async function insert(
  client: pg.Client,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<void> {
  const places = Object.keys(row).map((_, i) => `$${i + 1}`);
  const sql = `insert into ${table} (${Object.keys(row).join(", ")}) values (${places.join(", ")})`;
  await client.query(sql, Object.values(row));
}

type Row = Readonly<Record<string, unknown>>;

/** The place of an entry in the root log; undefined while it has none. */
async function placeOf(id: string): Promise<number | undefined> {
  const { rows } = await world().as("auditor", (client) =>
    client.query<{ idx: string }>("select idx from entry where log_id = $1 and id = $2", [
      set.log,
      id,
    ]),
  );
  return rows[0] && Number(rows[0].idx);
}

/** The disclosure of the release that waits, on its place, or on the last that is covered. */
async function disclosing(role: Role, other: Row = {}): Promise<string> {
  const idx = (await placeOf(set.waits)) ?? set.size - 1;
  return attempt(role, (client) =>
    insert(client, "disclosure", {
      what: set.waits,
      collection: set.place,
      partner: "linde",
      release: set.waits,
      log_id: set.log,
      idx,
      size: set.size,
      shown: 0,
      at: world().now,
      ...other,
    }),
  );
}

function row(other: Row = {}): Row {
  return {
    partner: "linde",
    collection: set.place,
    position: 100,
    date_added: "2026-11-27T08:00:00.000Z",
    object_id: "indicator--1",
    type: "indicator",
    spec_version: "2.1",
    version: "2026-11-26T08:00:00.000Z",
    sort: 1,
    typed: 1,
    versioned: 1,
    media_type: "application/stix+json;version=2.1",
    size: 2,
    body: Buffer.from("{}"),
    what: set.shown,
    ...other,
  };
}

const ROLES = ["app", "auditor", "partner-reader"] as const;

describe("nobody but the sequencer", () => {
  test.each(ROLES)("adds to the outbox or says that something was shown: not %s", async (role) => {
    expect(await attempt(role, (client) => insert(client, "outbox", row()))).toBe("right");
    expect(await disclosing(role)).toBe("right");
    const end = { collection: set.place, partner: "linde", position: 0, date_added: world().now };
    expect(await attempt(role, (client) => insert(client, "outbox_head", end))).toBe("right");
  });

  test.each([...ROLES, "sequencer"] as const)(
    "changes what is in it, or what a disclosure says: not %s",
    async (role) => {
      for (const column of ["body", "object_id", "partner", "position", "date_added", "version"]) {
        const sql = `update outbox set ${column} = ${column}`;
        expect(await attempt(role, (client) => client.query(sql))).toBe("right");
      }
      for (const table of [
        "disclosure",
        "release",
        "release_copy",
        "recall",
        "copy",
        "collection",
      ]) {
        expect(await attempt(role, (client) => client.query(`delete from ${table}`))).toBe("right");
      }
    },
  );

  test.each(ROLES)("takes away from it: not %s", async (role) => {
    expect(await attempt(role, (client) => client.query("delete from outbox"))).toBe("right");
  });
});

describe.each(["sequencer", "migrator"] as const)("not even the %s adds to the outbox", (role) => {
  test("a row without a disclosure, or with one of another place", async () => {
    const put = (other: Row): Promise<string> =>
      attempt(role, (client) => insert(client, "outbox", row(other)));
    expect(await put({})).toBe("done");
    expect(await put({ what: randomUUID() })).toBe("reference");
    expect(await put({ what: set.waits })).toBe("reference");
    expect(await put({ what: null })).toBe("missing");
    expect(await put({ collection: set.other })).toBe("reference");
    expect(await put({ partner: "alder" })).toBe("reference");
    expect(await put({ partner: "alder", collection: set.other })).toBe("reference");
  });

  test("a row that says another size, a later version than its time, or a taken place", async () => {
    const put = (other: Row): Promise<string> =>
      attempt(role, (client) => insert(client, "outbox", row(other)));
    expect(await put({ size: 3 })).toBe("check");
    expect(await put({ version: "2026-11-28T08:00:00.000Z" })).toBe("check");
    expect(await put({ position: 1 })).toBe("unique");
    expect(await put({ position: 0 })).toBe("check");
    expect(await put({ sort: 99 })).toBe("reference");
    expect(await put({ spec_version: "2.0" })).toBe("reference");
  });
});

describe.each(["sequencer", "migrator"] as const)("the %s cannot say that something", (role) => {
  const say = (other: Row = {}): Promise<string> => disclosing(role, other);

  test("was shown whose entry has no place yet", async () => {
    expect(await say()).toBe("reference");
  });

  test("was shown on the place of another entry", async () => {
    expect(await say({ idx: 0 })).toBe("reference");
    expect(await say({ idx: await placeOf(set.shown) })).toBe("reference");
  });

  test("was shown that is no release or recall, or is both, or went elsewhere", async () => {
    expect(await say({ release: null })).toBe("check");
    expect(await say({ recall: set.waits })).toMatch(/check|reference/);
    expect(await say({ what: set.ready.clearance })).toBe("check");
    expect(await say({ collection: set.other, partner: "alder" })).toBe("reference");
    expect(await say({ partner: "alder" })).toBe("reference");
  });
});

describe("what is sequenced, and not yet under a checkpoint,", () => {
  test("is shown by nobody, and by the sequencer alone once it is", async () => {
    const { site } = world();
    const { ledger, origin, signer } = site;
    await sequenceAll(ledger, origin);
    for (const role of ["sequencer", "migrator"] as const) {
      // The checkpoint that there is does not cover it, and one that would is not there.
      expect(await disclosing(role)).toBe("check");
      expect(await disclosing(role, { size: set.size + 1_000 })).toBe("reference");
    }
    const tiles = await site.tilesOf(origin);
    const published = await publish({ store: ledger, tiles, signer: signer.of(origin) }, origin);
    const covered = { size: published?.size };
    expect(await disclosing("sequencer", covered)).toBe("done");
    expect(await disclosing("app", covered)).toBe("right");
  });
});

describe("rows of the outbox", () => {
  const taking = (what: string): Promise<string> =>
    attempt("sequencer", async (client) => {
      const { rowCount } = await client.query("delete from outbox where what = $1", [what]);
      return rowCount;
    });

  test("are not taken away without a recall that was disclosed", async () => {
    expect(await taking(set.shown)).toBe("no row");
    const called = await recall(set.ready, set.shown);
    expect(await taking(set.shown)).toBe("no row");
    await advance(world().site);
    const left = await world().as("auditor", (client) =>
      client.query("select 1 from outbox where what = $1", [set.shown]),
    );
    const said = await world().as("auditor", (client) =>
      client.query("select 1 from disclosure where recall = $1", [called]),
    );
    expect([left.rows.length, said.rows.length]).toEqual([0, 1]);
  });

  test("are recalled from nowhere but where they were released", async () => {
    const act = await recall(set.ready, set.waits);
    const about = { recall: act, release: set.waits, until_day: "2027-01-01" };
    const put = (other: Row): Promise<string> =>
      attempt("app", (client) => insert(client, "recall_copy", { ...about, ...other }));
    expect(await put({ collection: set.other, partner: "alder" })).toBe("reference");
    expect(await put({ collection: set.place, partner: "linde", release: set.shown })).toBe(
      "unique",
    );
  });
});

describe("a partner's reader", () => {
  const seen = (setting: string | undefined): Promise<readonly string[]> =>
    world().as("partner-reader", async (client) => {
      await client.query("begin");
      if (setting !== undefined) {
        await client.query("select set_config('caveat.partner', $1, true)", [setting]);
      }
      const { rows } = await client.query<{ partner: string }>("select partner from outbox");
      await client.query("commit");
      const after = await client.query("select 1 from outbox");
      return [...rows.map(({ partner }) => partner), ...after.rows.map(() => "after")];
    });

  test("sees rows of the partner it reads for, whatever it asks, and of nobody without one", async () => {
    const { ready, place, other } = set;
    await release(
      ready,
      [
        { partner: "linde", collection: place },
        { partner: "alder", collection: other },
      ],
      [object()],
    );
    await advance(world().site);
    expect(new Set(await seen("linde"))).toEqual(new Set(["linde"]));
    expect(await seen("alder")).toEqual(["alder"]);
    expect(await seen("nobody")).toEqual([]);
    expect(await seen("")).toEqual([]);
    expect(await seen(undefined)).toEqual([]);
  });

  test("sees of disclosures and notices those of its partner, and nothing of the whole ledger", async () => {
    const own = (table: string, setting: string): Promise<readonly unknown[]> =>
      world().as("partner-reader", async (client) => {
        await client.query("select set_config('caveat.partner', $1, false)", [setting]);
        return (await client.query(`select distinct partner from ${table}`)).rows;
      });
    const notices = ["linde", "alder"].map((partner) => ({
      id: randomUUID(),
      partner,
      onward: undefined,
    }));
    await recall(set.ready, set.shown, { notices });
    for (const table of ["disclosure", "notice"]) {
      expect(await own(table, "linde")).toEqual([{ partner: "linde" }]);
      expect(await own(table, "alder")).toEqual([{ partner: "alder" }]);
      expect(await own(table, "")).toEqual([]);
    }
    for (const column of ["idx", "size", "log_id"]) {
      const sql = `select ${column} from disclosure`;
      expect(await attempt("partner-reader", (client) => client.query(sql))).toBe("right");
    }
  });

  test("sees what became of what was sent, and not the bytes", async () => {
    const about = (column: string): Promise<string> =>
      attempt("partner-reader", (client) => client.query(`select ${column} from intake_object`));
    expect(await about("state")).toBe("done");
    expect(await about("content")).toBe("right");
  });
});

describe("a release refers to", () => {
  const copyOf = async (client: pg.Client): Promise<Row> => {
    const { rows } = await client.query<Row>(
      `select c.act as copy, c.case_id, c.partner, c.medium, c.sha256, r.release, r.collection
       from copy as c join release_copy as r on r.copy = c.act where r.release = $1`,
      [set.shown],
    );
    return rows[0] ?? {};
  };
  const put = (other: Row): Promise<string> =>
    attempt("app", async (client) => {
      const { collection: _, ...found } = await copyOf(client);
      await insert(client, "release_copy", { ...found, collection: set.other, ...other });
    });

  test("a copy that was made for that partner, medium, case and place, byte for byte", async () => {
    const place = await addPlace(set.ready, "linde");
    const feed = await addPlace(set.ready, "linde", "misp-feed");
    expect(await put({ collection: place })).toBe("done");
    expect(await put({})).toBe("reference");
    expect(await put({ partner: "alder" })).toBe("reference");
    expect(await put({ collection: feed })).toBe("reference");
    expect(await put({ collection: feed, medium: "misp-feed" })).toBe("reference");
    expect(await put({ collection: place, sha256: Buffer.alloc(32) })).toBe("reference");
    expect(await put({ collection: place, copy: set.shown })).toBe("reference");
  });

  test("a clearance of the same case and manifest", async () => {
    const act = await recall(set.ready, set.waits);
    const { clearance, case: id, manifest } = set.ready;
    const at = world().now;
    const add = (other: Row): Promise<string> =>
      attempt("app", (client) =>
        insert(client, "release", {
          id: act,
          case_id: id,
          clearance,
          manifest: Buffer.from(manifest, "hex"),
          at,
          ...other,
        }),
      );
    expect(await add({})).toBe("done");
    expect(await add({ manifest: Buffer.alloc(32) })).toBe("reference");
    expect(await add({ clearance: randomUUID() })).toBe("reference");
    expect(await add({ id: randomUUID() })).toBe("reference");
  });
});
