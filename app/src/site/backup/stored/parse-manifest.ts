import { COLUMN_TYPES, type Column } from "../../../store/backup/tables.ts";
import { damaged } from "./damaged.ts";
import { Fields } from "./fields.ts";
import {
  FORM,
  formatManifest,
  type BackupLog,
  type BackupTable,
  type Manifest,
} from "./manifest.ts";

/** A path downwards: no part of it is empty, `.` or `..`. */
const PATH = /^[a-z0-9_][a-z0-9_.-]*(?:\/[a-z0-9_][a-z0-9_.-]*)*$/;
/** Of a table or a column: it goes into statements. */
const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Reads a manifest. What `formatManifest` would not have written so is refused, and so is a name that
 * leads out of the folder: a Refusal that names `place`.
 */
export function parseManifest(text: string, place: string): Manifest {
  const found = new Fields(parseJson(text), (problem) => damaged(place, problem));
  const form = found.text("caveat");
  if (form !== FORM) throw found.bad(`its form is ${form}, and this version reads ${FORM}`);
  const manifest: Manifest = {
    at: found.text("at"),
    migrations: found.list("migrations").map((one) => ({
      number: one.count("number"),
      name: one.text("name"),
      sha256: one.text("sha256", SHA256),
    })),
    tables: found.list("tables").map(readTable),
    leftOut: found.texts("leftOut"),
    logs: found.list("logs").map(readLog),
    files: found.list("files").map((one) => ({
      path: one.text("path", PATH),
      size: one.count("size"),
      sha256: one.text("sha256", SHA256),
    })),
  };
  if (formatManifest(manifest) !== text) throw found.bad("it is not written as a manifest is");
  return manifest;
}

function readTable(found: Fields): BackupTable {
  const columns = (found.object("columns")?.entries() ?? []).map(([name, value]): Column => {
    const type = COLUMN_TYPES.find((known) => known === value);
    if (type !== undefined && NAME.test(name)) return { name, type };
    throw found.bad(`a column ${name} of the type ${String(value)} is not known`);
  });
  const key = found.texts("key").flatMap((name) => columns.filter((one) => one.name === name));
  return { name: found.text("name", NAME), rows: found.count("rows"), columns, key };
}

function readLog(found: Fields): BackupLog {
  const checkpoint = found.object("checkpoint");
  return {
    origin: found.text("origin"),
    size: found.count("size"),
    root: found.text("root"),
    checkpoint: checkpoint && { size: checkpoint.count("size"), root: checkpoint.text("root") },
    keys: found.texts("keys"),
    tiles: found.text("tiles", PATH),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
