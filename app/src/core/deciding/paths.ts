import { given, type Formula, type MeasureTable } from "./formula.ts";
import { splitMeasure } from "../measure.ts";
import type { MeasureText, Pack } from "../pack.ts";
import { UNNAMED } from "../question/question-item.ts";
import { OUTCOMES, type Outcome, type Path } from "./verdict.ts";

/**
 * The smallest sets of measures that remain once those in `done` are performed, best outcome first,
 * then cheapest, then fewest, then by name. Empty when nothing makes the release possible.
 */
export function toPaths(
  formula: Formula,
  done: bigint,
  table: MeasureTable,
  packs: readonly Pack[],
): readonly Path[] {
  const texts = new Map<string, MeasureText>();
  const explain = (measure: string): MeasureText => {
    const known = texts.get(measure) ?? textOf(measure, packs);
    texts.set(measure, known);
    return known;
  };
  return given(formula, done)
    .map((way) => toPath(table.names(way), explain))
    .toSorted(comparePaths);
}

/** The outcome when this set of measures is all that is missing. */
function outcomeOf(measures: readonly string[]): Outcome {
  const kinds = new Set(measures.map((measure) => splitMeasure(measure)?.kind));
  if (kinds.size === 0) return "release";
  if (kinds.has("approve")) return "refer";
  return kinds.size === 1 && kinds.has("attach") ? "release-with-caveats" : "hold";
}

function toPath(measures: readonly string[], explain: (measure: string) => MeasureText): Path {
  const texts = measures.map(explain);
  return {
    measures,
    needs: texts.map((text, i) => `${measures[i] ?? ""}: ${text.means}`),
    cost: texts.reduce((sum, text) => sum + text.cost, 0),
    outcome: outcomeOf(measures),
  };
}

const ASK_UNNAMED = `consent:${UNNAMED}`;
const NAME_FIRST = "find out and state who contributed it (originators), then ask them for consent";

/** What the packs say a measure means, each once; the dearest cost. A general text yields to one for this measure. */
function textOf(measure: string, packs: readonly Pack[]): MeasureText {
  const parts = splitMeasure(measure);
  const known = packs
    .map((pack) => (parts === undefined ? undefined : pack.measure(parts.kind, parts.what)))
    .filter((text) => text !== undefined);
  if (known.length === 0) throw new Error(`a rule asks for ${measure}, which no pack explains`);
  const special = known.filter((text) => text.isGeneral !== true);
  const means = (special.length > 0 ? special : known).map((text) => text.means);
  return {
    means: measure === ASK_UNNAMED ? NAME_FIRST : [...new Set(means)].toSorted().join("; and "),
    cost: Math.max(...known.map((text) => text.cost)),
  };
}

function comparePaths(a: Path, b: Path): number {
  return (
    OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) ||
    a.cost - b.cost ||
    a.measures.length - b.measures.length ||
    (a.measures.join() < b.measures.join() ? -1 : 1)
  );
}
