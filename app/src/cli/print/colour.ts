import picocolors from "picocolors";
import type { Outcome } from "../../core/deciding/verdict.ts";
import type { Terminal } from "./terminal.ts";

export interface Colours {
  bold(text: string): string;
  dim(text: string): string;
  outcome(outcome: Outcome, text?: string): string;
}

/** Colours for a terminal; none in a pipe or where NO_COLOR is set. */
export function coloursFor(terminal: Terminal): Colours {
  const noColour = (terminal.env["NO_COLOR"] ?? "") !== "";
  const c = picocolors.createColors(terminal.output.isTTY && !noColour);
  const paint: Readonly<Record<Outcome, (text: string) => string>> = {
    release: c.green,
    "release-with-caveats": c.cyan,
    hold: c.yellow,
    refer: c.magenta,
    withhold: c.red,
  };
  return {
    bold: c.bold,
    dim: c.dim,
    outcome: (outcome, text = outcome) => paint[outcome](text),
  };
}
