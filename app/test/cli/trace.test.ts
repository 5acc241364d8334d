import { createHmac } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Candidate } from "../../src/core/release/watermark.ts";
import { markStix } from "../../src/core/release/watermark-stix.ts";
import { markText } from "../../src/core/release/watermark-text.ts";
import type { Memory } from "../../src/usecases/memory.ts";
import type { Ports } from "../../src/usecases/ports.ts";
import { caveat, type Ran } from "../support/cli.ts";

const AT = "2026-11-26T12:00:00.000Z";
const CANDIDATES = ["alder", "birch\u001b[2J", "cedar"].map(candidate);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caveat-trace-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("says whose copy a file is, and how sure that is", async () => {
  const objects = Array.from({ length: 20 }, (_, nth) => ({
    type: "indicator",
    created: AT,
    modified: AT,
    name: `Host ${nth}`,
  }));
  const marked = markStix(objects, AT, candidate("cedar").nameFor);
  const { code, out } = await run(
    "found.json",
    JSON.stringify({ type: "bundle", objects: marked }),
  );
  expect(code).toBe(0);
  expect(out).toMatch(
    /^cedar: 20 of 20 signs agree; a chance of at most \de-\d+ that it is another$/m,
  );
  expect(out).toContain("(20 signs, 3 recipients)");
});

test("says that it is nobody's when no mark is in it", async () => {
  const { code, out } = await run("found.txt", "A line without anything.\nAnd another line.\n");
  expect(code).toBe(0);
  expect(out).toMatch(/^nobody: .* below 0\.000001 \(2 signs, 3 recipients\)$/m);
});

test("answers a program, and writes nothing that commands a terminal", async () => {
  const lines = Array.from({ length: 60 }, (_, nth) => `This is line number ${nth} of it.`);
  const marked = markText(lines.join("\n"), candidate("birch\u001b[2J").nameFor);
  const plain = await run("found.md", marked);
  expect(plain.out).toContain(String.raw`birch\u{1b}[2J: 60 of 60`);
  const { out } = await run("found.md", marked, "--json");
  expect(JSON.parse(out)).toMatchObject({ signs: 60, candidates: 3, named: [{ agree: 60 }] });
});

test("refuses a file that is not there with its name", async () => {
  const { code, err } = await caveat(["trace", join(folder, "none.json")], {
    ports: withCandidates,
  });
  expect(code).toBe(2);
  expect(err).toContain("none.json");
});

async function run(name: string, content: string, ...options: readonly string[]): Promise<Ran> {
  const path = join(folder, name);
  await writeFile(path, content);
  return caveat(["trace", path, ...options], { ports: withCandidates });
}

/** A memory of which only the recipients are asked for. */
function withCandidates(ports: Ports): Ports {
  const memory = {
    recipients: () => Promise.resolve(CANDIDATES),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return { ...ports, openMemory: () => Promise.resolve(memory as unknown as Memory) };
}

function candidate(partner: string): Candidate {
  return {
    partner,
    nameFor: (part) => createHmac("sha256", partner).update(part).digest("hex"),
  };
}
