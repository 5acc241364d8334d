import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { packReference } from "../../../tools/reference/packs.ts";
import { ROOT } from "../../../tools/root.ts";

test("docs/reference/packs.md is up to date (if not: node tools/pack-reference.ts)", async () => {
  expect(await readFile(`${ROOT}docs/reference/packs.md`, "utf8")).toBe(await packReference(ROOT));
});

test("no rule of any other basis stands under the sign for law", async () => {
  const entries = (await packReference(ROOT)).split("\n#### ").slice(1);
  const rules = await Promise.all(
    ["nl-wiv/4-people-and-topics.cedar", "cti-community/3-content.cedar"].map((file) =>
      readFile(`${ROOT}packs/${file}`, "utf8"),
    ),
  );
  const proposed = [...rules.join("\n").matchAll(/@id\("([^"]+)"\)\n@basis\("proposed"\)/g)];
  expect(proposed.length).toBeGreaterThan(3);
  for (const [, id] of proposed) {
    const entry = entries.find((one) => one.startsWith(`${id}\n`));
    expect(entry).toContain("_proposed, not law_ ·");
    expect(entry).not.toContain("**LAW**");
  }
});
