import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { caseOf, caveat, ROOT, scratch } from "../support/cli.ts";

const COMMANDS = [
  "decide",
  "who",
  "facts",
  "pack check",
  "pack test",
  "replay",
  "actors import",
  "demo",
] as const;
const ESCAPE = "\u001b";

describe("help", () => {
  test.each(COMMANDS)("of %s says how it is used, with an example", async (command) => {
    const { code, out, err } = await caveat([...command.split(" "), "--help"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(new RegExp(`^Usage: caveat ${command} `));
    expect(out).toMatch(new RegExp(`\\nExample:\\n  caveat ${command} \\S.*\\n$`));
  });

  test("of the program lists every command, the outcomes and what the exit codes mean", async () => {
    const { code, out } = await caveat(["--help"]);
    const words = [
      ...COMMANDS.map((one) => one.split(" ")[0] ?? ""),
      "withhold",
      "Exit: 0",
      "NO_COLOR",
    ];
    expect([code, words.filter((word) => !out.includes(word))]).toEqual([0, []]);
  });

  test("fits a terminal of 80 columns up to the examples", async () => {
    const { out } = await caveat(["--help"]);
    const lines = (out.split("\nExamples:")[0] ?? "").split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test("without a command is shown as an error", async () => {
    const { code, out, err } = await caveat([]);
    expect([code, out, err]).toEqual([2, "", expect.stringContaining("Usage: caveat")]);
  });

  test("--version prints the version alone", async () => {
    expect(await caveat(["--version"])).toEqual({ code: 0, out: "0.0.1\n", err: "" });
  });
});

describe("a command line that is wrong", () => {
  test.each<[readonly string[], string]>([
    [["decid"], "Did you mean decide?"],
    [["fact"], "Did you mean facts?"],
    [["pack", "chek"], "Did you mean check?"],
    [["actors", "imports"], "Did you mean import?"],
    [["decide", "x", "--jsn"], "Did you mean --json?"],
    [["decide"], "missing required argument 'casefile'"],
    [["decide", "a", "b"], "too many arguments"],
  ])("%j ends with 2 and helps", async (args, says) => {
    const { code, out, err } = await caveat(args);
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(says)]);
  });
});

describe("colours", () => {
  const commands = async (): Promise<readonly (readonly string[])[]> => [
    ["decide", await caseOf(), "--all"],
    ["who", join(ROOT, "scenarios", "lowland", "items", "winter-market.md")],
  ];

  test("stand on a terminal", async () => {
    for (const args of await commands()) {
      expect((await caveat(args, { isTTY: true })).out).toContain(ESCAPE);
    }
  });

  test("do not stand in a pipe, nor on a terminal where NO_COLOR is set", async () => {
    for (const args of await commands()) {
      const piped = await caveat(args);
      const plain = await caveat(args, { isTTY: true, env: { NO_COLOR: "1" } });
      expect([piped.out.includes(ESCAPE), plain.out.includes(ESCAPE)]).toEqual([false, false]);
      expect(plain.out).toBe(piped.out);
    }
  });

  test("do not change what is said", async () => {
    for (const args of await commands()) {
      const [piped, coloured] = [await caveat(args), await caveat(args, { isTTY: true })];
      const [first = "", ...rest] = coloured.out.split(`${ESCAPE}[`);
      expect([first, ...rest.map((one) => one.replace(/^\d+m/, ""))].join("")).toBe(piped.out);
    }
  });
});

describe("the demo", () => {
  test("--once prints the matrix, keeps its verdicts, and proves one that can be checked again", async () => {
    const env = { CAVEAT_HOME: await scratch() };
    const { code, out, err } = await caveat(["demo", "--once"], { env });
    expect([code, err, out.includes("Ask about a cell")]).toEqual([0, "", false]);
    expect(out).toContain("Can I still share this?");
    const outcomes = ["release", "release-with-caveats", "hold", "refer", "withhold"];
    const [, counts = ""] = /^Outcomes in the matrix: (.*)$/m.exec(out) ?? [];
    const counted = counts.split(", ").map((one) => one.replace(/^\d+ /, ""));
    expect(counted.toSorted()).toEqual(outcomes.toSorted());
    const [, item = ""] = /^Items\n {2}(\S+)/m.exec(out) ?? [];
    const cell = await caveat(["demo", "--explain", item, "alder"]);
    expect([cell.code, cell.out]).toEqual([0, expect.stringContaining(`${item} → alder: `)]);
    expect(out).toMatch(/^Kept: 221 verdicts, .* \(221 entries, signed\)$/m);
    const [, again = ""] = /^Again: npm run caveat -- (.*)$/m.exec(out) ?? [];
    const checked = await caveat(again.split(" "));
    expect([checked.code, checked.out]).toEqual([0, expect.stringMatching(/^good: the log holds/)]);
  });

  test("says which items there are when asked about another", async () => {
    const wrong = await caveat(["demo", "--explain", "no-such-thing", "alder"]);
    expect(wrong.out + wrong.err).toMatch(/no item or request "no-such-thing"; known are: \w/);
  });
});
