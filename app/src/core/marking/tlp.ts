import type { Json } from "../item.ts";
import { fold } from "./fold.ts";
import { levelOfLabel, makeLight, type Light } from "./light.ts";
import { contradiction, type WellKnown } from "./well-known.ts";

/** TLP 2.0 and the WHITE of TLP 1, which reads as CLEAR. Source: FIRST TLP 2.0. */
export const TLP: Light = makeLight({
  name: "tlp",
  fullName: "traffic light protocol",
  distinct: true,
  levels: new Map([
    ["clear", "clear"],
    ["white", "clear"],
    ["green", "green"],
    ["amber", "amber"],
    ["amber+strict", "amber+strict"],
    ["red", "red"],
  ]),
});

/** The extension of the OASIS common objects that carries TLP 2.0 (property `tlp_2_0`). */
export const TLP2_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/** Source: STIX 2.1 §7.2.1.4 (TLP 1), OASIS common objects (TLP 2.0), OpenCTI (AMBER+STRICT). */
const WELL_KNOWN: ReadonlyMap<string, WellKnown> = new Map([
  ["613f2e26-407d-48c7-9eca-b8e91df99dc9", { level: "clear", written: "white", form: "tlp" }],
  ["34098fce-860f-48ae-8e50-ebd3cc5e41da", { level: "green", written: "green", form: "tlp" }],
  ["f88d31f6-486f-44da-b317-01333bde0b82", { level: "amber", written: "amber", form: "tlp" }],
  ["5e57c739-391a-4eb3-b6be-7d15ca92d5ed", { level: "red", written: "red", form: "tlp" }],
  ["94868c89-83c2-464b-929b-a1a8aa3c8487", { level: "clear", written: "clear", form: "tlp_2_0" }],
  ["bab4a63c-aed9-4cf5-a766-dfca5abac2bb", { level: "green", written: "green", form: "tlp_2_0" }],
  ["55d920b0-5e8b-4f79-9ee9-91f868d9b421", { level: "amber", written: "amber", form: "tlp_2_0" }],
  [
    "939a9414-2ddd-4d32-a0cd-375ea402b003",
    { level: "amber+strict", written: "amber+strict", form: "tlp_2_0" },
  ],
  ["e828b379-4e03-4974-9ac4-e53a884c97c1", { level: "red", written: "red", form: "tlp_2_0" }],
  [
    "826578e1-40ad-459f-bc73-ede076f81f37",
    { level: "amber+strict", written: "TLP:AMBER+STRICT", form: "x_opencti_definition" },
  ],
]);

/** The TLP level of a well-known STIX marking id; undefined for every other id. */
export function tlpOfMarkingId(id: string): string | undefined {
  return WELL_KNOWN.get(uuidOf(id))?.level;
}

/**
 * The TLP level of a whole label or tag: case, white space and punctuation around it do not matter.
 * "unreadable" when it names the TLP and is not one of its labels ("tlp:unclear", "TLP:ROT");
 * undefined when it does not name the TLP.
 */
export function tlpOfLabel(text: string): string | undefined {
  return levelOfLabel(TLP, fold(text));
}

/**
 * What is odd about a marking definition under a well-known TLP id, in one sentence, or undefined.
 * The id alone gives the meaning; STIX 2.1 §7.2.1.4 allows no other instance than the standard one.
 * In: the id and the whole marking-definition object.
 */
export function tlpContradiction(id: string, definition: Json): string | undefined {
  const known = WELL_KNOWN.get(uuidOf(id));
  return known === undefined ? undefined : contradiction(TLP, TLP2_EXTENSION, known, definition);
}

function uuidOf(id: string): string {
  return id.startsWith("marking-definition--") ? id.slice(20).toLowerCase() : "";
}
