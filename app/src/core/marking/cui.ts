import type { JsonObject } from "../item.ts";
import { classificationOf, sayClassification } from "./classification.ts";
import { readControls, sayControls, startsWithControl } from "./control.ts";
import { fold } from "./fold.ts";
import { textsOf } from "./json-value.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";

/** The extension of the OASIS common objects that carries CUI. */
export const CUI_EXTENSION = "extension-definition--dff17fb3-edcb-4f99-ad1b-4b751c95738a";

const KNOWN = new Set(
  "extension_type control designator_ref categories disseminations required_statements supplemental_administrative".split(
    " ",
  ),
);
/** A category of the CUI registry, "SP-SSEL"; the registry is long and changes, so by its form. */
const CATEGORY = /^(?:SP-)?[A-Z]{2,12}$/;

/**
 * What a CUI marking says (US Controlled Unclassified Information): restricted, `dissemination` "cui"
 * and its limited dissemination controls. In: the extension object. Its required statements are free
 * text that a person must read.
 */
export function readCui(marking: JsonObject): MarkingSays[] {
  const statements = textsOf(marking["required_statements"]);
  const control = marking["control"];
  return [
    ...sayCui(),
    ...textsOf(marking["disseminations"]).flatMap(readDissemination),
    ...statements.flatMap((text) => sayUnreadable(text, "statement required with CUI")),
    ...(control === "CUI" || control === "CONTROLLED"
      ? []
      : sayUnreadable("CUI control", "not CUI or CONTROLLED")),
    ...Object.keys(marking)
      .filter((name) => !KNOWN.has(name))
      .flatMap((name) => sayUnreadable(`CUI ${name}`, "not a property of a CUI marking")),
  ];
}

/**
 * What a CUI banner says: "CUI//SP-PRVCY//NOFORN". In: folded text. Undefined when it is no banner of
 * CUI. Source: CUI registry; the categories say what it is, not who may have it.
 */
export function readCuiBanner(text: string): MarkingSays[] | undefined {
  const [first = "", ...blocks] = text.split("//").map((block) => block.trim());
  const head = first.toUpperCase();
  if (head !== "CUI" && !(head === "CONTROLLED" && blocks.length > 0)) return undefined;
  const [categories = "", ...rest] = blocks;
  const isCategories = categories.split("/").every((one) => CATEGORY.test(one.toUpperCase()));
  const controls = isCategories && !startsWithControl(categories) ? rest : blocks;
  return [...sayCui(), ...controls.flatMap(readDissemination)];
}

function sayCui(): MarkingSays[] {
  const classification = classificationOf("US", "CUI");
  return [
    ...(classification === undefined ? [] : sayClassification(classification)),
    ...sayControls(["cui"], "controlled unclassified information"),
  ];
}

function readDissemination(text: string): MarkingSays[] {
  const { says, unknown } = readControls(fold(text));
  const nothing = says.length === 0 && unknown === "";
  return unknown === "" && !nothing
    ? [...says]
    : [...says, ...sayUnreadable(unknown || text, "not a CUI dissemination control")];
}
