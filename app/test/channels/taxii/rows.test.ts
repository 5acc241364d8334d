import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { describeWithData, sharedData } from "../../shared-data.ts";

// Every row of the two tables has a test that carries its number: T01 to T49 for the standard, C01 to C18
// for real clients. A row whose test is taken away is missed here.

const ROWS = [
  ...Array.from({ length: 49 }, (_, i) => `T${String(i + 1).padStart(2, "0")}`),
  ...Array.from({ length: 18 }, (_, i) => `C${String(i + 1).padStart(2, "0")}`),
];

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** Rows that some test of this folder names at the beginning of its own name. */
function tested(): readonly string[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".test.ts"));
  const names = files.flatMap((file) => {
    const text = readFileSync(`${FOLDER}/${file}`, "utf8");
    return [...text.matchAll(/(?:\btest|\))\(\s*["'`]([TC]\d\d) /g)].map(([, row = ""]) => row);
  });
  return [...new Set(names)].toSorted();
}

test("each row has a test, and no test names a row that there is not", () => {
  expect(tested()).toEqual(ROWS.toSorted());
});

describeWithData("the rows are those of the tables", () => {
  test.each([
    ["standards.md", /^\| (T\d\d) \|/gm, 49],
    ["connectors.md", /^\| (C\d\d) \|/gm, 18],
  ] as const)("in %s", (file, row, count) => {
    const found = [...readFileSync(sharedData("..", file), "utf8").matchAll(row)].map(
      ([, id]) => id,
    );
    expect(found).toHaveLength(count);
    expect(ROWS).toEqual(expect.arrayContaining(found));
  });
});

describe("what a partner is told about", () => {
  const page = fileURLToPath(
    new URL("../../../../docs/how-to/fetch-with-taxii.md", import.meta.url),
  );
  const text = existsSync(page) ? readFileSync(page, "utf8") : "";

  test("T47 how a server is found by its SRV record", () => {
    expect(text).toContain("_taxii2._tcp");
  });

  test("C17 that its own client has to verify TLS, where that is not so by itself", () => {
    expect(text).toMatch(/OpenCTI[^|\n]*verif|verif[^|\n]*OpenCTI/i);
  });
});
