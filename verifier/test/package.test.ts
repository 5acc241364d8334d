import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importsBelow } from "./support/imports.ts";
import { hasNpm, packAndInstall, withThisNode } from "./support/packed.ts";
import type { Packed } from "./support/packed.ts";
import { paperFolder } from "./support/sample-files.ts";

const HERE = fileURLToPath(new URL("../", import.meta.url));

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
}

function manifestIn(folder: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return manifest;
}

describe("the package", () => {
  test("names no dependency of any kind", () => {
    expect(Object.keys(manifestIn(HERE)).filter((key) => /depend/i.test(key))).toEqual([]);
  });

  test("imports in src nothing but its own files", () => {
    const imports = importsBelow(join(HERE, "src"), ".ts");
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter(({ specifier }) => !/^\.\.?\//.test(specifier))).toEqual([]);
    expect(imports.filter(({ specifier }) => /(?:test|command|app)\//.test(specifier))).toEqual([]);
  });

  test("imports in its command nothing but Node and what src offers to all", () => {
    const imports = importsBelow(join(HERE, "command"), ".ts");
    const isAllowed = /^(?:node:[a-z/]+|\.\/[a-z-]+\.ts|\.\.\/src\/index\.ts)$/;
    expect(imports.length).toBeGreaterThan(30);
    expect(imports.filter(({ specifier }) => !isAllowed.test(specifier))).toEqual([]);
  });

  test("is its sources in a clone, so that nothing compiled earlier is used", () => {
    expect(manifestIn(HERE).exports).toEqual({
      ".": "./src/index.ts",
      "./command": "./command/index.ts",
    });
  });
});

describe.skipIf(!hasNpm)("packed, and installed in an empty folder (needs npm)", () => {
  const papers = paperFolder();
  let packed: Packed;
  beforeAll(() => {
    packed = packAndInstall();
  }, 180_000);
  afterAll(() => {
    packed.remove();
    papers.remove();
  });

  /** The command as npm put it there. */
  function verify(...args: readonly string[]): { status: number | null; stdout: string } {
    return spawnSync(join(packed.installed, "node_modules", ".bin", "caveat-verify"), args, {
      cwd: papers.path,
      encoding: "utf8",
      env: withThisNode(),
    });
  }

  test("it brings nothing with it, and no test", () => {
    const modules = join(packed.installed, "node_modules");
    const files = readdirSync(join(modules, "caveat-verifier"));
    expect(readdirSync(modules).filter((name) => !name.startsWith("."))).toEqual([
      "caveat-verifier",
    ]);
    expect(files.toSorted()).toEqual(
      ["LICENSE", "README.md", "bin", "command", "dist", "package.json", "src"].toSorted(),
    );
  });

  test("its command gives all three answers", () => {
    const papersOf = ["--entry", "entry", "--policy", "policy"];
    expect(verify("receipt", "proof", ...papersOf)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^good: /),
    });
    expect(verify("ledger", "export", "--policy", "policy")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^good, with values erased: /),
    });
    papers.damaged("proof", 60);
    expect(verify("receipt", "proof-damaged-60", ...papersOf)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^bad: /),
    });
    expect(verify("receipt", "nowhere", ...papersOf).status).toBe(2);
    expect(verify("--version").stdout).toBe("0.1.0\n");
  });

  test("both its entrances are compiled, with types, and import nothing else", () => {
    const folder = join(packed.installed, "node_modules", "caveat-verifier");
    const script = `
      import { verifyReceipt } from "caveat-verifier";
      import { ledgerAnswer } from "caveat-verifier/command";
      console.log(import.meta.resolve("caveat-verifier").split("caveat-verifier/")[1]);
      console.log(typeof verifyReceipt, typeof ledgerAnswer);`;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: packed.installed,
      encoding: "utf8",
    });
    expect(stdout).toBe("dist/src/index.js\nfunction function\n");
    const types = readdirSync(join(folder, "dist", "src")).filter((name) => name === "index.d.ts");
    const imports = importsBelow(join(folder, "dist"), ".js");
    expect(types).toEqual(["index.d.ts"]);
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter(({ specifier }) => !/^(?:node:|\.\.?\/)/.test(specifier))).toEqual([]);
  });

  test("packing leaves the sources as they were", () => {
    expect(readFileSync(join(packed.sources, "package.json"), "utf8")).toBe(
      readFileSync(join(HERE, "package.json"), "utf8"),
    );
    expect(readdirSync(packed.sources)).not.toContain("LICENSE");
  });
});
