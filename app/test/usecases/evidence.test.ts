import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { makeActorTable } from "../../src/core/actor-table.ts";
import { SEED_ACTORS } from "../../src/formats/actors/seed.ts";
import { readItem } from "../../src/formats/item.ts";
import { DEFAULT_LIMITS } from "../../src/formats/limits.ts";
import { viewFacts } from "../../src/usecases/facts.ts";
import { describeWithData, sharedData } from "../shared-data.ts";

/** Ten real files of every kind that publishers use. */
const FILES = [
  "attack/ics-attack-18.1.json",
  "atlas/AMLCS0011__Microsoft_Edge_AI_Evasion_full.json",
  "misp-events/eset/cloudmensis__cloudmensis.misp.json",
  "misp-events/pymisp/57c4445b-c548-4654-af0b-4be3950d210f.json",
  "spyware-indicators/amnesty/cytrox.stix2",
  "unit42-playbooks/avoslocker-ransomware.json",
  "opencti/geography.json",
  "csaf-documents/rhsa-2022_0011.json",
  "documents/eset-turla.txt",
  "documents/volexity-2024-08-02_StormBamboo__iocs.csv",
] as const;

const SOURCE_DEFAULT = {
  source: "*",
  by: "head-of-desk",
  on: "2026-11-01",
  evidence: "letter 12",
  facts: { bulk: false },
} as const;

describeWithData("evidence", () => {
  test.each(FILES)("every fact of %s has a place in the file or a person", async (file) => {
    const path = sharedData(file);
    const item = await readItem(path, {
      limits: DEFAULT_LIMITS,
      actors: makeActorTable(SEED_ACTORS),
    });
    const view = viewFacts(item, { sourceDefaults: [SOURCE_DEFAULT] });
    const exists = placesIn(path);
    const evidence = view.values.flatMap((value) => value.evidence);
    expect(evidence.length).toBeGreaterThan(0);
    expect(view.values.filter((value) => value.evidence.length === 0)).toEqual([]);
    const lost = evidence.filter(({ place, statedBy, says }) =>
      statedBy === undefined ? !exists(place) : statedBy !== SOURCE_DEFAULT.by || says === "",
    );
    expect(lost.slice(0, 5)).toEqual([]);
  });
});

/** Does a place exist: a JSON pointer that resolves, or a line that the text has? */
function placesIn(path: string): (place: string) => boolean {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  if (/\.(json|stix2)$/.test(path)) {
    const json: unknown = JSON.parse(text);
    return (place) => resolves(json, place);
  }
  const lines = text.split("\n").length;
  return (place) => {
    const line = Number(/^line (\d+)/.exec(place)?.[1] ?? Number.NaN);
    return line >= 1 && line <= lines;
  };
}

function resolves(json: unknown, pointer: string): boolean {
  let here = json;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return false;
    here = (here as Record<string, unknown>)[key];
  }
  return pointer === "" || pointer.startsWith("/");
}
