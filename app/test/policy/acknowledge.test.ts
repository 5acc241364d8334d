import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPack } from "../../src/policy/check-pack.ts";
import { compilePack } from "../../src/policy/compile-pack.ts";
import { readPack, readSchema } from "../../src/policy/read-pack.ts";
import { loadPack, PACKS } from "../support/packs.ts";

let scratch: string;
let schema: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "caveat-acknowledge-"));
  schema = await readSchema(PACKS);
});
afterAll(() => rm(scratch, { recursive: true }));

const ROLE = "    legal: { means: approval by the legal adviser, cost: 15 }";

/** nl-wiv with another entry in the place of that for the legal adviser. */
async function withEntry(entry: string) {
  const folder = await mkdtemp(join(scratch, "pack-"));
  await cp(join(PACKS, "nl-wiv"), folder, { recursive: true });
  const file = join(folder, "pack.yaml");
  const text = await readFile(file, "utf8");
  if (!text.includes(ROLE)) throw new Error("pack.yaml has no such line");
  await writeFile(file, text.replace(ROLE, entry));
  return readPack(folder, schema);
}

describe("what an approver must acknowledge stands in pack.yaml", () => {
  test("and comes out with the measure, blanks around it removed", async () => {
    const pack = compilePack(
      await withEntry('    legal: { means: advice, cost: 15, acknowledge: [" I have read it "] }'),
    );
    expect(pack.measure("approve", "legal")).toEqual({
      means: "advice",
      cost: 15,
      acknowledge: ["I have read it"],
    });
  });

  test("of head and minister in nl-wiv, and of none of those who advise", async () => {
    const pack = await loadPack("nl-wiv");
    const asked = ["head", "minister", "second-assessor", "legal", "power-holder"].map(
      (role) => (pack.measure("approve", role)?.acknowledge ?? []).length > 0,
    );
    expect(asked).toEqual([true, true, false, false, false]);
  });

  test.each([
    [
      "an empty list",
      "legal: { means: x, cost: 1, acknowledge: [] }",
      "a list of different sentences",
    ],
    ["a text", "legal: { means: x, cost: 1, acknowledge: all }", "a list of different sentences"],
    [
      "a number in it",
      "legal: { means: x, cost: 1, acknowledge: [1] }",
      "a list of different sentences",
    ],
    [
      "an empty sentence",
      'legal: { means: x, cost: 1, acknowledge: [" "] }',
      "a list of different",
    ],
    ["one twice", 'legal: { means: x, cost: 1, acknowledge: [a, "a "] }', "a list of different"],
    [
      "a misspelt key",
      "legal: { means: x, cost: 1, acknowlege: [a] }",
      'did you mean "acknowledge"?',
    ],
  ])("%s is refused at its line", async (_, entry, why) => {
    const [first] = checkPack(await withEntry(`    ${entry}`));
    expect(first?.says).toContain("approve:legal");
    expect(first?.says).toContain(why);
    const lines = (await readFile(join(PACKS, "nl-wiv", "pack.yaml"), "utf8")).split("\n");
    expect(first?.line).toBe(lines.indexOf(ROLE) + 1);
  });

  test("a measure that is no approval has nothing to acknowledge", async () => {
    const folder = (await withEntry(ROLE)).folder;
    const file = join(folder, "pack.yaml");
    const text = await readFile(file, "utf8");
    const state =
      'proportionality: { means: "say in writing why this release is proportionate", cost: 2';
    await writeFile(file, text.replace(state, `${state}, acknowledge: [a]`));
    const [first] = checkPack(await readPack(folder, schema));
    expect(first?.says).toContain('state:proportionality has an unknown key "acknowledge"');
  });
});
