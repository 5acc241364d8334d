import type { Json } from "../item.ts";
import { fold } from "./fold.ts";
import { levelOfLabel, makeLight, type Light } from "./light.ts";
import { contradiction, type WellKnown } from "./well-known.ts";

/** PAP; WHITE is the older name of CLEAR. Source: MISP taxonomy PAP. */
export const PAP: Light = makeLight({
  name: "pap",
  fullName: "permissible actions protocol",
  distinct: false,
  levels: new Map([
    ["clear", "clear"],
    ["white", "clear"],
    ["green", "green"],
    ["amber", "amber"],
    ["red", "red"],
  ]),
});

/** The extension of the OASIS common objects that carries PAP (property `pap`). */
export const PAP_EXTENSION = "extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b";

/** Source: OASIS common objects, PAP marking definition, draft of 28 November 2022, and CLEAR. */
const WELL_KNOWN: ReadonlyMap<string, WellKnown> = new Map([
  ["ad15a0cd-55b6-4588-a14c-a66105329b92", { level: "clear", written: "clear", form: "pap" }],
  ["a3bea94c-b469-41dc-9cfe-d6e7daba7730", { level: "clear", written: "white", form: "pap" }],
  ["c43594d1-4b11-4c59-93ab-1c9b14d53ce9", { level: "green", written: "green", form: "pap" }],
  ["60f8932b-e51e-4458-b265-a2e8be9a80ab", { level: "amber", written: "amber", form: "pap" }],
  ["740d36e5-7714-4c30-961a-3ae632ceee0e", { level: "red", written: "red", form: "pap" }],
]);

/** The PAP level of a well-known STIX marking id; undefined for every other id. */
export function papOfMarkingId(id: string): string | undefined {
  return WELL_KNOWN.get(uuidOf(id))?.level;
}

/**
 * The PAP level of a whole label or tag, as `tlpOfLabel` reads one; undefined when it is not a PAP
 * label: "pap" is also a word and another protocol ("PAP/CHAP").
 */
export function papOfLabel(text: string): string | undefined {
  return levelOfLabel(PAP, fold(text));
}

/** What is odd about a marking definition under a well-known PAP id, in one sentence, or undefined. */
export function papContradiction(id: string, definition: Json): string | undefined {
  const known = WELL_KNOWN.get(uuidOf(id));
  return known === undefined ? undefined : contradiction(PAP, PAP_EXTENSION, known, definition);
}

function uuidOf(id: string): string {
  return id.startsWith("marking-definition--") ? id.slice(20).toLowerCase() : "";
}
