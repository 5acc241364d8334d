import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { PackFiles } from "../core/pack.ts";
import { Refusal } from "../core/refusal.ts";
import { readManifest, type Manifest } from "./manifest.ts";
import type { PackProblem } from "./problem.ts";
import { readRules, type RuleSource } from "./source.ts";

/** A pack as read from its folder, not yet checked. */
export interface PackSource {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manifestFile: string;
  readonly rules: readonly RuleSource[];
  readonly schema: string;
  /** SHA-256 over the schema, pack.yaml and every rule file, by name. */
  readonly hash: string;
  /** What reading found wrong. */
  readonly problems: readonly PackProblem[];
}

export const SCHEMA_FILE = "caveat.cedarschema";

/**
 * Reads the pack in a folder: pack.yaml and every *.cedar file, under the given schema.
 * Throws a Refusal when there is no such folder or it holds no pack.yaml; everything else that is
 * wrong is in `problems`.
 */
export async function readPack(folder: string, schema: string): Promise<PackSource> {
  return parsePack(await readPackFiles(folder, schema), folder);
}

/** The files that make a pack, as text. Throws a Refusal when there is none or one is not UTF-8. */
export async function readPackFiles(folder: string, schema: string): Promise<PackFiles> {
  const files: Record<string, string> = {};
  for (const name of await listPack(folder)) {
    files[name] = await readText(join(folder, name), `${basename(folder)}/${name}`);
  }
  return { name: basename(folder), schema, files };
}

/** A pack from its files; `folder` is where they stand, for messages. Throws as `readPack` does. */
export function parsePack({ name, schema, files }: PackFiles, folder: string): PackSource {
  const problems: PackProblem[] = [];
  const rules: RuleSource[] = [];
  const hash = createHash("sha256").update(entry(SCHEMA_FILE, schema));
  let manifest: Manifest | undefined;
  for (const [file, text] of Object.entries(files).toSorted(([x], [y]) => (x < y ? -1 : 1))) {
    const place = `${name}/${file}`;
    hash.update(entry(file, text));
    if (file === "pack.yaml") manifest = readManifest(text, place, problems);
    else rules.push(...readRules(text, place, problems));
  }
  if (manifest === undefined) throw noPack(folder);
  return {
    folder,
    manifest,
    manifestFile: `${name}/pack.yaml`,
    rules,
    schema,
    hash: hash.digest("hex"),
    problems,
  };
}

/** The schema that belongs to a folder of packs. Throws a Refusal when it is not there. */
export async function readSchema(packsFolder: string): Promise<string> {
  const file = join(packsFolder, SCHEMA_FILE);
  return readText(file, file);
}

/** The text of a file of rules; nothing is replaced, so that the hash stands for every byte. */
async function readText(path: string, name: string): Promise<string> {
  const bytes = await readFile(path).catch(() => {
    throw new Refusal("bad-pack", name, "it cannot be read", "check that it is there and yours");
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal("bad-utf8", name, "it is not UTF-8", "save it as UTF-8");
  }
}

async function listPack(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => {
    throw noPack(folder);
  });
  return names.filter((name) => name === "pack.yaml" || name.endsWith(".cedar")).toSorted();
}

function noPack(folder: string): Refusal {
  return new Refusal(
    "bad-pack",
    folder,
    "there is no pack here: no pack.yaml",
    `name a folder that holds one, or a pack in ${dirname(folder)}`,
  );
}

/** A file in the pack's hash: its name and the hash of its content, so that neither can drift. */
function entry(name: string, text: string): string {
  return `${name}\0${createHash("sha256").update(text).digest("hex")}\n`;
}
