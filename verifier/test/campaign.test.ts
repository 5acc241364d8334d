import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("a short campaign of random mutations misses none", { timeout: 120_000 }, () => {
  const script = fileURLToPath(new URL("./campaign.ts", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [script, "3000", "2026"], {
    encoding: "utf8",
  });
  expect(stdout).toContain(" 0 missed");
  expect(status).toBe(0);
});
