// The last line of .ci/run: node tools/launch.mjs tool tally REPORT CHECK_EXIT
// counts what vitest's JSON report holds; a check that failed counts as one failure more.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "./root.ts";
import { readReport } from "./tests/report.ts";
import { tally } from "./tests/tally.ts";

const [report = "", checkExit = "1"] = process.argv.slice(2);
const text = existsSync(report) ? readFileSync(report, "utf8") : "";
const outcomes = readReport(text, ROOT, existsSync(join(ROOT, "..", "shared", "data")));
if (checkExit !== "0") outcomes.push({ name: "npm run check", state: "failed" });
console.log(tally(outcomes));
