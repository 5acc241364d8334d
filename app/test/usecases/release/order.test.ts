import { describe, expect, test } from "vitest";
import { listDuties } from "../../../src/usecases/cases/list-duties.ts";
import { orderCorrection, orderDeletion } from "../../../src/usecases/cases/order-deletion.ts";
import { approve, openReport, REPORT, stateNeed, submitReport } from "../cases/support/drive.ts";
import { useWorld } from "../cases/support/world.ts";
import { prepared, releasePorts } from "./support/release-world.ts";
import { releaseCase } from "../../../src/usecases/release/release-case.ts";

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

async function release(id: string): Promise<void> {
  await releaseCase({ case: id, by: world().civil.officer }, releasePorts(world()));
}

async function dutiesOf(id: string): Promise<ReadonlyMap<string, string>> {
  const { duties } = await listDuties({ by: world().civil.head, most: 200 }, world().ports);
  const own = duties.filter((one) => one.case === id && /^(?:deletion|correction) /.test(one.id));
  return new Map(own.map((one) => [one.id.split(" ").at(-1) ?? "", one.says]));
}

describe("an order makes duties", () => {
  test("towards whom something left, with when and how, and not towards who was only cleared", async () => {
    const of = await item(1);
    const left = await cleared(of, ["linde", "elm"]);
    await prepared(world(), left, "linde");
    await prepared(world(), left, "linde", { medium: "package" });
    await release(left);
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
    for (const partner of ["linde", "alder"]) await prepared(world(), id, "orchard", { partner });
    await approve(world(), id, head, "head");
    await approve(world(), id, assessor, "second-assessor");
    await release(id);
    const order = { by: world().civil.legal, items: [of], basis: "order:2026-10" };
    expect(await orderDeletion(order, world().ports)).toMatchObject({ duties: 2 });
    expect([...(await dutiesOf(id)).keys()].toSorted()).toEqual(["alder", "linde"]);
  });
});
