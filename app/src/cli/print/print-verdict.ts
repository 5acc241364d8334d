import type { JudgedMeasure } from "../../core/measure.ts";
import type { Because, Outcome, Path, Reason, Verdict } from "../../core/deciding/verdict.ts";
import type { Colours } from "./colour.ts";
import { printable } from "./printable.ts";

/** Paths shown before the rest is only counted. */
const MOST_PATHS = 6;

/** A verdict, with what it could come to if what is unknown were known. */
export interface PrintedVerdict extends Verdict {
  readonly atBest?: Outcome;
}

/** A verdict as a page a person reads: outcome, reasons, paths, duties, what was unknown. Safe to print. */
export function formatVerdict(raw: PrintedVerdict, c: Colours, everything = false): string {
  const verdict = printable(raw);
  return [
    `${c.bold(verdict.item)} → ${c.bold(verdict.partner)}: ${c.outcome(verdict.outcome)}`,
    c.dim(
      `${verdict.mode}, for "${verdict.purpose}", on ${verdict.now}; packs ${packsOf(verdict)}`,
    ),
    ...(verdict.alarm === undefined ? [] : [`  ALARM: ${verdict.alarm}`]),
    ...section(
      "Why",
      reasons(verdict, everything).map((r) => formatReason(r, c)),
    ),
    ...section(pathsTitle(verdict), formatPaths(verdict.paths, c, everything)),
    ...section("Done so far", verdict.performed.map(formatPerformed)),
    ...section(
      "To do because of it (never a condition)",
      verdict.tasks.map((task) => `${task.task} ${c.dim(`[${task.rule}, ${task.basis}]`)}`),
    ),
    ...section(
      "Nobody knew, so the cautious value was taken",
      verdict.unknown.length === 0 ? [] : [verdict.unknown.join(", "), ...atBest(verdict, c)],
    ),
    ...section("Notes on the item", formatNotes(verdict, everything)),
    "",
  ].join("\n");
}

function atBest(verdict: PrintedVerdict, c: Colours): string[] {
  if (verdict.atBest === undefined) return [];
  if (verdict.atBest === verdict.outcome)
    return ["Finding out about the item alone would not change the outcome."];
  return [
    `If all of it were found out and harmless: ${c.outcome(verdict.atBest)}. State it under item.stated.`,
  ];
}

function packsOf(verdict: Verdict): string {
  return verdict.packs.map((p) => `${p.id} ${p.version} (${p.hash.slice(0, 12)})`).join(", ");
}

/**
 * What stands in the way, and the routes that could be opened where none is open yet. With
 * `everything` also what is settled.
 */
function reasons(verdict: Verdict, everything: boolean): readonly Reason[] {
  if (everything) return verdict.reasons;
  const permits = verdict.reasons.filter((r) => r.effect === "permit");
  const routesOf = (reason: Reason): readonly Reason[] =>
    permits.filter((r) => r.pack === reason.pack && r.member === reason.member);
  const shown = verdict.reasons.filter((reason) => {
    if (reason.met) return false;
    if (reason.effect === "forbid") return true;
    const routes = routesOf(reason);
    if (routes.some((r) => r.met)) return false;
    return reason.open || !routes.some((r) => r.open);
  });
  // What no measure can change comes first: it is what decides.
  return shown.toSorted((a, b) => Number(a.open) - Number(b.open));
}

function formatReason(reason: Reason, c: Colours): string {
  const who = reason.member === undefined ? "" : ` (${reason.member})`;
  const looked = reason.because.map(formatBecause).join(", ");
  return [
    `${c.bold(reason.rule)}${who} ${stateOf(reason)}: ${reason.says}.`,
    `       ${c.dim(`${basisOf(reason)} · ${reason.clause}${looked === "" ? "" : ` · because ${looked}`}`)}`,
  ].join("\n");
}

function stateOf(reason: Reason): string {
  if (reason.effect === "permit") {
    return reason.met ? "opens the way" : reason.open ? "can open a way" : "opens no way";
  }
  return reason.met ? "is satisfied" : reason.open ? "asks for more" : "stands in the way";
}

/** Law, practice and our own proposals are never blurred. */
function basisOf(reason: Reason): string {
  return { law: "LAW", practice: "PRACTICE", proposed: "PROPOSAL, not law" }[reason.basis];
}

function formatBecause(because: Because): string {
  const value = Array.isArray(because.value)
    ? `[${because.value.join(", ")}]`
    : String(because.value);
  return `${because.fact} = ${value}${because.unknown ? " (unknown)" : ""}`;
}

function pathsTitle(verdict: Verdict): string {
  if (verdict.outcome === "release") return "What is still needed: nothing";
  const count = verdict.paths.length;
  return count === 1 ? "What would make it possible" : `What would make it possible: ${count} ways`;
}

function formatPaths(paths: readonly Path[], c: Colours, everything: boolean): string[] {
  const shown = everything ? paths : paths.slice(0, MOST_PATHS);
  const lines = shown
    .filter((path) => path.measures.length > 0)
    .map((path, i) =>
      [
        `${i + 1}. ${c.outcome(path.outcome)} ${c.dim(`cost ${path.cost}`)}`,
        ...path.needs.map((need) => `       ${need}`),
      ].join("\n"),
    );
  const more = paths.length - shown.length;
  return more > 0 ? [...lines, c.dim(`… and ${more} more; --all shows them`)] : lines;
}

function formatPerformed(one: JudgedMeasure): string {
  return `${one.measure}: ${one.counts ? "counts" : "does NOT count"} (${one.why})`;
}

function formatNotes(verdict: Verdict, everything: boolean): string[] {
  const shown = everything ? verdict.notes : verdict.notes.slice(0, 5);
  const lines = shown.map((note) => `${note.place === "" ? "" : `${note.place}: `}${note.says}`);
  const more = verdict.notes.length - shown.length;
  return more > 0 ? [...lines, `… and ${more} more; --all shows them`] : lines;
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return title.endsWith("nothing") ? [`  ${title}`] : [];
  return [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}
