// npm run check: format, lint with the walls, types, unused code, traces, guards that bite, tests.
// One line per step with its time; stops at the first that fails and shows what it said.
// --without-tests leaves the tests to an `npm test` that follows (.ci/run does that).
import { join } from "node:path";

import { CHECKS, commandOf } from "./checks.ts";
import { ROOT } from "./root.ts";
import { runCaptured } from "./run-captured.ts";

const withoutTests = process.argv.includes("--without-tests");
const unknown = process.argv.slice(2).filter((word) => word !== "--without-tests");

const steps: (readonly [name: string, command: readonly string[]])[] = [
  ...CHECKS.map((check) => [check, commandOf(check, ROOT)] as const),
  ["guards bite", [join(ROOT, "tools", "guards-bite.ts")]],
  ...(withoutTests ? [] : [["tests", [join(ROOT, "tools", "test.ts")]] as const]),
];

if (unknown.length === 0) await runSteps();
else {
  console.error(`check: "${unknown.join(" ")}" is not known; use --without-tests or nothing.`);
  process.exitCode = 1;
}

async function runSteps(): Promise<void> {
  const width = Math.max(...steps.map(([name]) => name.length));
  for (const [name, command] of steps) {
    if (process.stdout.isTTY) process.stdout.write(`${name.padEnd(width)}  …`);
    const started = performance.now();
    const { code, output } = await runCaptured(command, ROOT);
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
    if (process.stdout.isTTY) process.stdout.write("\r");
    const ending = name === "tests" ? `  ${output.trimEnd().split("\n").at(-1)}` : "";
    console.log(`${name.padEnd(width)}  ${code === 0 ? "ok    " : "FAILED"} ${seconds} s${ending}`);
    if (code === 0) continue;
    console.log(`\n${output.trimEnd()}`);
    process.exitCode = 1;
    return;
  }
}
