import type { JsonObject } from "../../../core/item.ts";
import { PAP_EXTENSION } from "../../../core/marking/pap.ts";
import { TLP2_EXTENSION } from "../../../core/marking/tlp.ts";

const PREFIX = "marking-definition--";

/** Source: STIX 2.1 section 7.2.1.4. */
const TLP1: Readonly<Record<string, string>> = {
  "613f2e26-407d-48c7-9eca-b8e91df99dc9": "white",
  "34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
  "f88d31f6-486f-44da-b317-01333bde0b82": "amber",
  "5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
};

/** Source: OASIS common objects, TLP 2.0. */
const TLP2: Readonly<Record<string, string>> = {
  "94868c89-83c2-464b-929b-a1a8aa3c8487": "clear",
  "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "green",
  "55d920b0-5e8b-4f79-9ee9-91f868d9b421": "amber",
  "939a9414-2ddd-4d32-a0cd-375ea402b003": "amber+strict",
  "e828b379-4e03-4974-9ac4-e53a884c97c1": "red",
};

/** Level and day of creation. Source: OASIS common objects, PAP. */
const PAP: Readonly<Record<string, readonly [level: string, day: string]>> = {
  "ad15a0cd-55b6-4588-a14c-a66105329b92": ["clear", "2022-10-01"],
  "a3bea94c-b469-41dc-9cfe-d6e7daba7730": ["white", "2022-10-01"],
  "c43594d1-4b11-4c59-93ab-1c9b14d53ce9": ["green", "2022-10-09"],
  "60f8932b-e51e-4458-b265-a2e8be9a80ab": ["amber", "2022-10-02"],
  "740d36e5-7714-4c30-961a-3ae632ceee0e": ["red", "2022-10-06"],
};

/** One platform's own AMBER+STRICT, from before there was a standard one. */
const OPENCTI_STRICT = `${PREFIX}826578e1-40ad-459f-bc73-ede076f81f37`;
const STRICT = `${PREFIX}939a9414-2ddd-4d32-a0cd-375ea402b003`;

const STANDARD = new Map<string, JsonObject>();
for (const [uuid, level] of Object.entries(TLP1)) {
  const own = { definition_type: "tlp", definition: { tlp: level } };
  put(uuid, `TLP:${level}`, "2017-01-20", own);
}
for (const [uuid, level] of Object.entries(TLP2)) {
  const own = { extension_type: "property-extension", tlp_2_0: level };
  put(uuid, `TLP:${level}`, "2022-10-01", { extensions: { [TLP2_EXTENSION]: own } });
}
for (const [uuid, [level, day]] of Object.entries(PAP)) {
  const own = { extension_type: "property-extension", pap: level };
  put(uuid, `PAP:${level}`, day, { extensions: { [PAP_EXTENSION]: own } });
}

/** The standard object under a well-known id, whatever the item says it is; undefined for other ids. */
export function standardMarking(id: string): JsonObject | undefined {
  return STANDARD.get(id);
}

/** The id under which the standard keeps what this one means; the same id for all others. */
export function standardId(id: string): string {
  return id === OPENCTI_STRICT ? STRICT : id;
}

/** Does the id alone tell what the marking says? */
export function isWellKnownMarking(id: string): boolean {
  return STANDARD.has(standardId(id));
}

/** The standard marking of a level: TLP 2.0, or PAP; undefined for a level that neither has. */
export function markingOfLevel(light: "tlp" | "pap", level: string): JsonObject | undefined {
  const uuids =
    light === "tlp"
      ? Object.entries(TLP2).map(([uuid, own]) => [uuid, own])
      : Object.entries(PAP).map(([uuid, [own]]) => [uuid, own]);
  const uuid = uuids.find(([, own]) => own === level)?.[0];
  return uuid === undefined ? undefined : STANDARD.get(PREFIX + uuid);
}

function put(uuid: string, name: string, day: string, own: JsonObject): void {
  const id = PREFIX + uuid;
  STANDARD.set(id, {
    type: "marking-definition",
    spec_version: "2.1",
    id,
    created: `${day}T00:00:00.000Z`,
    name: name.toUpperCase(),
    ...own,
  });
}
