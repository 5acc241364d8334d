import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { caveat, ROOT, scratch } from "../support/cli.ts";

const FIXTURES = fileURLToPath(new URL("../policy/fixtures", import.meta.url));

describe("caveat pack check", () => {
  test("of every pack of the product ends with 0 and says that each is sound", async () => {
    expect(await caveat(["pack", "check"])).toEqual({
      code: 0,
      out: "cti-community: sound\nnl-wiv: sound\n",
      err: "",
    });
  });

  test("of every broken pack ends with 2 and a line with file, line and reason for each problem", async () => {
    const folders = await readdir(join(FIXTURES, "broken"));
    const paths = folders.map((name) => join(FIXTURES, "broken", name));
    const { code, out, err } = await caveat(["pack", "check", ...paths]);
    expect([code, out]).toEqual([2, ""]);
    const lines = err.trimEnd().split("\n");
    expect(
      lines.filter((line) => !/^caveat: [\w-]+\/[\w.]+:\d+(?: \[[\w-]+\])?: \S/.test(line)),
    ).toEqual([]);
    const named = new Set(lines.map((line) => /^caveat: ([\w-]+)\//.exec(line)?.[1] ?? ""));
    expect(named).toEqual(new Set(folders));
  });

  test("names the sound ones too, and a pack nobody knows with the nearest", async () => {
    const paths = [join(FIXTURES, "sound"), join(FIXTURES, "broken", "like")];
    const { code, out, err } = await caveat(["pack", "check", ...paths]);
    expect([code, out, err]).toEqual([
      2,
      `${paths[0] ?? ""}: sound\n`,
      "caveat: like/rules.cedar:9 [BAD]: packs may not use the operator like\n",
    ]);
    const unknown = await caveat(["pack", "check", "nl-wif"]);
    expect(unknown).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining('mean "nl-wiv"?'),
    });
  });
});

describe("caveat pack test", () => {
  test("runs every case of both packs", async () => {
    const { code, out, err } = await caveat(["pack", "test"]);
    expect([code, err]).toEqual([0, ""]);
    const counts = [...out.matchAll(/^(\S+) \S+: (\d+) rules, (\d+) of (\d+) cases pass$/gm)];
    expect(counts.map(([, id]) => id)).toEqual(["cti-community", "nl-wiv"]);
    const short = counts.filter(
      ([, , rules, pass, all]) => pass !== all || Number(all) < 3 * Number(rules),
    );
    expect(short).toEqual([]);
  });

  test("ends with 1 for a case that fails, and says what is otherwise", async () => {
    const env = {
      CAVEAT_PACKS: await packsWith("NL-05.yaml", (text) =>
        text.replace("outcome: withhold", "outcome: release"),
      ),
    };
    const { code, out } = await caveat(["pack", "test", "nl-wiv"], { env });
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED NL-05 fires: .*\n {2}outcome is withhold, expected release$/m);
  });

  test("ends with 1 for a rule without its three kinds of case", async () => {
    const env = {
      CAVEAT_PACKS: await packsWith("NL-05.yaml", (text) =>
        text.replaceAll("shows: boundary", "shows: fires"),
      ),
    };
    const { code, out } = await caveat(["pack", "test", "nl-wiv"], { env });
    expect([code, out]).toEqual([
      1,
      expect.stringContaining("MISSING NL-05 has no case that shows: boundary"),
    ]);
  });

  test("ends with 2 for a case that cannot be read, with its line", async () => {
    const env = {
      CAVEAT_PACKS: await packsWith("NL-05.yaml", (text) =>
        text.replace("shows: fires", "show: fires"),
      ),
    };
    const { code, err } = await caveat(["pack", "test", "nl-wiv"], { env });
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^caveat: nl-wiv\/cases\/NL-05\.yaml:\d+: .*"show"/),
    ]);
  });

  test("ends with 2 for a pack that does not pass its check", async () => {
    const { code, out, err } = await caveat(["pack", "test", join(FIXTURES, "broken", "like")]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("like/rules.cedar:9 [BAD]");
  });

  test("of a pack without cases says which rules lack them", async () => {
    const { code, out } = await caveat(["pack", "test", join(FIXTURES, "sound")]);
    expect([code, out]).toEqual([
      1,
      expect.stringContaining("MISSING ROUTE has no case that shows: fires"),
    ]);
  });
});

/** A copy of the product's packs in which nl-wiv has one file of cases, changed. */
async function packsWith(name: string, change: (text: string) => string): Promise<string> {
  const folder = join(await scratch(), "packs");
  await cp(join(ROOT, "packs"), folder, { recursive: true });
  const cases = join(folder, "nl-wiv", "cases");
  const others = (await readdir(cases)).filter((one) => one !== name && one !== "base.yaml");
  for (const one of others) await rm(join(cases, one));
  await writeFile(join(cases, name), change(await readFile(join(cases, name), "utf8")));
  return folder;
}
