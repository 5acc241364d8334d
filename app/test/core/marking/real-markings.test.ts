import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/item.ts";
import {
  readMarkingDefinition,
  readMarkingReference,
} from "../../../src/core/marking/definition.ts";
import { describeWithData, sharedData } from "../../shared-data.ts";
import { written } from "./vectors.ts";

const IEP =
  "iepAttribution=must-not | iepEncrypt=%e | iepNotify=%n | iepResale=must-not | iepStart=2022-10-01T00:00:00Z";
const CUI = "classification=restricted | classificationLabels=US:CUI | dissemination=cui";
const UNCLASSIFIED = "classification=none | classificationLabels=US:UNCLASSIFIED";

/** Every marking of every file, in the order of the file; a file that only refers to one: that one. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "tlp2-clear.json": ["tlp=clear"],
  "tlp2-green.json": ["tlp=green"],
  "tlp2-amber.json": ["tlp=amber"],
  "tlp2-amber-strict.json": ["tlp=amber+strict"],
  "tlp2-red.json": ["tlp=red"],
  "using-tlp2-green-bad-timestamp.json": ["tlp=green"],
  "statement-bsd-with-modified.json": ["-"],
  "iep-amber.json": [
    `iepActions=externally-visible-direct-actions | ${iep("may", "may")} | tlp=amber`,
  ],
  "iep-red.json": [
    `iepActions=contact-for-instruction | ${iep("must", "must-not", "iepEnd=2022-11-01T00:00:00Z | ")} | tlp=red`,
  ],
  "cui-basic.json": [CUI],
  "cui-banner.json": [CUI],
  "cui-categories-noforn.json": [`${CUI} | dissemination=nocon | dissemination=noforn`],
  "acs-spec-use-case-1.json": [
    "classification=top-secret | classificationLabels=US:TOP SECRET | dissemination=deny-by-default | dissemination=entity-limited | dissemination=share-deny-by-default",
  ],
  "acs-spec-use-case-2.json": [
    `${UNCLASSIFIED} | dissemination=deny-by-default | dissemination=fouo`,
  ],
  "acs-spec-use-case-3.json": [
    "classification=secret | classificationLabels=US:SECRET | dissemination=deny-by-default",
    `${UNCLASSIFIED} | dissemination=pubrel`,
  ],
  "acs-spec-use-case-4.json": [
    `${UNCLASSIFIED} | dissemination=entity-limited | releasableTo=USA.USG`,
  ],
  "acs-spec-use-case-5.json": [
    `${UNCLASSIFIED} | dissemination=entity-limited | dissemination=les | releasableTo=USA.SLTT,USA.USG`,
  ],
};

describeWithData("the markings of the OASIS common objects", () => {
  const files = readdirSync(sharedData("stix-markings", "common-objects"));

  test("every file has its expected markings", () => {
    expect(files.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  test.each(Object.entries(EXPECTED))("%s", (file, expected) => {
    expect(markingsOf(file)).toEqual(expected);
  });
});

describeWithData("other published markings", () => {
  test("the AIS example denies by default and names whom it may be shared with", () => {
    const object = read(sharedData("stix-markings", "acs-ais-example.json"));
    const { says } = readMarkingDefinition(idOf(object), object);
    expect(written(says)).toBe(
      `${UNCLASSIFIED} | dissemination=deny-by-default | dissemination=fouo | dissemination=share-deny-by-default | releasableTo=USA.USG`,
    );
  });

  test("TLP WHITE as ATLAS and OpenCTI write it means CLEAR and is noted", () => {
    const atlas = read(
      sharedData("atlas", "AMLCS0010__Microsoft_Azure_Service_Disruption_full.json"),
    );
    const openCti = read(sharedData("opencti", "DATA-TEST-STIX2_v2.json"));
    for (const bundle of [atlas, openCti]) {
      const white = definitionsOf(bundle).filter((one) => idOf(one).includes("--613f2e26"));
      const reads = white.map((one) => readMarkingDefinition(idOf(one), one));
      expect(reads.map((one) => written(one.says))).toEqual(["tlp=clear"]);
      expect(reads.flatMap((one) => one.problems)).toHaveLength(1);
    }
  });

  test("a TLP level that OpenCTI invented is unreadable", () => {
    const bundle = read(sharedData("opencti", "DATA-TEST-STIX2_v2.json"));
    const [invented] = definitionsOf(bundle).filter((one) => idOf(one).includes("--78ca4366"));
    const { says } = readMarkingReference(idOf(invented ?? {}), invented);
    expect(written(says)).toContain("tlp=unreadable");
  });
});

function markingsOf(file: string): string[] {
  const object = read(sharedData("stix-markings", "common-objects", file));
  const definitions = definitionsOf(object);
  if (definitions.length > 0) {
    return definitions.map((one) => written(readMarkingDefinition(idOf(one), one).says));
  }
  const refs = objectsOf(object).flatMap((one) => textsOf(one["object_marking_refs"]));
  return refs.map((id) => written(readMarkingReference(id, undefined).says));
}

function definitionsOf(object: JsonObject): JsonObject[] {
  return objectsOf(object).filter((one) => one["type"] === "marking-definition");
}

function objectsOf(object: JsonObject): JsonObject[] {
  const { objects } = object;
  return Array.isArray(objects) ? objects.filter(isObject) : [object];
}

function idOf({ id }: JsonObject): string {
  return typeof id === "string" ? id : "";
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function read(path: string): JsonObject {
  const value: JsonObject = JSON.parse(readFileSync(path, "utf8"));
  return value;
}

function iep(encrypt: string, notify: string, end = ""): string {
  return IEP.replace("%e | ", `${encrypt} | ${end}`).replace("%n", notify);
}
