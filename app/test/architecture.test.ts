import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TEXT = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
/** Lines of the table of what must never happen: the number, the file, the name. */
const NEVER = [...TEXT.matchAll(/^\| (\d+)\. .*?\| `([^`]+\.test\.ts)` +\| (.*?) +\|$/gm)].map(
  ([, number = "", file = "", name = ""]) => ({ number: Number(number), file, name }),
);

describe("the architecture page", () => {
  test("names a test for each of the twelve things that must never happen", () => {
    const numbers = new Set(NEVER.map(({ number }) => number));
    expect([...numbers]).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  });

  test.each(NEVER)("names a test that is there: $number in $file", ({ file, name }) => {
    const source = readFileSync(join(ROOT, "app/test", file), "utf8");
    const titles = [...source.matchAll(/(?:test|describe)(?:\.[a-z]+)?\(\s*"([^"]+)"/g)];
    expect(
      titles.map(([, title = ""]) => title).filter((one) => one.startsWith(name)),
    ).toHaveLength(1);
  });

  test("points to files and folders that are there", () => {
    const roots = ["", "app", "app/src"].map((folder) => join(ROOT, folder));
    const paths = [...TEXT.matchAll(/`((?:[a-z-]+\/)+(?:[a-z-]+\.ts)?)`/g)].map(
      ([, path = ""]) => path,
    );
    const missing = paths.filter((path) => !roots.some((root) => existsSync(join(root, path))));
    expect(missing).toEqual([]);
    expect(paths.length).toBeGreaterThan(30);
  });
});
