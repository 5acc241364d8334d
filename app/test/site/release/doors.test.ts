import { createHash, randomBytes, randomUUID } from "node:crypto";
import { parseEntryBundle } from "caveat-verifier";
import { describe, expect, test } from "vitest";
import { advance } from "../../../src/site/advance.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import { releaseStore } from "../../../src/site/release/release-store.ts";
import type { Collection, Door, Released } from "../../../src/usecases/release/outbox.ts";
import type { CredentialToKeep } from "../../../src/usecases/release/ports.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";
import { addPlace } from "./support/released.ts";

const world = useWorld();

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

interface Issued {
  readonly id: string;
  readonly root: string;
  readonly hash: Uint8Array;
}

async function issue(more: Partial<CredentialToKeep> = {}): Promise<Issued> {
  const id = randomUUID();
  const hash = sha256(randomBytes(32).toString("base64url"));
  const credential: CredentialToKeep = {
    partner: "linde",
    kind: "secret",
    hash,
    addresses: [],
    from: "2026-01-01T00:00:00.000Z",
    until: "2027-01-01T00:00:00.000Z",
    ...more,
  };
  const { site, civil } = world();
  const mark = { id, by: civil.head, at: world().now };
  const { root } = await releaseStore(site).addCredential(credential, mark);
  return { id, root, hash: credential.hash };
}

async function door(
  hash: Uint8Array,
  address?: string,
  more: { readonly kind?: "secret" | "certificate"; readonly now?: string } = {},
): Promise<Door | undefined> {
  const { kind = "secret", now = world().now } = more;
  return outboxOf(world().site, () => now).doorOf({ kind, hash }, address);
}

describe("a credential", () => {
  test("leads to its partner's own root, which is opaque and stays", async () => {
    const first = await issue();
    const second = await issue();
    const other = await issue({ partner: "alder" });
    expect(await door(first.hash)).toEqual({
      partner: "linde",
      root: first.root,
      credential: first.id,
    });
    expect(second.root).toBe(first.root);
    expect(other.root).not.toBe(first.root);
    expect(first.root).toMatch(/^[0-9a-f]{32}$/);
    expect((await door(other.hash))?.partner).toBe("alder");
  });

  test("leads nowhere that is unknown, of the other kind, cut short, or not valid now", async () => {
    const { hash } = await issue();
    expect(await door(sha256("unknown"))).toBeUndefined();
    expect(await door(hash, undefined, { kind: "certificate" })).toBeUndefined();
    expect(await door(hash.subarray(0, 31))).toBeUndefined();
    expect(await door(hash, undefined, { now: "2025-12-31T23:59:59.999Z" })).toBeUndefined();
    expect(await door(hash, undefined, { now: "2027-01-01T00:00:00.000Z" })).toBeUndefined();
    expect(await door(hash, undefined, { now: "2026-12-31T23:59:59.999Z" })).toBeDefined();
  });

  test("leads nowhere once it was ended, which is done once", async () => {
    const { id, hash } = await issue();
    const { site, civil } = world();
    const store = releaseStore(site);
    const mark = (): { id: string; by: string; at: string } => ({
      id: randomUUID(),
      by: civil.head,
      at: world().now,
    });
    expect(await store.endCredential(id, mark())).toBe("done");
    expect(await door(hash)).toBeUndefined();
    expect(await store.endCredential(id, mark())).toBe("changed");
    expect(await store.endCredential(randomUUID(), mark())).toBe("changed");
    expect(await store.endCredential("none", mark())).toBe("changed");
    const listed = await store.credentials("linde");
    expect(listed.find((one) => one.id === id)?.isEnded).toBe(true);
    expect(listed.filter(({ isEnded }) => !isEnded).length).toBeGreaterThan(0);
  });

  test.each([
    ["192.0.2.7", true],
    ["192.0.2.255", true],
    ["192.0.3.1", false],
    ["198.51.100.4", true],
    ["198.51.100.5", false],
    ["2001:db8:1::9", true],
    ["2001:db9::1", false],
    ["::ffff:192.0.2.7", true],
    ["::ffff:192.0.3.7", false],
    ["not an address", false],
    [undefined, false],
  ])("that is bound to networks counts from %s: %s", async (address, counts) => {
    const addresses = ["192.0.2.0/24", "198.51.100.4", "2001:db8::/32"];
    const { hash } = await issue({ addresses });
    expect((await door(hash, address)) !== undefined).toBe(counts);
  });

  test("is in nobody's second hand: the same hash is not taken twice", async () => {
    const { hash } = await issue();
    await expect(issue({ hash, partner: "alder" })).rejects.toMatchObject({ code: "23505" });
  });

  test("is entered in the ledger without its hash", async () => {
    const { id, hash } = await issue();
    const entry = (await world().entries()).find((one) => one.id === id);
    expect(entry?.kind).toBe("credential");
    expect(JSON.stringify(entry)).not.toContain(Buffer.from(hash).toString("hex"));
  });
});

describe("a place", () => {
  test("is found by its id or its alias, by its own partner alone", async () => {
    const { site, civil } = world();
    const outbox = outboxOf(site, () => world().now);
    const ready = { site, person: civil.head };
    const id = await addPlace(ready, "linde");
    const feed = await addPlace(ready, "linde", "misp-feed");
    await addPlace(ready, "linde", "export");
    const [linde, alder] = [await issue(), await issue({ partner: "alder" })];
    const find = async ({ hash }: Issued, name: string): Promise<Collection | undefined> =>
      (await outbox.doorOf({ kind: "secret", hash }, undefined, name))?.collection;
    const found = await find(linde, id);
    expect(found).toMatchObject({ id, medium: "taxii", canRead: true, canWrite: false });
    expect(await find(linde, found?.alias ?? "")).toEqual(found);
    expect(await find(alder, id)).toBeUndefined();
    expect(await find(alder, found?.alias ?? "")).toBeUndefined();
    expect(await find(linde, randomUUID())).toBeUndefined();
    expect(await find(linde, "' or true --")).toBeUndefined();
    const listed = (await outbox.collections("linde")).map((one) => one.id);
    expect(new Set(listed)).toEqual(new Set([id, feed]));
    expect(await outbox.collections("alder")).toEqual([]);
  });

  test("has an alias and a title that its partner has once, without signs that clients split at", async () => {
    const { site, civil } = world();
    const store = releaseStore(site);
    const add = (more: object): Promise<string> =>
      store.addCollection(
        {
          partner: "linde",
          alias: randomUUID(),
          title: randomUUID(),
          medium: "taxii",
          canWrite: true,
          ...more,
        },
        { id: randomUUID(), by: civil.head, at: world().now },
      );
    expect(await add({ alias: "mine", title: "Mine" })).toBe("done");
    expect(await add({ alias: "mine" })).toBe("changed");
    expect(await add({ title: "Mine" })).toBe("changed");
    expect(await add({ partner: "alder", alias: "mine", title: "Mine" })).toBe("done");
    for (const title of ["a.b", "a,b", "a*b", "a/b", ""]) {
      await expect(add({ title })).rejects.toMatchObject({ code: "23514" });
      await expect(add({ alias: title })).rejects.toMatchObject({ code: "23514" });
    }
    await expect(add({ partner: "nobody" })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("what a partner does", () => {
  test("is in the read log before it is answered, position by position", async () => {
    const { site } = world();
    const { hash, id } = await issue();
    const own = await door(hash);
    expect(own).toBeDefined();
    const rows = [1, 2, 3, 5, 8, 9].map((position) => ({ position }) as Released);
    const collection = randomUUID();
    const outbox = outboxOf(site);
    const noted = own as Door;
    await outbox.noteFetch(noted, collection, rows, "a program ".repeat(100));
    await outbox.noteFetch(noted, collection, []);
    const many = Array.from({ length: 10_000 }, (_, i) => ({ position: 2 * i + 1 }) as Released);
    await outbox.noteFetch(noted, collection, many);
    await advance(site);
    const records = (await readRecords()).filter((one) => one["collection"] === collection);
    const positions = records.map((one) => one["positions"] as readonly string[]);
    expect(positions).toContainEqual(["1-3", "5", "8-9"]);
    expect(positions).toContainEqual([]);
    expect(positions.flat().filter((text) => /^\d+$/.test(text))).toHaveLength(10_001);
    for (const record of records) {
      expect(record).toMatchObject({ what: "outbox", partner: "linde", credential: id });
    }
    expect(records.map((one) => one["program"])).toContain("a program ".repeat(20));
  });

  test("sends objects that wait, encrypted, and learns what became of its own alone", async () => {
    const { site, civil } = world();
    const { hash } = await issue();
    const own = (await door(hash)) as Door;
    const collection = await addPlace({ site, person: civil.head }, "linde");
    const outbox = outboxOf(site);
    const id = randomUUID();
    const secret = `sent ${randomUUID()}`;
    const objects = [
      { id: "indicator--1", version: "1", state: "pending", bytes: Buffer.from(secret) },
      { id: "indicator--2", version: "1", state: "failure", message: "It is no object" },
    ] as const;
    await outbox.takeIn(own, collection, { id, at: world().now, objects });
    await outbox.takeIn(own, collection, { id, at: world().now, objects: [] });
    const status = await outbox.status("linde", id);
    expect(status?.objects).toEqual([
      { id: "indicator--1", version: "1", state: "pending" },
      { id: "indicator--2", version: "1", state: "failure", message: "It is no object" },
    ]);
    expect(await outbox.status("alder", id)).toBeUndefined();
    expect(await outbox.status("linde", randomUUID())).toBeUndefined();
    expect(await outbox.status("linde", "none")).toBeUndefined();
    expect((await world().entries()).filter((one) => one.id === id)).toHaveLength(1);
    const clear = await world().as("auditor", (client) =>
      client.query("select 1 from content where position($1::bytea in body) > 0", [
        Buffer.from(secret),
      ]),
    );
    expect(clear.rows).toEqual([]);
    const foreign = await addPlace({ site, person: civil.head }, "alder");
    const other = { id: randomUUID(), at: world().now, objects };
    await expect(outbox.takeIn(own, foreign, other)).rejects.toMatchObject({ code: "23503" });
    expect(await outbox.status("linde", other.id)).toBeUndefined();
  });
});

async function readRecords(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { store } = world().site;
  const batches = await world().as("auditor", async (client) => {
    const { rows } = await client.query<{ content: Buffer; reads: number }>(
      "select content, reads::int from read_batch",
    );
    return rows;
  });
  const records: Readonly<Record<string, unknown>>[] = [];
  for (const { content, reads } of batches) {
    const bytes = await store.as("auditor").read((reader) => store.content.get(reader, content));
    for (const record of parseEntryBundle(bytes ?? new Uint8Array(), reads)) {
      records.push(JSON.parse(Buffer.from(record).toString()) as Record<string, unknown>);
    }
  }
  return records;
}
