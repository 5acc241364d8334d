import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where Debian's golang-golang-x-mod-dev puts golang.org/x/mod. */
const SYSTEM_COPY = "/usr/share/gocode/src/golang.org/x/mod";
const SOURCES: string = fileURLToPath(new URL("../go/", import.meta.url));

/** The Go program, built; undefined where Go or golang.org/x/mod is not to be had. */
export interface GoProgram {
  /** Runs it on a JSON value and gives the JSON it prints. Throws when it fails. */
  run<T>(input: unknown): T;
  remove(): void;
}

/**
 * Builds test/go with the system's copy of golang.org/x/mod where there is one, else with the version
 * that go.sum pins, from the module cache or the module proxy.
 */
export function buildGo(): GoProgram | undefined {
  const folder = mkdtempSync(join(tmpdir(), "caveat-go-"));
  const program = join(folder, "check");
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const built = spawnSync("go", ["build", ...modFile(folder), "-o", program, "."], {
    cwd: SOURCES,
    env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" },
    timeout: 120_000,
  });
  if (built.status === 0) return { run: (input) => run(program, input), remove };
  remove();
  return undefined;
}

function modFile(folder: string): string[] {
  if (!existsSync(SYSTEM_COPY)) return [];
  const lines = [
    "module caveat/verifier/test/go",
    "go 1.19",
    "require golang.org/x/mod v0.0.0",
    `replace golang.org/x/mod => ${SYSTEM_COPY}`,
  ];
  const file = join(folder, "system.mod");
  writeFileSync(file, `${lines.join("\n")}\n`);
  writeFileSync(join(folder, "system.sum"), "");
  return [`-modfile=${file}`];
}

function run<T>(program: string, input: unknown): T {
  const maxBuffer = 64 * 1024 * 1024;
  const { status, stdout, stderr } = spawnSync(program, {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer,
  });
  if (status !== 0) throw new Error(`the Go program failed: ${stderr}`);
  const output: T = JSON.parse(stdout);
  return output;
}
