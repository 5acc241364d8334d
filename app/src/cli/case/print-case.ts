import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import { printable } from "../print/printable.ts";
import { print, type Terminal } from "../print/terminal.ts";

/** Prints an answer of the API: as JSON for a program, else in lines. */
export function show(
  answer: Body,
  toLines: (answer: Body) => readonly string[],
  isJson: boolean | undefined,
  terminal: Terminal,
): void {
  const text = isJson === true ? JSON.stringify(answer, null, 2) : toLines(answer).join("\n");
  print(terminal, isJson === true ? text : printable(text));
}

/** How a case stands after a step, in lines. */
export function decisionLines(answer: Body): readonly string[] {
  const state =
    answer["mayBeReleased"] === true ? "it may be released" : textOf(answer["objection"]);
  return [
    `case ${textOf(answer["case"] ?? answer["id"])} (${textOf(answer["status"])})`,
    `  ${state}`,
    ...bodiesOf(answer["verdicts"]).flatMap(verdictLines),
    ...bodiesOf(answer["duties"]).map(dutyLine),
  ];
}

function verdictLines(verdict: Body): readonly string[] {
  const texts = bodyOf(verdict["texts"]);
  const needs = Array.isArray(texts["needs"]) ? (texts["needs"] as readonly unknown[]) : [];
  return [
    `  ${textOf(verdict["partner"])}: ${textOf(verdict["outcome"])}`,
    ...textsOf(texts["against"]).map((text) => `      against it: ${text}`),
    ...needs.map((path) => `      a way: ${textsOf(path).join(" + ")}`),
    ...textsOf(texts["notCounted"]).map((text) => `      does not count: ${text}`),
  ];
}

/** A duty in a line, with what it rests on: nobody should take a proposal for law. */
export function dutyLine(duty: Body): string {
  const state = duty["done"] === true ? "done" : duty["overdue"] === true ? "LATE" : "due";
  const basis = textOf(duty["basis"]);
  const rests = basis === "proposed" ? "proposed, not law" : basis;
  return `  ${state} ${textOf(duty["due"])}: ${textOf(duty["says"])} (${textOf(duty["id"])}) [${rests}]`;
}

function bodyOf(value: unknown): Body {
  return typeof value === "object" && value !== null ? (value as Body) : {};
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}
