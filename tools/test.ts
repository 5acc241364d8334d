// npm test: runs vitest with the arguments given, then names what was skipped and ends with the
// count. CAVEAT_TEST_REPORT=FILE keeps vitest's JSON report, for .ci/run.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "./root.ts";
import { endOf } from "./set-up/child.mjs";
import { readReport } from "./tests/report.ts";
import { skippedByReason, tally } from "./tests/tally.ts";

const scratch = mkdtempSync(join(tmpdir(), "caveat-test-"));
const report = process.env["CAVEAT_TEST_REPORT"] ?? join(scratch, "report.json");
try {
  const { code } = await endOf(
    spawn(
      process.execPath,
      [
        join(ROOT, "node_modules", "vitest", "vitest.mjs"),
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...process.argv.slice(2),
      ],
      { cwd: ROOT, stdio: "inherit" },
    ),
  );
  const text = existsSync(report) ? readFileSync(report, "utf8") : "";
  const outcomes = readReport(text, ROOT, existsSync(join(ROOT, "..", "shared", "data")));
  console.log([...skippedByReason(outcomes), tally(outcomes)].join("\n"));
  process.exitCode = code ?? 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
