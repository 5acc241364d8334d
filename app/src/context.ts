import { hash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { makeActorTable, mergeActorTables } from "./core/actor-table.ts";
import type { ActorTable } from "./core/actor.ts";
import { canonicalJson } from "./core/canonical-json.ts";
import { Refusal } from "./core/refusal.ts";
import type { Config } from "./config.ts";
import {
  actorTableToJson,
  importGalaxy,
  parseActorTable,
  type ActorImport,
} from "./formats/actors/table-file.ts";
import { SEED_ACTORS } from "./formats/actors/seed.ts";
import { readBytes } from "./formats/bytes.ts";
import { readCase, readSite } from "./formats/case/read-case.ts";
import { readScenario } from "./formats/case/scenario.ts";
import { signsIn } from "./formats/copy/signs-in.ts";
import { readItem, readItemBytes } from "./formats/item.ts";
import { parseJson } from "./formats/json/parse.ts";
import { CEDAR_VERSION } from "./policy/cedar.ts";
import { packShelf } from "./policy/shelf.ts";
import { backups } from "./site/backup/backups.ts";
import { checkFile } from "./site/check-file.ts";
import { openMemory } from "./site/memory.ts";
import { runWitness } from "./site/run-witness.ts";
import type { SiteSettings } from "./site/settings.ts";
import { replaceWhole } from "./site/write-stream.ts";
import type { OpenOptions } from "./usecases/memory.ts";
import type { Ports } from "./usecases/ports.ts";
import { parsePackBundle } from "./formats/verdict/pack-bundle.ts";
import { parseRecord, readRecord } from "./formats/verdict/read-record.ts";
import { readCasesOf } from "./formats/case/cases-folder.ts";

/** Wires the parts together. Nothing is open that has to be closed until `openMemory` is called. */
export function makeContext(config: Config, version: string): Ports {
  const actors = once(() => loadActors(config));
  const ports: Ports = {
    items: {
      readItem: async (path) => readItem(path, { limits: config.limits, actors: await actors() }),
      readBytes: async (bytes, name) =>
        readItemBytes(bytes, name, { limits: config.limits, actors: await actors() }),
    },
    cases: {
      readCase: async (path) => readCase(await bytesOf(path, config), path),
      readSite: async (path) => readSite(await bytesOf(path, config), path),
      readScenario: async (path) => readScenario(await bytesOf(path, config), path),
      resolve: (from, path) => resolve(dirname(from), path),
    },
    packs: packShelf(config.packs, (folder) => readCasesOf(folder)),
    records: {
      readRecords: async (path) => readRecord(await bytesOf(path, config), path, config.limits),
      parseRecord: (text, place) => parseRecord(text, place, config.limits),
      parsePacks: (bytes, place) => parsePackBundle(bytes, place, config.limits),
    },
    signsIn: (path) => signsIn(path, config.limits),
    openMemory: (options) => openMemory(siteSettings(config, options)),
    backups: backups(siteSettings(config)),
    checker: { check: (request) => checkFile(request) },
    files: { replace: (path, bytes) => replaceWhole(path, bytes), join },
    runWitness: (request) => runWitness(request),
    actors: { importFile: (path, on) => importActors(path, on, config) },
    digest,
    canonical: (value) => Buffer.from(canonicalJson(value)),
    toText: (value) => `${JSON.stringify(inOrder(value), null, 2)}\n`,
    engine: `caveat ${version}, cedar ${CEDAR_VERSION}`,
    home: config.home,
    site: config.site,
    today: () => new Date().toISOString().slice(0, 10),
    now: () => new Date().toISOString(),
    newId: () => randomUUID(),
    user: () => userInfo().username,
    // Loaded when it is needed: most commands serve nothing.
    desk: {
      init: async (request, apart) => {
        const { initDesk } = await import("./desk/init-desk.ts");
        return initDesk(request, siteSettings(config, apart === undefined ? {} : { apart }));
      },
      serve: async ({ apart, ...request }) => {
        const { serveDesk } = await import("./desk/serve-desk.ts");
        if (apart !== undefined) return serveDesk(request, siteSettings(config, { apart }), ports);
        const { providers } = config;
        return serveDesk({ providers, ...request }, siteSettings(config), ports);
      },
    },
  };
  return ports;
}

/** What is apart has a home, a database and a ledger of its own, whatever the site's own settings. */
function siteSettings(config: Config, { apart, onTrouble }: OpenOptions = {}): SiteSettings {
  const { home, postgres } = config;
  if (apart !== undefined) return { home: join(home, apart), postgres, onTrouble };
  return { ...config.memory, home, postgres, onTrouble };
}

/** SHA-256 over canonical JSON (RFC 8785), lower-case hex. */
function digest(value: unknown): string {
  return hash("sha256", canonicalJson(value));
}

/** The same value with the keys of every object in order, as canonical JSON orders them. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, inOrder(one)]));
}

async function bytesOf(path: string, config: Config): Promise<Uint8Array> {
  return (await readBytes(path, config.limits)).bytes;
}

function actorsFile(config: Config): string {
  return join(config.home, "actors.json");
}

/** The product's own small table, with whatever the site imported. */
async function loadActors(config: Config): Promise<ActorTable> {
  const imports = await readImports(config);
  return mergeActorTables([
    makeActorTable(SEED_ACTORS),
    makeActorTable(imports.flatMap((one) => one.entries)),
  ]);
}

async function readImports(config: Config): Promise<ActorImport[]> {
  const file = actorsFile(config);
  const bytes = await readFile(file).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Refusal("unreadable-file", file, "it cannot be read", "check its permissions");
  });
  return bytes === undefined ? [] : parseActorTable(parseJson(bytes, file, config.limits), file);
}

/** Adds a galaxy file to the site's actors; the same file again replaces its earlier import. */
async function importActors(path: string, on: string, config: Config) {
  const { bytes, sha256 } = await readBytes(path, config.limits);
  const added = importGalaxy(parseJson(bytes, path, config.limits), basename(path), sha256, on);
  const before = (await readImports(config)).filter((one) => one.file !== added.file);
  const file = actorsFile(config);
  await mkdir(config.home, { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify(actorTableToJson([...before, added])));
  await rename(draft, file);
  const attributed = added.entries.filter((entry) => entry.attributions.length > 0).length;
  return { file, actors: added.entries.length, attributed };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
