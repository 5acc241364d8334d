import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkPack } from "../../src/policy/check-pack.ts";
import { compilePack } from "../../src/policy/compile-pack.ts";
import { readPack, readSchema } from "../../src/policy/read-pack.ts";
import { PACKS } from "../support/packs.ts";

const FIXTURES = fileURLToPath(new URL("fixtures", import.meta.url));

/** Folder under fixtures/broken · file · line · rule ("" for none) · what the reason says. */
const BROKEN = `
syntax-error                  rules.cedar  14 -     unexpected token
unknown-attribute             rules.cedar  9  BAD   did you mean \`personal\`
wrong-type                    rules.cedar  9  BAD   types Long and String are not compatible
unknown-action                rules.cedar  9  BAD   unrecognized action
never-true                    rules.cedar  9  BAD   policy is impossible
measure-that-hurts            rules.cedar  9  BAD   having it could make a release less possible
negated-measure               rules.cedar  9  BAD   having it could make a release less possible
measure-in-unless-of-permit   rules.cedar  9  BAD   having it could make a release less possible
measure-by-equality           rules.cedar  9  BAD   may not use == on measures
measure-compared-with-false   rules.cedar  9  BAD   may not use == on measures
measure-is-empty              rules.cedar  9  BAD   may not use isEmpty on measures
measure-in-if                 rules.cedar  9  BAD   may not use if-then-else on measures
measure-in-list               rules.cedar  9  BAD   other than one set of measures
measures-of-measures          rules.cedar  9  BAD   a comparison of measures with measures
measures-hidden               rules.cedar  9  BAD   other than one set of measures
whole-context                 rules.cedar  9  BAD   may not use == on measures
no-measure-asked              rules.cedar  9  BAD   an empty list of approve measures
any-of-the-item               rules.cedar  9  BAD   any of resource.sources
unknown-helps                 rules.cedar  9  BAD   resource.personal reads as true when nobody knows it
unknown-hides                 rules.cedar  9  BAD   resource.personal reads as true when nobody knows it
unknown-number-helps          rules.cedar  9  BAD   resource.ageYears reads as 1000 when nobody knows it
unknown-number-turned         rules.cedar  9  BAD   resource.ageYears reads as 1000 when nobody knows it
unknown-by-equality           rules.cedar  9  BAD   may be unknown and is used with "=="
unexplained-measure           rules.cedar  9  BAD   does not explain approve:haed; did you mean "head"?
unexplained-kind              rules.cedar  9  BAD   does not explain attach:onward-ban
unexplained-consents          rules.cedar  9  BAD   explains no "consent: *"
repeated-id                   rules.cedar  9  ROUTE stands already at repeated-id/rules.cedar:3
repeated-in-two-files         second.cedar 2  SAME  stands already at repeated-in-two-files/rules.cedar:9
no-id                         rules.cedar  9  -     no @id
no-says                       rules.cedar  9  BAD   no @says
no-clause                     rules.cedar  9  BAD   no @clause
no-basis                      rules.cedar  9  BAD   no @basis
blank-says                    rules.cedar  9  BAD   no @says
wrong-basis                   rules.cedar  9  BAD   @basis is "custom"; it is one of law, practice, proposed
no-action                     rules.cedar  9  BAD   names no action
duty-mixed                    rules.cedar  9  BAD   a duty stands alone
duty-as-forbid                rules.cedar  9  BAD   a duty is written as a permit
duty-without-task             rules.cedar  9  BAD   needs a @task
task-of-no-day                rules.cedar  9  BAD   @due is "soon"; it is at-once
task-after-nothing            rules.cedar  9  BAD   @after is "permission"; it is approval
task-by-words-alone           rules.cedar  9  BAD   only @due("at-once") sets the day
due-without-task              rules.cedar  9  BAD   about a @task, and there is none
duty-on-measures              rules.cedar  9  BAD   a duty may not depend on measures
like                          rules.cedar  9  BAD   may not use the operator like
arithmetic                    rules.cedar  9  BAD   may not use the operator +
extension                     rules.cedar  9  BAD   may not use the operator lessThan
huge-number                   rules.cedar  9  BAD   not a boolean, a whole number or a text
template-slot                 rules.cedar  9  -     templates with slots
principal-in-head             rules.cedar  9  BAD   a limit on principal in the head
type-in-head                  rules.cedar  9  BAD   a limit on principal in the head
resource-in-head              rules.cedar  9  BAD   a limit on resource in the head
no-permit                     pack.yaml    1  -     the pack has no permit
many-rules                    rules.cedar  86 BAD   may not use the operator +
yaml-unknown-key              pack.yaml    5  -     unknown key "cover"; did you mean "covers"?
yaml-no-covers                pack.yaml    1  -     "covers" names no kind of partner
yaml-unknown-kind             pack.yaml    5  -     unknown kind "servce"; did you mean "service"?
yaml-free-measure             pack.yaml    12 -     state:necessity needs "means" and a "cost" of 1 or more
yaml-measure-of-no-kind       pack.yaml    11 -     unknown kind of measure "stat"; did you mean "state"?
yaml-measure-without-meaning  pack.yaml    12 -     state:necessity needs "means"
yaml-repeated-key             pack.yaml    5  -     Map keys must be unique
yaml-alias                    pack.yaml    4  -     aliases are not used in packs
yaml-no-version               pack.yaml    1  -     "version" is missing or empty
yaml-broken                   pack.yaml    6  -     Flow sequence
yaml-list                     pack.yaml    1  -     "id" is missing or empty
`
  .trim()
  .split("\n")
  .map((line) => {
    const [name = "", file = "", number = "", rule = "", ...reason] = line.split(/\s+/);
    return { name, file: `${name}/${file}`, line: Number(number), rule, reason: reason.join(" ") };
  });

let schema: string;
let scratch: string;
beforeAll(async () => {
  schema = await readSchema(PACKS);
  scratch = await mkdtemp(join(tmpdir(), "caveat-packs-"));
});
afterAll(() => rm(scratch, { recursive: true }));

describe("a broken pack is refused with file, line, rule and reason", () => {
  test.each(BROKEN)("$name: $reason", async ({ name, file, line, rule, reason }) => {
    const source = await readPack(join(FIXTURES, "broken", name), schema);
    const [first] = checkPack(source);
    expect(first).toMatchObject({ file, line, says: expect.stringContaining(reason) });
    expect(first?.rule ?? "-").toBe(rule);
    const at = `${file}:${line}${rule === "-" ? "" : ` [${rule}]`}`;
    expect(() => compilePack(source)).toThrow(
      expect.objectContaining({ name: "Refusal", code: "bad-pack", place: at }),
    );
  });

  test("every fixture is in the table", async () => {
    const folders = await readdir(join(FIXTURES, "broken"));
    expect(folders.toSorted()).toEqual(BROKEN.map((one) => one.name).toSorted());
  });

  test("the line is right after the tenth rule and after letters of two bytes", async () => {
    const problems = checkPack(await readPack(join(FIXTURES, "broken", "many-rules"), schema));
    expect(problems.map((one) => [one.rule, one.line])).toEqual([
      ["BAD", 86],
      ["LAST", 93],
    ]);
  });

  test("the rules keep the order in which the file has them", async () => {
    const { rules } = await readPack(join(FIXTURES, "broken", "many-rules"), schema);
    const numbered = Array.from({ length: 11 }, (_, n) => `R${n}`);
    expect(rules.map((rule) => rule.text.rule)).toEqual(["ROUTE", ...numbered, "BAD", "LAST"]);
  });

  test("a folder without pack.yaml is no pack", async () => {
    await expect(readPack(FIXTURES, schema)).rejects.toMatchObject({ code: "bad-pack" });
  });

  test("a rule file that is not UTF-8 is refused rather than read with letters replaced", async () => {
    const folder = await copyOfSound("latin");
    await writeFile(join(folder, "more.cedar"), Buffer.from([0x2f, 0x2f, 0xfc]));
    await expect(readPack(folder, schema)).rejects.toMatchObject({
      code: "bad-utf8",
      place: "latin/more.cedar",
    });
  });

  test("a schema that is broken, or gone, is refused by name", async () => {
    const source = await readPack(join(FIXTURES, "sound"), schema);
    const cut = schema.slice(0, 500);
    expect(() => checkPack({ ...source, schema: cut })).toThrow(
      expect.objectContaining({ name: "Refusal", place: "caveat.cedarschema" }),
    );
    await expect(readSchema(scratch)).rejects.toMatchObject({ name: "Refusal", code: "bad-pack" });
  });
});

describe("a sound pack", () => {
  test.each([join(FIXTURES, "sound"), join(PACKS, "nl-wiv"), join(PACKS, "cti-community")])(
    "has nothing wrong: %s",
    async (folder) => {
      expect(checkPack(await readPack(folder, schema))).toEqual([]);
    },
  );

  test("has the same hash wherever its folder stands", async () => {
    const here = compilePack(await readPack(join(FIXTURES, "sound"), schema));
    const there = compilePack(await readPack(await copyOfSound("elsewhere"), schema));
    expect([there.hash, there.ruleHashes]).toEqual([here.hash, here.ruleHashes]);
  });

  test("with one byte of a rule changed has another hash, and only that rule has another too", async () => {
    const before = compilePack(await readPack(join(FIXTURES, "sound"), schema));
    const folder = await copyOfSound("changed");
    const file = join(folder, "rules.cedar");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("Anybody may", "Anybody mAy"));
    const after = compilePack(await readPack(folder, schema));
    expect(after.hash).not.toBe(before.hash);
    expect(changed(before.ruleHashes, after.ruleHashes)).toEqual(["ROUTE"]);
  });

  test.each([
    ["a comment", "rules.cedar", "// sound", "// Sound"],
    ["the cost of a measure", "pack.yaml", "cost: 20", "cost: 21"],
  ])("with %s changed has another hash and the same rules", async (_, file, from, to) => {
    const before = compilePack(await readPack(join(FIXTURES, "sound"), schema));
    const folder = await copyOfSound(`other-${file}`);
    const text = await readFile(join(folder, file), "utf8");
    await writeFile(join(folder, file), text.replace(from, to));
    const after = compilePack(await readPack(folder, schema));
    expect(after.hash).not.toBe(before.hash);
    expect(changed(before.ruleHashes, after.ruleHashes)).toEqual([]);
  });

  test("has another hash under another schema", async () => {
    const source = join(FIXTURES, "sound");
    const other = `${schema}\n// one line more\n`;
    expect((await readPack(source, other)).hash).not.toBe((await readPack(source, schema)).hash);
  });
});

async function copyOfSound(name: string): Promise<string> {
  const folder = join(scratch, name);
  await cp(join(FIXTURES, "sound"), folder, { recursive: true });
  return folder;
}

type Hashes = Readonly<Record<string, string>>;

function changed(before: Hashes, after: Hashes): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (rule) => before[rule] !== after[rule],
  );
}
