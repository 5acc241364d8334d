import { readFileSync } from "node:fs";
import { join } from "node:path";

import { MEASURE_KINDS, type MeasureKind } from "../../app/src/core/measure.ts";
import type { Basis, Effect, RuleText } from "../../app/src/core/pack.ts";
import { CASE_KINDS, type PackCase } from "../../app/src/core/pack-case.ts";
import type { PackSource } from "../../app/src/policy/read-pack.ts";

type Rule = PackSource["rules"][number];

/** How each basis is printed: nobody should take a proposal for law at a glance. */
const BASIS: Readonly<Record<Basis, string>> = {
  law: "**LAW**",
  practice: "practice",
  proposed: "_proposed, not law_",
};

const EFFECT: Readonly<Record<Effect, string>> = {
  permit: "route",
  forbid: "safeguard",
  duty: "duty",
};

/** One pack as Markdown: what it rests on, a table of its rules, and each rule with its cases. */
export function packSection(source: PackSource, cases: readonly PackCase[]): string {
  const { manifest } = source;
  const rules = source.rules.toSorted(byPlace);
  return [
    `## ${manifest.id}: ${manifest.title}`,
    `Version ${manifest.version}. ${manifest.authority}`,
    `It covers: ${manifest.covers.join(", ")}. It rests on:`,
    list(manifest.sources),
    tally(rules, cases),
    ...acknowledgements(source),
    table(rules),
    ...[...new Set(rules.map((rule) => rule.file))].flatMap((file) => [
      `### ${headingOf(source, file)}`,
      ...rules.filter((rule) => rule.file === file).map((rule) => ruleEntry(rule, source, cases)),
    ]),
  ].join("\n\n");
}

function byPlace(a: Rule, b: Rule): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

function tally(rules: readonly Rule[], cases: readonly PackCase[]): string {
  const of = (basis: Basis): number => rules.filter((rule) => rule.text.basis === basis).length;
  return (
    `${rules.length} rules (${of("law")} law, ${of("practice")} practice, ` +
    `${of("proposed")} proposed), ${cases.length} cases.`
  );
}

/**
 * What is demanded of a signature beside the person's authority: under which role, which sentences.
 * Where it comes from stands beside it in pack.yaml.
 */
function acknowledgements({ manifest }: PackSource): readonly string[] {
  const entries = [...(manifest.measures.get("approve") ?? [])].flatMap(
    ([role, { acknowledge }]) =>
      acknowledge === undefined
        ? []
        : [`Whoever signs as \`${role}\` acknowledges, point by point:`, list(acknowledge)],
  );
  if (entries.length === 0) return [];
  const says =
    "Without its acknowledgements a signature does not count, and it covers them. That they are " +
    "signed for one by one is a proposal, _not law_, under whichever rule the signature is asked for.";
  return [says, ...entries];
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map(({ text }) =>
    [`[${text.rule}](#${anchorOf(text.rule)})`, EFFECT[text.effect], BASIS[text.basis], text.clause]
      .map(cell)
      .join(" | "),
  );
  return ["rule | what it is | basis | clause", "--- | --- | --- | ---", ...rows]
    .map((row) => `| ${row} |`)
    .join("\n");
}

/** The first line of a rule file says what its rules have in common. */
function headingOf(source: PackSource, file: string): string {
  const name = file.slice(file.indexOf("/") + 1);
  const [first] = readFileSync(join(source.folder, name), "utf8").split("\n");
  return first?.startsWith("// ") === true ? first.slice(3).replace(/\.$/, "") : name;
}

function ruleEntry(rule: Rule, source: PackSource, cases: readonly PackCase[]): string {
  const { text } = rule;
  const asked = measuresOf(rule.cedar);
  const about = cases.filter((one) => one.rule === text.rule);
  return [
    `#### ${text.rule}`,
    `${BASIS[text.basis]} · ${EFFECT[text.effect]} · ${text.clause}`,
    `> ${text.says}.`,
    ...(text.task === undefined ? [] : [`Task${timingOf(text)}: ${text.task}.`]),
    ...(asked.length === 0
      ? []
      : ["Measures it asks for:", list(asked.map((m) => meaning(m, source)))]),
    "Cases:",
    list(CASE_KINDS.flatMap((kind) => namesOf(about, kind))),
  ].join("\n\n");
}

function timingOf({ due, after }: RuleText): string {
  const when = due === "at-once" ? ", due on the same day" : "";
  return after === "approval" ? `${when}, once an approval counts` : when;
}

function namesOf(cases: readonly PackCase[], kind: string): readonly string[] {
  return cases.filter((one) => one.shows === kind).map((one) => `_${kind}_: ${one.name}`);
}

/** The measures a rule names, "kind:what", "consent:*" where the facts name them; in its order. */
function measuresOf(cedar: string): readonly string[] {
  const asks = cedar.matchAll(/context\.measures\.(\w+)\.contains(?:All|Any)?\(([^)]*)\)/g);
  const found = [...asks].flatMap(([, set = "", names = ""]) => {
    const texts = [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
    return (texts.length === 0 ? ["*"] : texts).map((what) => `${kindOf(set)}:${what}`);
  });
  return [...new Set(found)];
}

function kindOf(set: string): string {
  return Object.entries(MEASURE_KINDS).find(([, name]) => name === set)?.[0] ?? set;
}

function meaning(measure: string, { manifest }: PackSource): string {
  const [kind = "", what = ""] = measure.split(":");
  const text = manifest.measures.get(kind as MeasureKind)?.get(what);
  return `\`${measure}\`${text === undefined ? "" : `: ${text.means}`}`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The anchor that the usual Markdown viewers give a heading. */
function anchorOf(heading: string): string {
  return heading.toLowerCase();
}
