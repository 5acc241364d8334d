import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Refusal } from "../../../../src/core/refusal.ts";
import type { SanitisePlan } from "../../../../src/core/release/plan.ts";
import { copyStix } from "../../../../src/formats/copy/stix/copy-stix.ts";
import type { Json } from "../../../../src/core/item.ts";
import { describeWithData, sharedData } from "../../../shared-data.ts";
import { describeWithPython } from "../../../support/python.ts";
import { copyFor, planOf } from "../copy-for.ts";
import { sharedStix, sharedStixFiles } from "./support/shared-stix.ts";

/** Validates every file of a folder and prints what breaks a MUST, a line each. */
const PROGRAM = `
import logging, os, sys
from stix2validator import ValidationOptions, validate_file
logging.disable(logging.CRITICAL)
options = ValidationOptions(version="2.1")
names = sorted(os.listdir(sys.argv[1]))
for name in names:
    result = validate_file(os.path.join(sys.argv[1], name), options)
    for part in result.object_results:
        for error in part.errors:
            print(name, error)
print(len(names), "files")
`;

const NOTHING = planOf();
const MUCH = planOf(
  { step: "remove-persons" },
  { step: "remove-sources", names: [] },
  { step: "generalise-time", to: "day" },
  { step: "mask", property: "description", with: "-" },
);

/** Larger files take the validator minutes, and hold nothing that these do not. */
const MOST = 60;

describeWithPython(
  "what leaves passes the OASIS validator",
  ["stix2-validator==3.3.2"],
  (python) => {
    describeWithData("made of real files and of broken ones", () => {
      test("no copy breaks a MUST of STIX 2.1, whatever the original breaks", () => {
        const folder = mkdtempSync(join(tmpdir(), "caveat-stix-"));
        try {
          const count = writeCopies(folder);
          const child = spawnSync(python, ["-c", PROGRAM, folder], { encoding: "utf8" });
          expect(child.stderr).toBe("");
          expect(child.stdout.trim().split("\n")).toEqual([`${count} files`]);
          expect(count).toBeGreaterThan(300);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      });
    });
  },
);

/** A file for each copy; returns how many. */
function writeCopies(folder: string): number {
  let count = 0;
  const write = (name: string, json: Json, plan: SanitisePlan): void => {
    const bytes = bytesOf(json, plan);
    if (bytes !== undefined) writeFileSync(join(folder, `${count++} ${name}.json`), bytes);
  };
  for (const path of sharedStixFiles()) {
    const json = sharedStix(path) ?? null;
    if (countOf(json) > MOST) continue;
    const name = path.replaceAll("/", " ");
    write(name, json, NOTHING);
    write(name, json, MUCH);
  }
  for (const version of ["v21", "v20"]) {
    for (const [n, { instance }] of brokenObjects(version).entries()) {
      if (instance !== undefined) write(`case ${n} of ${version}`, instance, NOTHING);
    }
  }
  return count;
}

/** What the validator's own tests give it, most of it broken in one place. */
function brokenObjects(version: string): readonly { readonly instance?: Json }[] {
  const path = sharedData("stix-invalid", `validator-cases-${version}.json`);
  return JSON.parse(readFileSync(path, "utf8")) as readonly { readonly instance?: Json }[];
}

/** Undefined where nothing is left that may leave. */
function bytesOf(json: Json, plan: SanitisePlan): Uint8Array | undefined {
  try {
    return copyStix(json, plan, copyFor()).bytes;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function countOf(json: Json): number {
  const objects = Array.isArray(json) ? json : (json as { readonly objects?: Json }).objects;
  return Array.isArray(objects) ? objects.length : 1;
}
