import { classificationOfCode, sayClassification } from "./classification.ts";
import { readControls } from "./control.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";

const CODE = "(TS|S|C|U|R|CTS(?:-[AB])?|NS(?:-A)?|NC(?:-A)?|NR|NU)";
const BRACKETED = new RegExp(String.raw`^\(${CODE}((?:\/\/[^()]{1,80})?)\)`, "i");
const PLAIN = new RegExp(String.raw`^${CODE}(\/\/[^()]{1,80})`, "i");
const INSIDE = new RegExp(String.raw`\(${CODE}(\/\/[^()]{1,80})\)`, "g");

/**
 * What a portion mark says that is a whole label, in brackets or not: "(S//NF)", "U//FOUO", "(TS)".
 * Undefined when it is none.
 */
export function readPortion(label: string): MarkingSays[] | undefined {
  const found = BRACKETED.exec(label) ?? PLAIN.exec(label);
  if (found === null || found[0].length < label.length) return undefined;
  const [, code = "", controls = ""] = found;
  if (controls === "" && /^[CR]$/i.test(code)) return undefined;
  return [...sayLevel(code), ...sayAll(controls)];
}

/**
 * What a portion mark says with which a line begins: "(S//NF) Text", "TS//SI//NF Title". Undefined
 * when there is none. It must be in capitals and set apart. A portion that is unclassified says nothing
 * of the rest of the document, so its level is not claimed.
 */
export function readPortionAtStart(line: string): MarkingSays[] | undefined {
  const found = BRACKETED.exec(line);
  if (found === null) return readPlain(line);
  const [all, code = "", controls = ""] = found;
  const rest = line.slice(all.length);
  if (code !== code.toUpperCase() || !/^(?: |$)/.test(rest)) return undefined;
  if (controls === "" && isSign(code, rest.trimStart())) return undefined;
  return [...sayLevel(code).filter(isNotNone), ...sayAll(controls)];
}

/** What portion marks with controls say anywhere in a line: "Subject: (S//NF) Report". */
export function findPortions(line: string): MarkingSays[] {
  return [...line.matchAll(INSIDE)].flatMap(([, code = "", controls = ""]) => [
    ...sayLevel(code).filter(isNotNone),
    ...sayAll(controls),
  ]);
}

/** Without brackets at least one control must be understood; a title may follow after a space. */
function readPlain(line: string): MarkingSays[] | undefined {
  const [, code = "", controls = ""] = PLAIN.exec(line) ?? [];
  const { says, end } = readControls(controls);
  if (code !== code.toUpperCase() || says.length === 0) return undefined;
  const level = sayLevel(code).filter(isNotNone);
  const goesOn = /^ ?[/,]/.test(controls.slice(end));
  return [...level, ...(goesOn ? sayAll(controls) : says)];
}

function sayLevel(code: string): MarkingSays[] {
  const classification = classificationOfCode(code);
  return classification === undefined ? [] : sayClassification(classification);
}

function sayAll(controls: string): MarkingSays[] {
  const { says, unknown } = readControls(controls);
  if (unknown === "") return [...says];
  return [...says, ...sayUnreadable(unknown, "not a dissemination control")];
}

function isNotNone(one: MarkingSays): boolean {
  return one.value !== "none" && !one.value.endsWith("UNCLASSIFIED");
}

/** "(R)" and "(C) 2026 Example" are no classification. */
function isSign(code: string, rest: string): boolean {
  return code === "R" || (code === "C" && (rest === "" || /^(?:\d|copyright|by )/i.test(rest)));
}
