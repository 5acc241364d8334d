import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSite } from "../../src/site/site.ts";
import { caveat, ROOT, scratch } from "../support/cli.ts";

const CASES = [
  [
    "An ordinary case: community-list to Harbour, as a package",
    "release: it may be released",
    "nobody has to approve it",
    "- type,value,first_seen,confidence\n        + type,value,first_seen\n",
    "Harbour opened its package with its key: ",
    "under: Handle this as TLP:CLEAR (TLP 2.0).",
    "its receipt holds, checked without us: entry ",
  ],
  [
    "The head and an independent assessor: snow-tide to Alder, over TAXII",
    "refer: alder: refer",
    "the head signed, then the assessor, each with a key and for exactly these bytes: ",
    "      release-with-caveats: it may be released",
    "Alder fetched 15 objects with TAXII, among them report--",
    "under: Do not pass this on, whole or in part, without our permission in writing.",
  ],
  [
    "A recall: Alder answers, and whoever has it from Alder does not",
    "alder: destroyed, due 20",
    "acknowledgement, destruction",
    "alder-cert, which has it from alder: open, due 20",
    "of what Alder fetched its collection now holds 15 objects, 10 of them as revoked",
  ],
  ["One that is refused", "the head refused: refused"],
  ["An urgent one", "head and minister signed", "review the urgent case"],
  [
    "A signature that does not count",
    "approve:head does not count: it was given for something else",
  ],
];

describe("the demo's desk", () => {
  test("carries five cases through the server to the partners and back, twice, and every kept verdict replays", async () => {
    const home = await scratch();
    const env = { CAVEAT_HOME: home };
    for (const run of [1, 2]) {
      const { code, out, err } = await caveat(["demo", "--once"], { env });
      expect([run, code, err]).toEqual([run, 0, ""]);
      for (const lines of CASES) for (const line of lines) expect(out).toContain(line);
      const hashes = [...out.matchAll(/bytes are SHA-256 ([0-9a-f]{64})$/gm)];
      expect(hashes).toHaveLength(2);
    }
    const folder = join(home, "demo", "harbour");
    const at = (name: string): string => join(folder, name);
    const own = ["--key", at("harbour.asc"), "--trust", at("lowland.asc")];
    const into = ["--policy", at("lowland.policy"), "--into", at("opened")];
    const opened = await caveat(["package", "open", at("list.pgp"), ...own, ...into]);
    expect([opened.code, opened.err]).toEqual([0, ""]);
    expect(opened.out).toContain("the receipt holds: entry 1 of the 2 of ");
    const demo = join(home, "demo");
    const ids = await verdictsOfCases(demo);
    expect(ids.length).toBe(6);
    for (const id of ids) {
      const replayed = await caveat(["replay", id], { env: { CAVEAT_HOME: demo } });
      expect([id, replayed.code, replayed.out]).toEqual([
        id,
        0,
        expect.stringContaining("the same, byte for byte"),
      ]);
    }
  });

  test("goes on serving without --once, until it is told to stop", async () => {
    const home = await scratch();
    const main = join(ROOT, "app", "src", "main.ts");
    const child = spawn(process.execPath, [main, "demo"], {
      env: { ...process.env, CAVEAT_HOME: home },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const url = await new Promise<string>((resolve, reject) => {
      let said = "";
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const found = /^The desk is served at (\S+),[^]*--explain ITEM PARTNER/m.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once("exit", (code) => reject(new Error(`it ended with ${String(code)}: ${said}`)));
    });
    const ready = await fetch(`${url}/ready`);
    const ended = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
    child.kill("SIGTERM");
    expect([ready.status, await ended]).toEqual([200, 0]);
  });
});

/** The verdicts that cases kept, of the newest case of each kind: the matrix has its own test. */
async function verdictsOfCases(home: string): Promise<readonly string[]> {
  await using site = await openSite({ home });
  return site.store.as("app").read(async ({ select }) => {
    const rows = await select.selectFrom("case_verdict").select("verdict").limit(6).execute();
    return rows.map(({ verdict }) => verdict);
  });
}
