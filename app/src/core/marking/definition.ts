import { UNREADABLE } from "../facts/fact.ts";
import type { Json, JsonObject } from "../item.ts";
import { ACS_EXTENSION, readAcs } from "./acs.ts";
import { CUI_EXTENSION, readCui } from "./cui.ts";
import { IEP_EXTENSION, readIepPolicy } from "./iep.ts";
import { isObject, textsOf } from "./json-value.ts";
import type { Light } from "./light.ts";
import { PAP, PAP_EXTENSION, papContradiction, papOfMarkingId } from "./pap.ts";
import { sayOnce, sayUnreadable, type MarkingSays } from "./says.ts";
import { readStatement } from "./statement.ts";
import { strictest } from "./strictest.ts";
import { TLP, TLP2_EXTENSION, tlpContradiction, tlpOfMarkingId } from "./tlp.ts";
import { statedLevels } from "./well-known.ts";

/** What one STIX marking says, and what is odd about its definition, a sentence each. */
export interface MarkingRead {
  readonly says: readonly MarkingSays[];
  readonly problems: readonly string[];
}

type ExtensionReader = (extension: JsonObject) => readonly MarkingSays[];

const EXTENSIONS: ReadonlyMap<string, ExtensionReader> = new Map<string, ExtensionReader>([
  [IEP_EXTENSION, readIepPolicy],
  [ACS_EXTENSION, readAcs],
  [CUI_EXTENSION, readCui],
  [TLP2_EXTENSION, () => []],
  [PAP_EXTENSION, () => []],
  // Admiralty credibility and reliability: they grade, they do not restrict.
  ["extension-definition--88c675ee-098f-4502-8108-5167d24a5e11", () => []],
  ["extension-definition--cdb5a8fd-b8df-4a7a-ae21-a07fed723797", () => []],
]);

/**
 * What a reference to a marking says. A well-known id needs no definition; an unknown id without one
 * cannot be decided: it is unreadable, not absent.
 */
export function readMarkingReference(id: string, definition: JsonObject | undefined): MarkingRead {
  if (definition !== undefined) return readMarkingDefinition(id, definition);
  const says = sayById(id);
  return says.length > 0
    ? { says, problems: [] }
    : { says: sayUnreadable(id, "a marking whose definition is not here"), problems: [] };
}

/**
 * What one marking-definition object says (STIX 2.0 and 2.1): TLP 1 and 2.0, PAP, IEP, ISA/ACS, CUI,
 * statements, OpenCTI's own types. A well-known id gives the meaning whatever the definition says; one
 * that contradicts is a problem, and counts too where it is stricter. Nothing understood: unreadable.
 *
 * Source: STIX 2.1 §7.2.1; standards.md §2, S10 and S11.
 */
export function readMarkingDefinition(id: string, definition: JsonObject): MarkingRead {
  const { type } = definition;
  if (type !== undefined && type !== "marking-definition") {
    return { says: sayUnreadable(id, "not a marking definition"), problems: [] };
  }
  const says = [
    ...sayLight(TLP, "tlp", id, statedLevels(TLP, TLP2_EXTENSION, definition)),
    ...sayLight(PAP, "pap", id, statedLevels(PAP, PAP_EXTENSION, definition)),
    ...readExtensions(definition["extensions"]),
    ...readTyped(definition),
  ];
  const problems = [tlpContradiction(id, definition), papContradiction(id, definition)].filter(
    (problem) => problem !== undefined,
  );
  const nothing = says.length === 0 && !isPlain(definition);
  return {
    says: nothing ? sayUnreadable(id, "a marking definition of no known kind") : sayOnce(says),
    problems: [...problems, ...notStandard(id, definition)],
  };
}

function sayById(id: string): MarkingSays[] {
  return [...sayLight(TLP, "tlp", id, []), ...sayLight(PAP, "pap", id, [])];
}

/** The level by id; a stated one without such an id, or one that is stricter than the id's. */
function sayLight(
  light: Light,
  fact: "tlp" | "pap",
  id: string,
  stated: readonly string[],
): MarkingSays[] {
  const byId = fact === "tlp" ? tlpOfMarkingId(id) : papOfMarkingId(id);
  const name = light.name.toUpperCase();
  const levels = [...new Set(light.levels.values())];
  const level = strictest(levels, stated);
  if (byId === undefined) {
    if (level === undefined) return [];
    return level === UNREADABLE
      ? sayUnreadable(`${name} ${id}`, `not a ${name} level`, fact)
      : [{ fact, value: level, says: `${name} by its definition` }];
  }
  const says = [{ fact, value: byId, says: `${name} by its well-known id` }];
  const isStricter = level !== undefined && levels.indexOf(level) > levels.indexOf(byId);
  return isStricter
    ? [...says, { fact, value: level, says: `${name} by a definition that contradicts its id` }]
    : says;
}

function readExtensions(extensions: Json | undefined): readonly MarkingSays[] {
  if (extensions === undefined) return [];
  if (!isObject(extensions)) return sayUnreadable("extensions", "not an object of extensions");
  return Object.entries(extensions).flatMap(([id, extension]) => {
    const reader = EXTENSIONS.get(id);
    return reader === undefined || !isObject(extension)
      ? sayUnreadable(id, "a marking extension we do not know")
      : reader(extension);
  });
}

/** What `definition_type` and `definition` say, and OpenCTI's own type beside them. */
function readTyped(object: JsonObject): readonly MarkingSays[] {
  const { definition, definition_type: type } = object;
  const own = readOpenCti(object);
  if (definition === undefined && type === undefined) return own;
  const kind = typeof type === "string" ? type.toLowerCase() : "";
  if (kind === "tlp" || kind === "pap") return own;
  if (kind === "statement") return [...own, ...readStatement(definition)];
  if (kind === "iep" && isObject(definition)) return [...own, ...readIepPolicy(definition)];
  return [...own, ...sayUnreadable(`marking of type ${kind}`, "a marking type we do not know")];
}

/** A marking that an OpenCTI platform defined itself; TLP and PAP are read with the others. */
function readOpenCti(object: JsonObject): readonly MarkingSays[] {
  const { x_opencti_definition_type: type, x_opencti_definition: text } = object;
  if (type === undefined && text === undefined) return [];
  const kind = typeof type === "string" ? type.trim().toLowerCase() : "";
  if (kind === "tlp" || kind === "pap") return [];
  if (kind === "statement") return readStatement({ statement: text ?? null });
  return sayUnreadable(
    `OpenCTI marking ${textsOf(text).join(" ")}`,
    "a marking type of that platform's own",
  );
}

/** A statement that restricts nothing, or a grading: understood although it says nothing. */
function isPlain(object: JsonObject): boolean {
  const isStatement = object["definition_type"] === "statement";
  const { extensions } = object;
  return isStatement || (isObject(extensions) && Object.keys(extensions).length > 0);
}

/** STIX 2.1 §7.2.1.4: no other instances of TLP may be created. */
function notStandard(id: string, definition: JsonObject): string[] {
  const isTlp = statedLevels(TLP, TLP2_EXTENSION, definition).length > 0;
  return isTlp && tlpOfMarkingId(id) === undefined
    ? ["a TLP marking under an id that is not one of the standard ones"]
    : [];
}
