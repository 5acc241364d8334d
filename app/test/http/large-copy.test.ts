import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { copyFor, planOf } from "../formats/copy/copy-for.ts";
import { largeBundle } from "../formats/copy/aside/large.ts";
import { useCaseDesk } from "./support/case-desk.ts";

const desk = useCaseDesk();

test("others are answered while a large copy is made and checked", async () => {
  const { cases, app } = desk();
  const order: string[] = [];
  const ask = async (): Promise<void> => {
    await setImmediate();
    const { status } = await app.request("/health");
    order.push(`health ${status}`);
  };
  const plan = planOf({ step: "remove-persons" });
  const original = largeBundle(1200);
  const making = cases.makeCopy(original, "large.json", "export", plan, copyFor());
  const [copy] = await Promise.all([making.finally(() => order.push("made")), ask()]);
  const checking = cases.residueOf(copy, [], ["Meridian Service"]);
  const [found] = await Promise.all([checking.finally(() => order.push("checked")), ask()]);
  const reading = cases.carriedOut(original, plan, copy, copyFor());
  await Promise.all([reading.finally(() => order.push("read again")), ask()]);
  expect(found).toEqual([]);
  const health = "health 200";
  expect(order).toEqual([health, "made", health, "checked", health, "read again"]);
});
