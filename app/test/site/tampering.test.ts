import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  ExportWriter,
  RightEdge,
  formatEntry,
  formatKey,
  parseEntry,
  parseKey,
  type Entry,
} from "caveat-verifier";
import { loadKey } from "../../src/ledger/signer/key.ts";
import { askWitness } from "../../src/ledger/witness/ask.ts";
import { runWitness, type ReadyWitness } from "../../src/ledger/witness/run.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { checkpointOver, signNote } from "../ledger/support/sign-note.ts";
import { useHome, type Home } from "./support/home.ts";
import { keepVerdict } from "./support/verdicts.ts";

const VERDICTS = 6;

/** An entry that says something else than it did. */
function altered(bytes: Uint8Array): Uint8Array {
  const entry = parseEntry(bytes);
  const forged: Entry = { ...entry, body: { ...entry.body, outcome: "release" } };
  return formatEntry(forged);
}

/** The entries of an export, in order. */
async function entriesIn(path: string): Promise<Buffer[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.flatMap((line) => {
    const [, entry] = /^\d+ \S{44} (\{.*\})$/.exec(line) ?? [];
    return entry === undefined ? [] : [Buffer.from(entry)];
  });
}

/** An export with these entries, whose one checkpoint has this note. */
function forgedExport(origin: string, entries: readonly Uint8Array[], note: Uint8Array): Buffer {
  const writer = new ExportWriter();
  return Buffer.concat([
    writer.head({ origin, size: entries.length, sealed: "kept" }),
    ...entries.map((entry) => {
      const fields = Object.keys(parseEntry(entry).sealed);
      return writer.entry(
        entry,
        fields.map((field) => ({ field, state: { kind: "kept" } as const })),
      );
    }),
    writer.checkpoint(note),
    writer.end(),
  ]);
}

async function originOf(home: Home): Promise<string> {
  const { out } = await home.run("ledger", "status", "--json");
  const status = JSON.parse(out) as { readonly origin: string };
  return status.origin;
}

/** What an auditor kept: a checkpoint at each of these sizes. */
async function keepVerdicts(home: Home): Promise<void> {
  for (let size = 1; size <= VERDICTS; size += 1) {
    await keepVerdict(home, `purpose ${size}`);
    const kept = ["--checkpoint", home.file(`${size}.checkpoint`)];
    const done = await home.run("ledger", "export", home.file("true"), "--force", ...kept);
    expect(done).toMatchObject({ code: 0 });
  }
}

describe("an attacker with the rights of the database's superuser", () => {
  const opened = useHome();
  beforeAll(() => keepVerdicts(opened()), 180_000);

  /** Changes the database, and puts it back when the test ends. */
  async function tamper(work: (client: pg.Client) => Promise<void>): Promise<void> {
    await opened().asSuperuser(async (client) => {
      for (const table of ["entry", "head", "checkpoint"]) {
        await client.query(`create table kept_${table} as select * from ${table}`);
      }
      await work(client);
    });
    onTestFinished(async () => {
      await opened().asSuperuser(async (client) => {
        for (const table of ["entry", "head", "checkpoint"]) {
          await client.query(`delete from ${table}`);
          await client.query(`insert into ${table} select * from kept_${table}`);
          await client.query(`drop table kept_${table}`);
        }
      });
    });
  }

  /** Rewrites an entry and its leaf. */
  async function rewrite(client: pg.Client, index: number): Promise<void> {
    const { rows } = await client.query<{ readonly body: Buffer }>(
      "select body from entry where idx = $1",
      [index],
    );
    const forged = altered(rows[0]?.body ?? new Uint8Array());
    const values = [forged, TREE.leaf(forged), index];
    await client.query("update entry set body = $1, leaf = $2 where idx = $3", values);
  }

  /** What an auditor with these pins says of an export made now. */
  async function audited(...pins: readonly number[]) {
    const home = opened();
    const path = home.file("audited.export");
    const made = await home.run("ledger", "export", path, "--force");
    expect(made).toMatchObject({ code: 0 });
    const pinned =
      pins.length > 0 ? ["--pin", ...pins.map((size) => home.file(`${size}.checkpoint`))] : [];
    return home.run("ledger", "verify", path, ...pinned);
  }

  test("who rewrites an entry and its leaf is caught, at that entry", async () => {
    await tamper((client) => rewrite(client, 3));
    const { code, out } = await audited(VERDICTS);
    expect([code, out]).toEqual([1, expect.stringMatching(/^bad: [^\n]*entry 3: [^\n]*\n/)]);
    expect(out).toMatch(/first bad index +3\n/);
  });

  test("who also removes the checkpoints before is caught by the pins, at that entry", async () => {
    await tamper(async (client) => {
      await rewrite(client, 3);
      await client.query("delete from checkpoint where size < $1", [VERDICTS]);
    });
    const { code, out } = await audited(2, 3, 4, VERDICTS);
    expect([code, out]).toEqual([1, expect.stringContaining("not those of the pinned checkpoint")]);
    expect(out).toMatch(/first bad index +3\n/);
  });

  test("who swaps two entries is caught, at the first of them", async () => {
    await tamper(async (client) => {
      for (const [from, to] of [
        [1, 99],
        [4, 1],
        [99, 4],
      ]) {
        await client.query("update entry set idx = $2 where idx = $1", [from, to]);
      }
    });
    const { code, out } = await audited(VERDICTS);
    expect([code, out]).toEqual([1, expect.stringMatching(/first bad index +1\n/)]);
  });

  test("who deletes an entry, and closes the gap, gets no export, which names the first that is missing", async () => {
    const home = opened();
    const path = home.file("deleted.export");
    await tamper(async (client) => {
      await client.query("delete from entry where idx = 2");
    });
    const gap = await home.run("ledger", "export", path);
    expect(gap).toMatchObject({ code: 3, err: expect.stringContaining("entry 2: it is missing") });
    await home.asSuperuser(async (client) => {
      for (let index = 3; index < VERDICTS; index += 1) {
        await client.query("update entry set idx = idx - 1 where idx = $1", [index]);
      }
    });
    const closed = await home.run("ledger", "export", path);
    const last = `entry ${VERDICTS - 1}: it is missing`;
    expect(closed).toMatchObject({ code: 3, err: expect.stringContaining(last) });
    expect((await readdir(home.folder)).filter((name) => /draft|deleted/.test(name))).toEqual([]);
  });

  test("who writes an export without an entry by hand is caught by the pins, at that entry", async () => {
    const home = opened();
    const entries = (await entriesIn(home.file("true"))).toSpliced(2, 1);
    const note = await readFile(home.file(`${VERDICTS - 1}.checkpoint`));
    const path = home.file("by-hand.export");
    await writeFile(path, forgedExport(await originOf(home), entries, new Uint8Array(note)));
    const pins = [2, 3, VERDICTS].map((size) => home.file(`${size}.checkpoint`));
    const { code, out } = await home.run("ledger", "verify", path, "--pin", ...pins);
    expect([code, out]).toEqual([1, expect.stringMatching(/first bad index +2\n/)]);
  });

  test("who rewrites an entry, its leaf and the tree gets nothing signed any more", async () => {
    const home = opened();
    await tamper(async (client) => {
      await rewrite(client, 3);
      const { rows } = await client.query<{ readonly leaf: Buffer }>(
        "select leaf from entry order by idx",
      );
      const edge = new RightEdge(TREE);
      for (const { leaf } of rows) edge.append(new Uint8Array(leaf));
      const values = [Buffer.concat(edge.hashes()), edge.root()];
      await client.query("update head set edge = $1, root = $2", values);
    });
    const refused = await home.run("ledger", "export", home.file("none.export"));
    expect(refused).toMatchObject({
      code: 3,
      out: "",
      err: expect.stringContaining("another tree"),
    });
  });
});

describe("an attacker with the log's key, but not the witness's", () => {
  const opened = useHome();

  /** A witness that runs until the test ends. */
  async function witness(home: Home, log: string): Promise<ReadyWitness> {
    const stop = new AbortController();
    const folder = home.file("witness");
    const named = { folder, name: "oversight.example/w1", logs: [log], port: 0, host: "127.0.0.1" };
    return new Promise((resolve, reject) => {
      const running = runWitness({ ...named, signal: stop.signal, onReady: resolve });
      running.catch(reject);
      onTestFinished(async () => {
        stop.abort();
        await running;
      });
    });
  }

  test("signs a second history that a reader with the witness in the quorum does not believe", async () => {
    const home = opened();
    const id = await keepVerdict(home, "first");
    const origin = await originOf(home);
    const [own = ""] = await readdir(join(home.path, "signer"));
    const key = await loadKey(join(home.path, "signer", own, "key"));
    if (key === undefined) throw new Error("the signer has a key");
    const vkey = formatKey(key.verifier);
    const { url, key: witnessKey } = await witness(home, vkey);
    await writeFile(home.file("witnesses"), `witness w1 ${witnessKey} ${url}\nquorum w1\n`);
    home.set("CAVEAT_WITNESSES", home.file("witnesses"));
    await keepVerdict(home, "second");

    expect(await home.run("ledger", "export", home.file("true"))).toMatchObject({ code: 0 });
    expect(await home.run("ledger", "prove", id, "--out", home.folder)).toMatchObject({ code: 0 });
    const policy = ["--policy", home.file(`${id}.policy`)];
    const checked = await home.run("ledger", "verify", home.file("true"), ...policy);
    expect([checked.code, checked.out]).toEqual([0, expect.stringMatching(/witnessed by +w1 at /)]);

    const [first = Buffer.alloc(0), ...rest] = await entriesIn(home.file("true"));
    const entries = [altered(first), ...rest];
    const checkpoint = checkpointOver(origin, entries);
    const note = signNote(key, checkpoint);
    await writeFile(home.file("forged"), forgedExport(origin, entries, note));
    const forged = await home.run("ledger", "verify", home.file("forged"), ...policy);
    expect([forged.code, forged.out]).toEqual([1, expect.stringContaining("quorum w1")]);
    expect(forged.out).toMatch(/first bad index +0\n/);

    // Whoever believes the log's key alone does believe it: that is what witnesses are for.
    await writeFile(home.file("trusting"), `log ${vkey}\nquorum none\n`);
    const trusting = ["--policy", home.file("trusting")];
    const believed = await home.run("ledger", "verify", home.file("forged"), ...trusting);
    expect(believed).toMatchObject({ code: 0 });

    const address = { url, key: parseKey(witnessKey) };
    const asking = askWitness(address, note, checkpoint.size, () => Promise.resolve([]), 5_000);
    await expect(asking).rejects.toMatchObject({ code: "fork" });
  });
});
