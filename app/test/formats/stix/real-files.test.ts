import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Claim, Json, JsonObject, Part } from "../../../src/core/item.ts";
import { parseJson } from "../../../src/formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";
import { readStix } from "../../../src/formats/stix/read.ts";
import { describeWithData, sharedData } from "../../shared-data.ts";
import { claims, codes, facts, galaxyActors, NOBODY, readShared, sharedJson } from "./given.ts";

describeWithData("ATT&CK", () => {
  const actors = galaxyActors();

  test("enterprise: all 24,771 objects are read, without a note", () => {
    const { reading } = enterprise();
    expect(reading.parts).toHaveLength(24_771);
    expect(reading.notes).toEqual([]);
    expect(reading.format).toBe("stix-2.1");
  });

  test("enterprise: at least 110 of the 172 active intrusion sets carry a country, with evidence", () => {
    const { reading, objects } = enterprise();
    const active = reading.parts.filter(
      ({ type }, n) =>
        type === "intrusion-set" &&
        objects[n]?.revoked !== true &&
        objects[n]?.x_mitre_deprecated !== true,
    );
    const attributed = active.filter((part) => of(part, "attributedTo").length > 0);
    expect(active).toHaveLength(172);
    expect(attributed.length).toBeGreaterThanOrEqual(110);
    for (const { place, claims: said } of attributed) {
      const evidence = said.filter(({ fact }) => fact === "attributedTo");
      expect(evidence.every((claim) => claim.place.startsWith(`${place}/`))).toBe(true);
      expect(evidence.every(({ says }) => says.includes("by test table (2026-01-01)"))).toBe(true);
    }
  });

  test("enterprise: an ambiguous alias keeps all candidates", () => {
    const { reading } = enterprise();
    const sandworm = { id: "intrusion-set--381fcf73-60f6-4ab2-9991-6af3cbc35192" };
    expect(facts(reading, sandworm, "attributedTo")).toEqual(["IR", "RU"]);
  });

  test("enterprise: a revoked actor follows to its successor", () => {
    const { reading } = enterprise();
    const links = reading.parts.filter(
      ({ type, claims: said }) =>
        type === "intrusion-set" && said.some(({ fact }) => fact === "revokedBySource"),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((part) => of(part, "attributedTo").length > 0).length).toBeGreaterThan(5);
  });

  test("enterprise: a tool that very many use is attributed to nobody", () => {
    const { reading } = enterprise();
    const mimikatz = { id: "tool--afc079f3-c0ea-4096-b75d-3f05338b7f60" };
    expect(facts(reading, mimikatz, "attributedTo")).toEqual([]);
  });

  test("ICS: two releases are read whole, with all their withdrawals", () => {
    const counts = ["17.1", "18.1"].map((version) => {
      const { parts, notes } = readShared(actors, "attack", `ics-attack-${version}.json`);
      const withdrawn = parts.filter((part) => of(part, "revokedBySource").length > 0);
      return [parts.length, notes.length, withdrawn.length];
    });
    expect(counts).toEqual([
      [1651, 0, 22],
      [1826, 0, 39],
    ]);
  });

  let read: { reading: ReturnType<typeof readStix>; objects: readonly JsonObject[] } | undefined;

  function enterprise(): NonNullable<typeof read> {
    if (read !== undefined) return read;
    const file = readFileSync(sharedData("attack", "enterprise-attack-18.1.stix21.json.gz"));
    const json = parseJson(gunzipSync(file), "enterprise", DEFAULT_LIMITS) as JsonObject;
    const reading = readStix(json, { actors, name: "enterprise" });
    read = { reading, objects: json.objects as readonly JsonObject[] };
    return read;
  }
});

describeWithData("files of other publishers", () => {
  test.each([
    [
      "atlas",
      "AMLCS0018_Report-Careful_Who_You_Colab_With__abusing_google_colaboratory_full.json",
      32,
      "stix-2.1",
    ],
    ["spyware-indicators", "amnesty/cytrox.stix2", 687, "stix-2.1"],
    ["spyware-indicators", "mvt/predator.stix2", 1171, "stix-2.1"],
    ["opencti", "cyclic-bundle.json", 9, "stix-2.1"],
    ["opencti", "DATA-TEST-STIX2_v2.json", 59, "stix-2.1"],
    ["unit42-playbooks", "tridentursa.json", 2636, "stix-2.0"],
    ["stix-odd", "wocao-highlevel-array.json", 272, "stix-2.1"],
    ["stix-shifter", "qradar_events_29092020.json", 102, "stix-2.0"],
    ["stix-shifter", "stix-2.1.json", 11, "stix-2.1"],
    ["attack-flow", "attack-flow-example.json", 20, "stix-2.1"],
  ])("%s/%s: every one of its %i objects is a part of its own", (folder, file, count, format) => {
    const reading = readShared(NOBODY, folder, ...file.split("/"));
    expect(reading.format).toBe(format);
    expect(reading.parts).toHaveLength(count);
    expect(reading.parts.filter(({ id }) => id === "")).toEqual([]);
  });

  test.each([
    ["atlas", "AMLCS0010__Microsoft_Azure_Service_Disruption_full.json"],
    ["opencti", "geography.json"],
    ["opencti", "DATA-TEST-STIX2_v2.json"],
    ["unit42-playbooks", "tridentursa.json"],
    ["unit42-playbooks", "hive-ransomware.json"],
    ["attack", "ics-attack-18.1.json"],
    ["attack-flow", "attack-flow-example.json"],
    ["stix-odd", "wocao-highlevel-array.json"],
    ["stix-examples", "cti-documentation/apt1.json"],
    ["stix-shifter", "crowdstrike_edr_events_04042024.json"],
  ])("%s/%s: every claim leads to something that is in the file", (folder, file) => {
    const json = sharedJson(folder, ...file.split("/")) as Json;
    const { parts } = readStix(json, { actors: galaxyActors(), name: file });
    const said = parts.flatMap((part) => part.claims);
    expect(said.length).toBeGreaterThan(0);
    expect(said.filter(({ place }) => at(json, place) === undefined)).toEqual([]);
  });

  test("ATLAS: the id of TLP:WHITE means CLEAR whatever its definition says, and that is noted", () => {
    const file = "AMLCS0010__Microsoft_Azure_Service_Disruption_full.json";
    const reading = readShared(NOBODY, "atlas", file);
    expect(codes(reading)).toContain("marking-definition");
    expect(
      new Set(reading.parts.flatMap((part) => of(part, "tlp").map(({ value }) => value))),
    ).toEqual(new Set(["clear"]));
  });

  test("ATLAS: the broken order of times is noted and nothing is refused", () => {
    const file =
      "AMLCS0018_Report-Careful_Who_You_Colab_With__abusing_google_colaboratory_full.json";
    expect(codes(readShared(NOBODY, "atlas", file))).toContain("timestamps-out-of-order");
  });

  test("Amnesty: nothing is marked and nobody is named, so nothing claims it", () => {
    const { parts } = readShared(NOBODY, "spyware-indicators", "amnesty", "cytrox.stix2");
    const said = new Set(parts.flatMap((part) => part.claims.map(({ fact }) => fact)));
    expect([said.has("tlp"), said.has("originators"), said.has("originatorsKnown")]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("Unit 42: markings that are defined nowhere are unreadable", () => {
    const { parts } = readShared(NOBODY, "unit42-playbooks", "hive-ransomware.json");
    expect(
      parts.filter((part) => of(part, "unreadableMarkings").length > 0).length,
    ).toBeGreaterThan(0);
    expect(parts.flatMap((part) => of(part, "tlp"))).toEqual([]);
  });

  test("Unit 42: who is targeted is concerned, and the actor is known by its name", () => {
    const reading = readShared(galaxyActors(), "unit42-playbooks", "tridentursa.json");
    const report = reading.parts.find(({ type }) => type === "report");
    expect(
      new Set(report === undefined ? [] : of(report, "attributedTo").map(({ value }) => value)),
    ).toEqual(new Set(["RU"]));
    const target = reading.parts.find(
      ({ type, claims: said }) =>
        type === "identity" &&
        said.some(({ fact, value }) => fact === "concerns" && value === "UA"),
    );
    expect(target === undefined ? ["absent"] : of(target, "attributedTo")).toEqual([]);
  });

  test("OpenCTI: countries in three letters are understood, and a typing error is noted", () => {
    const reading = readShared(NOBODY, "opencti", "geography.json");
    const algeria = { id: "location--5bed1f53-93bc-4331-a049-17e31db03753" };
    expect(claims(reading, algeria, "concerns")).toMatchObject([{ value: "DZ" }]);
    expect(codes(reading).filter((code) => code !== "country-unreadable")).toEqual([]);
  });

  test("the OASIS example of granular markings is read by its strictest", () => {
    const file = ["stix-examples", "cti-documentation", "using-granular-markings.json"];
    const reading = readShared(NOBODY, ...file);
    expect(codes(reading).every((code) => code === "granular-marking-partial")).toBe(true);
    expect(reading.parts).toHaveLength(4);
  });
});

function of({ claims: said }: Part, fact: Claim["fact"]): readonly Claim[] {
  return said.filter((claim) => claim.fact === fact);
}

/** What a JSON pointer leads to. Source: RFC 6901. */
function at(json: Json, pointer: string): Json | undefined {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Json | undefined>(
      (value, step) =>
        typeof value === "object" && value !== null ? (value as JsonObject)[step] : undefined,
      json,
    );
}
