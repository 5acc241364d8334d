import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { SanitisePlan } from "../../../src/core/release/plan.ts";
import { advance } from "../../../src/site/advance.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import { listDuties } from "../../../src/usecases/cases/duties/list-duties.ts";
import {
  orderCorrection,
  orderDeletion,
} from "../../../src/usecases/cases/redress/order-deletion.ts";
import { recallRelease } from "../../../src/usecases/release/recall-release.ts";
import { releaseCase } from "../../../src/usecases/release/release-case.ts";
import {
  approve,
  openReport,
  REPORT,
  SAYS,
  stateNeed,
  submitReport,
} from "../cases/support/drive.ts";
import { useWorld } from "../cases/support/world.ts";
import { placeAt, prepared, releasePorts } from "./support/release-world.ts";

const world = useWorld();

/** The report once more, as an item of its own. */
async function item(salt: number): Promise<string> {
  const text = (await world().item(REPORT)).toString() + " ".repeat(salt);
  return submitReport(world(), { bytes: new TextEncoder().encode(text) });
}

/** A case on an item that may be released. */
async function cleared(of: string, recipients: readonly string[]): Promise<string> {
  const { case: id } = await openReport(world(), recipients, { item: of });
  await stateNeed(world(), id);
  return id;
}

async function released(of: string): Promise<string> {
  const id = randomUUID();
  await releaseCase({ case: of, by: world().civil.officer, id }, releasePorts(world()));
  return id;
}

async function dutiesOf(id: string): Promise<ReadonlyMap<string, string>> {
  const { duties } = await listDuties({ by: world().civil.head, most: 200 }, world().ports);
  const own = duties.filter((one) => one.case === id && /^(?:deletion|correction) /.test(one.id));
  return new Map(own.map((one) => [one.id.split(" ").at(-1) ?? "", one.says]));
}

describe("an order makes duties", () => {
  test("towards whom something left, with when and how, whether it was called back or not", async () => {
    const of = await item(1);
    const left = await cleared(of, ["linde"]);
    await prepared(world(), left, "linde");
    await prepared(world(), left, "linde", { medium: "package" });
    const release = await released(left);
    const asked = { case: left, by: world().civil.officer, release, says: SAYS };
    await recallRelease({ ...asked, how: "recall" }, releasePorts(world()));
    const order = { by: world().civil.legal, items: [of], basis: "wiv2017:20.2" };
    const ordered = await orderDeletion(order, world().ports);
    expect(ordered).toMatchObject({ cases: [left], duties: 1 });
    const duties = await dutiesOf(left);
    const day = world().now.slice(0, 10);
    expect([...duties.keys()]).toEqual(["linde"]);
    expect(duties.get("linde")).toMatch(/^tell this recipient to delete the item/);
    expect(duties.get("linde")).toContain(`${day} over taxii`);
    expect(duties.get("linde")).toContain(`${day} over package`);
  });

  test("towards the recipients of a case that was cleared and of which nothing left, to find out", async () => {
    const of = await item(2);
    const spoken = await cleared(of, ["linde", "elm"]);
    const held = await openReport(world(), ["alder"], { item: of });
    const order = { by: world().civil.legal, items: [of], basis: "order:2026-9" };
    const words = "The address in it belongs to somebody else";
    const ordered = await orderCorrection({ ...order, words }, world().ports);
    expect(ordered.duties).toBe(2);
    const duties = await dutiesOf(spoken);
    expect([...duties.keys()].toSorted()).toEqual(["elm", "linde"]);
    for (const says of duties.values()) expect(says).toMatch(/^find out whether this recipient/);
    expect(await dutiesOf(held.case)).toEqual(new Map());
  });

  test("towards each member of a group to which a copy left, by itself", async () => {
    const of = await item(3);
    const id = await cleared(of, ["orchard"]);
    const { head, assessor } = world().civil;
    for (const partner of ["linde", "elm", "alder"])
      await prepared(world(), id, "orchard", { partner });
    await approve(world(), id, head, "head");
    await approve(world(), id, assessor, "second-assessor");
    await released(id);
    const order = { by: world().civil.legal, items: [of], basis: "order:2026-10" };
    expect(await orderDeletion(order, world().ports)).toMatchObject({ duties: 3 });
    expect([...(await dutiesOf(id)).keys()].toSorted()).toEqual(["alder", "elm", "linde"]);
  });
});

describe("an order of deletion", () => {
  /** What is in the partner's place, in all versions. */
  async function shown(collection: string): Promise<readonly string[]> {
    await advance(world().site);
    await advance(world().site);
    const outbox = outboxOf(world().site, () => "2099-01-01T00:00:00.000Z");
    const wanted = { limit: 1_000, mostBytes: 1e9, versions: ["all"] } as const;
    const { rows } = await outbox.objects("linde", collection, wanted);
    return rows.map(({ id }) => id);
  }

  test("takes what was shown away, and what a recall serves instead, and nothing of others", async () => {
    const [of, other] = [await item(4), await item(5)];
    const collection = await placeAt(world(), "linde");
    const before = await shown(collection);
    const stays = await cleared(other, ["linde"]);
    const { act } = await prepared(world(), stays, "linde");
    await released(stays);
    const [first, second] = [await cleared(of, ["linde"]), await cleared(of, ["linde"])];
    for (const id of [first, second]) await prepared(world(), id, "linde", { plan: plan(id) });
    const [, recalled] = [await released(first), await released(second)];
    expect((await shown(collection)).length).toBeGreaterThan(before.length);
    const ports = releasePorts(world(), {
      insteadOf: async (kept) => {
        const objects = kept.about.objects.map((one) => ({ ...one, id: `report--${act}` }));
        return { ...kept.about, bytes: kept.bytes, objects };
      },
    });
    const asked = { case: second, by: world().civil.officer, release: recalled, says: SAYS };
    await recallRelease({ ...asked, how: "recall" }, ports);
    expect(await shown(collection)).toContain(`report--${act}`);
    const order = { by: world().civil.legal, items: [of], basis: "order:2026-11" };
    await orderDeletion(order, world().ports);
    const left = await world().as("auditor", async (client) => {
      const asking = "select distinct what from outbox where collection = $1";
      const { rows } = await client.query<{ what: string }>(asking, [collection]);
      return rows.map(({ what }) => what);
    });
    const ours = await releasePorts(world()).releases.releasedOf([of]);
    expect(ours.length).toBeGreaterThan(1);
    expect(left.length).toBeGreaterThan(0);
    for (const { release, recalled: by } of ours) {
      expect(left).not.toContain(release);
      expect(left).not.toContain(by);
    }
    expect(await shown(collection)).not.toContain(`report--${act}`);
  });
});

/** A plan of its own, so that no two copies are alike. */
function plan(name: string): SanitisePlan {
  return { name, steps: [{ step: "remove-words", words: ["ministries"], with: name }] };
}
