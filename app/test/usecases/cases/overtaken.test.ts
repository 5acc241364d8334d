import { describe, expect, test } from "vitest";
import { openCase } from "../../../src/usecases/cases/steps/open-case.ts";
import { orderDeletion } from "../../../src/usecases/cases/redress/order-deletion.ts";
import type { CasePorts, CaseWrite, Written } from "../../../src/usecases/cases/ports.ts";
import { stateFacts } from "../../../src/usecases/cases/items/state-facts.ts";
import { takeStep } from "../../../src/usecases/cases/steps/take-step.ts";
import { openReport, REPORT, REQUEST, state, step, submitReport, view } from "./support/drive.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

/** Ports with which something else happens once, when all is decided and before it is written. */
function overtaken(first: () => Promise<unknown>): {
  readonly ports: CasePorts;
  readonly writes: readonly CaseWrite[];
  readonly came: readonly Written[];
} {
  const { cases, ...ports } = world().ports;
  const writes: CaseWrite[] = [];
  const came: Written[] = [];
  const write = async (one: CaseWrite): Promise<Written> => {
    if (writes.length === 0) await first();
    writes.push(one);
    const written = await cases.write(one);
    came.push(written);
    return written;
  };
  return { ports: { ...ports, cases: { ...cases, write } }, writes, came };
}

/** An item of its own, in which nothing but its bytes is new. */
async function freshItem(salt: number): Promise<string> {
  const text = (await world().item(REPORT)).toString();
  return submitReport(world(), { bytes: new TextEncoder().encode(text + " ".repeat(salt)) });
}

describe("what is decided and not written yet", () => {
  test("is decided again when somebody took a step meanwhile, and entered once", async () => {
    const { officer } = world().civil;
    const { case: id } = await openReport(world(), ["linde"]);
    const { ports, came } = overtaken(() => step(world(), id, officer, state("state:necessity")));
    const taken = { case: id, by: officer, step: state("state:proportionality") };
    const outcome = await takeStep(taken, ports);
    expect(came).toEqual(["changed", "done"]);
    expect(outcome.outcome).toBe("release-with-caveats");
    const { steps } = await view(world(), id, officer);
    expect(steps.map(({ kind }) => kind)).toEqual(["open", "state", "state"]);
    expect((await world().kinds(id))["case-state"]).toBe(2);
  });

  test("is decided again when more became known of the item, and opened once", async () => {
    const { officer } = world().civil;
    const item = await freshItem(1);
    const { ports, writes, came } = overtaken(() =>
      stateFacts(
        {
          by: officer,
          item,
          stated: [{ facts: { originatorsKnown: true }, evidence: "Sheet 2" }],
        },
        world().ports,
      ),
    );
    const asked = { by: officer, item, recipients: ["linde"], request: REQUEST };
    const opened = await openCase(asked, ports);
    expect(came).toEqual(["changed", "done"]);
    expect(writes.map(({ row }) => row.itemVersion)).toEqual([1, 2]);
    expect(writes.map(({ id }) => id)).toEqual([opened.case, opened.case]);
    expect(await world().kinds(opened.case)).toMatchObject({ "case-open": 1, verdict: 1 });
  });

  test("is nothing when the item was ordered deleted meanwhile", async () => {
    const { officer, legal } = world().civil;
    const item = await freshItem(2);
    const order = { by: legal, items: [item], basis: "wiv-20-2" };
    const persons = { ...world().ports.persons, executeOrders: async () => 0 };
    const { ports, writes, came } = overtaken(() =>
      orderDeletion(order, { ...world().ports, persons }),
    );
    const asked = { by: officer, item, recipients: ["linde"], request: REQUEST };
    await expect(openCase(asked, ports)).rejects.toMatchObject({ code: "not-found" });
    expect(came).toEqual(["changed"]);
    expect(await world().kinds(writes[0]?.id)).toEqual({});
  });
});

test("a step under the id of another one is refused, also in a case that is not there", async () => {
  const { officer } = world().civil;
  const { case: id } = await openReport(world(), ["linde"]);
  const { steps } = await view(world(), id, officer);
  const taken = { by: officer, id: steps[0]?.id ?? "", step: state("state:necessity") };
  const conflict = { code: "conflict" };
  const other = await openReport(world(), ["linde"]);
  await expect(takeStep({ ...taken, case: other.case }, world().ports)).rejects.toMatchObject(
    conflict,
  );
  const nowhere = world().ports.newId();
  await expect(takeStep({ ...taken, case: nowhere }, world().ports)).rejects.toMatchObject(
    conflict,
  );
});
