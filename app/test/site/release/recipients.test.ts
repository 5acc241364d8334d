import { expect, test } from "vitest";
import { partNames } from "../../../src/site/release/part-names.ts";
import { recipients } from "../../../src/site/release/recipients.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";

const world = useWorld();

test("everybody who is registered is one, under the hash that its copies are named with", async () => {
  const { site } = world();
  const found = await recipients(site);
  const linde = found.find(({ partner }) => partner === "linde");
  expect(found.map(({ partner }) => partner)).toContain("alder");
  expect(linde?.nameFor("a part")).toBe((await partNames("linde", site))("a part"));
  expect(new Set(found.map(({ nameFor }) => nameFor("a part"))).size).toBe(found.length);
});
