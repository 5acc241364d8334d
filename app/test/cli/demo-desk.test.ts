import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { releasePorts } from "../../src/desk/release-ports.ts";
import { advance } from "../../src/site/advance.ts";
import { openSite } from "../../src/site/site.ts";
import { escalateNotices } from "../../src/usecases/release/escalate-notices.ts";
import { caveat, ROOT, scratch } from "../support/cli.ts";
import { connectToScenario } from "../support/site.ts";

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
    ", that goes to the head, and into Alder's register as an experience",
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
    const ids = await allVerdicts(demo);
    expect(ids.length).toBeGreaterThan(50);
    const replayed = await caveat(["replay", ...ids], { env: { CAVEAT_HOME: demo } });
    expect([replayed.code, replayed.err]).toEqual([0, ""]);
    const lines = replayed.out.trimEnd().split("\n");
    expect(lines.map((line) => line.includes(": the same, byte for byte ("))).toEqual(
      ids.map(() => true),
    );
  });

  test("leaves a recall whose unanswered notices escalate as days pass, while the history stays", async () => {
    const home = await scratch();
    const { code, err } = await caveat(["demo", "--once"], { env: { CAVEAT_HOME: home } });
    expect([code, err]).toEqual([0, ""]);
    await using site = await openSite({ home: join(home, "demo") });
    const ports = await releasePorts(site, connectToScenario());
    const before = await site.ledger.transact((tables) => tables.readHead(site.origin));
    const told = async (days: number): Promise<readonly string[]> => {
      const at = new Date(Date.now() + days * 86_400_000).toISOString();
      const { notices, failed } = await escalateNotices(at, ports);
      expect(failed).toEqual([]);
      const kept = await Promise.all(notices.map((id) => ports.releases.notice(id)));
      return kept.map((notice) => `${notice?.onward} from ${notice?.partner}`);
    };
    expect(await told(0)).toEqual([]);
    expect(await told(60)).toEqual(["alder-cert from alder"]);
    expect(await told(61)).toEqual([]);
    const late = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
    const [alder] = await ports.register.versions(late, ["alder"]);
    const held = alder?.registered?.kind === "partner" ? alder.registered.standing : undefined;
    const last = held?.experiences.at(-1);
    expect([last?.type, last?.status]).toEqual(["recall-unanswered", "open"]);
    await advance(site);
    const after = await site.ledger.transact((tables) => tables.readHead(site.origin));
    expect(after?.size).toBeGreaterThan(before?.size ?? 0);
    const [file, env] = [join(home, "all.jsonl"), { CAVEAT_HOME: join(home, "demo") }];
    const exported = await caveat(["ledger", "export", file], { env });
    const verified = await caveat(["ledger", "verify", file], { env });
    expect([exported.code, verified.code]).toEqual([0, 0]);
    const kinds = readFileSync(file, "utf8");
    for (const kind of ["case-prepare", "case-release", "case-recall"]) {
      expect(kinds).toContain(`"kind":"${kind}"`);
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

/** Every verdict that was kept: those of the cases and those of the table of all items and partners. */
async function allVerdicts(home: string): Promise<readonly string[]> {
  await using site = await openSite({ home });
  return site.store.as("app").read(async ({ select }) => {
    const rows = await select.selectFrom("verdict").select("id").orderBy("id").execute();
    return rows.map(({ id }) => id);
  });
}
