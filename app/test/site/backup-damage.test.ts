import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { advance } from "../../src/site/advance.ts";
import { verdictMemory } from "../../src/site/verdict-memory.ts";
import {
  SILENT,
  backupsOf,
  inSite,
  keep,
  useBackupSites,
  type Settings,
} from "./support/backup-site.ts";

const sites = useBackupSites();
let from: Settings;
/** A whole backup with something in it of every kind. */
let whole: string;
let copies = 0;

beforeAll(async () => {
  from = await sites().site();
  await inSite(from, async (site) => {
    const [id = ""] = await keep(site, ...Array.from({ length: 300 }, (_, at) => `record ${at}`));
    await verdictMemory(site).find(id, "somebody");
    await advance(site);
    await verdictMemory(site).find(id, "somebody else");
  });
  whole = sites().path("whole");
  await backupsOf(from).write(whole, SILENT);
}, 120_000);

/** A copy to be damaged. */
function copy(): string {
  const folder = sites().path(`copy-${(copies += 1)}`);
  cpSync(whole, folder, { recursive: true });
  return folder;
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

/** What the check says of a folder; "whole" when it finds nothing. */
async function said(folder: string): Promise<string> {
  return await backupsOf(from)
    .check(folder, SILENT)
    .then(
      () => "whole",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
}

/** Damages every file of a backup in turn, mends it, and gives those whose name was not told. */
async function unnoticed(damage: (path: string, turn: number) => void): Promise<string[]> {
  const folder = copy();
  const missed: string[] = [];
  for (const [turn, name] of filesOf(folder).entries()) {
    const path = join(folder, name);
    damage(path, turn);
    if (!(await said(folder)).includes(name)) missed.push(name);
    cpSync(join(whole, name), path);
  }
  expect(await said(folder)).toBe("whole");
  return missed;
}

describe("damage is refused, and the file is named", () => {
  test("in what was tried there is something of every kind", () => {
    const kinds = new Set(filesOf(whole).map((name) => name.replace(/\/.*/, "")));
    expect(kinds).toEqual(
      new Set(["manifest.json", "manifest.sha256", "tables", "content", "tiles"]),
    );
    const filled = filesOf(join(whole, "tables")).filter(
      (name) => readFileSync(join(whole, "tables", name)).length > 0,
    );
    expect(filled).toEqual(expect.arrayContaining(["entry.jsonl", "sealed_value.jsonl"]));
  });

  test("a bit is flipped in any file: in its first, a middle or its last byte", async () => {
    const missed = await unnoticed((path, turn) => {
      const bytes = readFileSync(path);
      const at = [0, Math.floor(bytes.length / 2), bytes.length - 1][turn % 3] ?? 0;
      // An empty file has none; it gets one.
      if (bytes.length === 0) appendFileSync(path, "x");
      else writeFileSync(path, bytes.with(at, (bytes[at] ?? 0) ^ (1 << (turn % 8))));
    });
    expect(missed).toEqual([]);
  });

  test("any file is missing", async () => {
    expect(await unnoticed((path) => rmSync(path))).toEqual([]);
  });

  test("any file is cut short or, where it is empty, made longer", async () => {
    const missed = await unnoticed((path) => {
      const { length } = readFileSync(path);
      if (length === 0) appendFileSync(path, "\n");
      else truncateSync(path, length - 1);
    });
    expect(missed).toEqual([]);
  });

  test("any table has a row more", async () => {
    const folder = copy();
    const names = filesOf(folder).filter((name) => name.startsWith("tables/"));
    for (const name of names) {
      const [row = '{"id":"x"}'] = readFileSync(join(whole, name), "utf8").split("\n");
      appendFileSync(join(folder, name), `${row}\n`);
      expect(await said(folder)).toContain(name);
      cpSync(join(whole, name), join(folder, name));
    }
    expect(names.length).toBeGreaterThan(10);
  });

  test("there is a file that the manifest does not know, or something that is no file", async () => {
    const folder = copy();
    const stray = join(folder, "tables", "stray.jsonl");
    writeFileSync(stray, "");
    expect(await said(folder)).toContain(`${stray}: the manifest does not know this file`);
    rmSync(stray);
    const entries = join(folder, "tables", "entry.jsonl");
    rmSync(entries);
    symlinkSync(join(whole, "tables", "entry.jsonl"), entries);
    expect(await said(folder)).toContain(`${entries}: it is neither a file nor a folder`);
  });

  test("and a restore from it touches nothing", async () => {
    const to = await sites().emptyFor(from);
    const folder = copy();
    appendFileSync(join(folder, "tables", "verdict.jsonl"), "\n");
    await expect(backupsOf(to).restore(folder, SILENT)).rejects.toMatchObject({
      code: "bad-backup",
      message: expect.stringMatching(/verdict\.jsonl: it has .*; nothing of the backup was used/),
    });
    expect(existsSync(to.home)).toBe(false);
    await expect(backupsOf(to).restore(whole, SILENT)).resolves.toBeDefined();
  });
});

/** Writes a table anew and makes manifest and sums fit it, as somebody would who is able to. */
function forge(folder: string, name: string, change: (text: string) => string): void {
  const path = join(folder, name);
  const text = change(readFileSync(path, "utf8"));
  writeFileSync(path, text);
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const sum = createHash("sha256").update(text).digest("hex");
  for (const file of manifest.files) {
    if (file.path === name) Object.assign(file, { size: Buffer.byteLength(text), sha256: sum });
  }
  for (const table of manifest.tables) {
    if (name === `tables/${table.name}.jsonl`) table.rows = text.split("\n").length - 1;
  }
  forgeManifest(folder, manifest);
}

function forgeManifest(folder: string, manifest: unknown): void {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  const sum = createHash("sha256").update(text).digest("hex");
  writeFileSync(join(folder, "manifest.json"), text);
  writeFileSync(join(folder, "manifest.sha256"), `${sum}  manifest.json\n`);
}

describe("a forged backup, whose sums fit, is refused", () => {
  test.each([
    [
      "an entry is left out",
      "entry",
      (lines: string[]) => lines.toSpliced(7, 1),
      /entry 7 is miss/,
    ],
    [
      "the last entry is left out",
      "entry",
      (lines: string[]) => lines.toSpliced(-2, 1),
      /at its head/,
    ],
    [
      "two entries are swapped",
      "entry",
      (lines: string[]) => lines.toSpliced(2, 2, lines[3] ?? "", lines[2] ?? ""),
      /entry 2 is missing/,
    ],
    [
      "an entry says something else",
      "entry",
      (lines: string[]) => lines.with(3, (lines[3] ?? "").replace(/"body":"..../, '"body":"AAAA')),
      /entry 3 is not what its leaf or its id says/,
    ],
    ["a head is gone", "head", () => [""], /do not make the tree at its head/],
    [
      "the checkpoint is of another log",
      "checkpoint",
      withOtherNote,
      /newest checkpoint is not one/,
    ],
    [
      "content is something else",
      "content",
      (lines: string[]) => lines.map((line) => line.replace(/"body":"..../, '"body":"AAAA')),
      /the content [0-9a-f]{64} is missing or is something else/,
    ],
    ["a row is of another shape", "log", () => ['{"id":1}', ""], /log\.jsonl:1: it is not a row/],
    ["a row is written in another way", "log", (l: string[]) => [` ${l[0]}`, ""], /is not a row/],
  ])("%s", async (_, table, change, message) => {
    const folder = copy();
    forge(folder, `tables/${table}.jsonl`, (text) => change(text.split("\n")).join("\n"));
    expect(await said(folder)).toMatch(message);
  });

  test.each([
    [
      "leads out of its folder",
      (m: Forged) => (m.files[0].path = "../../etc/passwd"),
      /its path is/,
    ],
    [
      "has an absolute path",
      (m: Forged) => (m.files[0].path = "/etc/passwd"),
      /its path is not one/,
    ],
    [
      "is of a later form",
      (m: Forged) => (m.caveat = "backup/2"),
      /its form is backup\/2, and this/,
    ],
    ["says something more", (m: Forged) => (m.more = 1), /not written as a manifest is/],
    [
      "has another end",
      (m: Forged) => m.logs.forEach((log) => (log.size = 3)),
      /logs do not end as their entries do/,
    ],
    [
      "names other keys",
      (m: Forged) => m.logs.forEach((log) => (log.keys = [])),
      /newest checkpoint is not one/,
    ],
    [
      "names what is no key",
      (m: Forged) => m.logs.forEach((log) => (log.keys = ["x"])),
      /newest checkpoint is not one/,
    ],
    ["has a type that is none", (m: Forged) => (m.tables[0].columns = { id: "json" }), /type json/],
    ["has a count that is none", (m: Forged) => (m.tables[0].rows = -1), /its rows is not a count/],
    ["has no logs", (m: Forged) => (m.logs = []), /tile of no log|logs do not end/],
  ])("the manifest %s", async (_, change, message) => {
    const folder = copy();
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    change(manifest);
    forgeManifest(folder, manifest);
    expect(await said(folder)).toMatch(message);
  });

  test("a folder is no backup at all", async () => {
    expect(await said(dirname(whole))).toMatch(/it is not a backup: there is no manifest\.json in/);
    expect(await said(sites().path("nowhere"))).toMatch(/nowhere: it is not a backup/);
  });
});

/** A manifest while somebody forges it. */
interface Forged {
  caveat: string;
  more?: number;
  files: [{ path: string }];
  tables: [{ columns: object; rows: number }];
  logs: { size: number; keys: string[] }[];
}

function withOtherNote(lines: string[]): string[] {
  const note = Buffer.from("another.example/log\n0\nAAAA\n\n— x AAAA\n").toString("base64");
  return lines.map((line) => line.replace(/"note":"[^"]*"/, `"note":"${note}"`));
}
