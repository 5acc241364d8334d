import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const blocks = [
  ...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/```sh\n([^`]*)```/g),
].map((match) => match[1] ?? "");
/** The two commands are run by CI itself: a test cannot run the tests. */
const runnable = blocks.filter((block) => !block.includes("npm "));
/** What writes the case that the others work on. */
const CASE = /^cat > [\s\S]*?^YAML$/m.exec(blocks[1] ?? "")?.[0] ?? "";

describe("the README", () => {
  test("names the two commands", () => {
    expect(blocks[0]).toBe("npm run demo -- --once\nnpm test\n");
  });

  test.each(runnable)("shows commands that work: %s", { timeout: 120_000 }, (block) => {
    const scratch = mkdtempSync(join(tmpdir(), "caveat-readme-"));
    // What comes later uses the case of the first.
    const before = block.includes("cat >") ? "" : `${CASE}\n`;
    const script = `${before}${block}`.replaceAll("/tmp", scratch);
    const run = spawnSync("sh", ["-euc", script], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, CAVEAT_HOME: scratch },
    });
    expect({ status: run.status, errors: run.stderr }).toEqual({ status: 0, errors: "" });
    expect(run.stdout).toMatch(/hold|pass|objects read|harbour|good/);
  });

  test("says truly what the case in it comes to", { timeout: 120_000 }, () => {
    const [, block = ""] = blocks;
    const scratch = mkdtempSync(join(tmpdir(), "caveat-readme-"));
    const script = block.replaceAll("/tmp/", `${scratch}/`);
    const env = { ...process.env, NO_COLOR: "1" };
    const decide = (text: string): string =>
      spawnSync("sh", ["-euc", text], { cwd: ROOT, encoding: "utf8", env }).stdout;
    expect(decide(script)).toMatch(/: hold\n[\s\S]*consent:lowland[\s\S]*the same, byte for byte/);
    expect(decide(script.replace("tlp: amber", "tlp: green"))).toMatch(/: release-with-caveats\n/);
  });
});
