import type { Bad, LedgerVerdict, Proven } from "../src/index.ts";
import { count, layOut } from "./answer.ts";
import type { Answer, Row } from "./answer.ts";
import { checkpointJson, checkpointRows } from "./checkpoint-answer.ts";
import { printable } from "./printable.ts";
import { EXIT } from "./terminal.ts";

/**
 * The answer to an exported ledger.
 *
 * @param pins how many checkpoints the reader brought along from earlier
 */
export function ledgerAnswer(verdict: LedgerVerdict, pins: number): Answer {
  return verdict.answer === "bad" ? badAnswer(verdict) : provenAnswer(verdict, pins);
}

function badAnswer({ answer, code, index, covered, message }: Bad): Answer {
  return {
    exit: EXIT.bad,
    text: layOut(`bad: ${printable(message)}`, [
      ["first bad index", `${index}`],
      ["covered", coveredText(covered)],
    ]),
    json: { answer, code, index, covered, message },
  };
}

/** How far a checkpoint had reached by then: not that those entries are good, but who answers for them. */
function coveredText(covered: number): string {
  if (covered === 0) return "no entry lay under a checkpoint that satisfies the policy";
  return `${count(covered, "entry lay", "entries lay")} under a checkpoint that satisfies the policy`;
}

function provenAnswer(verdict: Proven & { answer: "good" | "erased" }, pins: number): Answer {
  const { answer, checkpoint, checkpoints, sealed, opened, erased } = verdict;
  const rest = { checkpoints, pins, sealed, opened, erased };
  return {
    exit: EXIT.good,
    text: [layOut(headlineOf(verdict), rowsOf(verdict, pins)), ...erasedLines(verdict)].join("\n"),
    json: { answer, ...checkpointJson(checkpoint), ...rest },
  };
}

function headlineOf({ checkpoint: { origin, size }, erased }: Proven): string {
  const whole = `the whole ledger of ${printable(origin)}, ${count(size, "entry", "entries")}`;
  if (erased.length === 0) return `good: ${whole}.`;
  const gone = erased.length === 1 ? "1 value was" : `${erased.length} values were`;
  return `good, with values erased: ${whole}; ${gone} committed to and erased since.`;
}

function rowsOf({ checkpoint, checkpoints, sealed, opened }: Proven, pins: number): Row[] {
  return [
    ...checkpointRows(checkpoint),
    ["checkpoints", `${checkpoints} in the export, all on this one history`],
    ["pinned", pinnedText(pins)],
    ["sealed", sealed === "open" ? shownText(opened) : "not shown; the commitments stand"],
  ];
}

/** A good ledger does not show that nobody else was shown another one; only comparing does. */
function pinnedText(pins: number): string {
  if (pins === 0) return "nothing, so another history shown to others would not be seen";
  const lie = pins === 1 ? "lies" : "lie";
  return `${count(pins, "checkpoint")} from earlier ${lie} on this history`;
}

function shownText(opened: number): string {
  if (opened === 0) return "no values to show";
  return `${count(opened, "value")} shown, each the one committed to`;
}

function erasedLines({ erased }: Proven): string[] {
  if (erased.length === 0) return [];
  const lines = erased.map(
    ({ entry, field, by }) => `  entry ${entry}, ${printable(field)}: erased by entry ${by}`,
  );
  return ["committed but erased:", ...lines];
}
