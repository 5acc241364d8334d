import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Json } from "../../../../../src/core/item.ts";
import { parseJson } from "../../../../../src/formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../../../../src/formats/limits.ts";
import { looksLikeStix } from "../../../../../src/formats/stix/recognise.ts";
import { sharedData } from "../../../../shared-data.ts";

/** Folders of the shared data in which there is STIX. */
const FOLDERS = [
  "atlas",
  "attack",
  "attack-flow",
  "misp-stix",
  "opencti",
  "spyware-indicators",
  "stix-examples",
  "stix-extensions",
  "stix-invalid",
  "stix-markings",
  "stix-odd",
  "stix-shifter",
  "unit42-playbooks",
] as const;

/** The path of every file with a STIX bundle or objects in it, below the shared data. */
export function sharedStixFiles(): readonly string[] {
  return FOLDERS.filter((folder) => existsSync(sharedData(folder)))
    .flatMap((folder) =>
      readdirSync(sharedData(folder), { recursive: true }).map(
        (name) => `${folder}/${String(name)}`,
      ),
    )
    .filter((path) => /\.(?:json|stix2|json\.gz)$/.test(path) && sharedStix(path) !== undefined)
    .toSorted();
}

/** A file as the strict reader hands it over; undefined where it is no STIX. */
export function sharedStix(path: string): Json | undefined {
  const bytes = readFileSync(sharedData(...path.split("/")));
  const plain = path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  try {
    const json = parseJson(plain, path, DEFAULT_LIMITS);
    return looksLikeStix(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
