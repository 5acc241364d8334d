import type { SiteFile } from "../core/case.ts";
import { ask, type Grounds } from "../core/deciding/decide.ts";
import { mergeFacts } from "../core/facts/facts.ts";
import type { Part } from "../core/item.ts";
import { judge } from "../core/deciding/judge.ts";
import type { Pack } from "../core/pack.ts";
import type { Recipient } from "../core/partner.ts";
import type { FactsSheet } from "../core/facts/sheet.ts";
import { applySourceDefaults } from "../core/statement.ts";
import type { Outcome } from "../core/deciding/verdict.ts";
import { viewOn } from "../core/view.ts";
import { equivalencesFor } from "./equivalences.ts";

/** Parts that share one facts sheet: whatever is decided of one is decided of all. */
export interface FactClass {
  readonly facts: FactsSheet;
  readonly parts: readonly Part[];
}

/** Sorts the parts of an item into fact classes. Cost grows with the parts, once. */
export function toClasses(
  parts: readonly Part[],
  site: Pick<SiteFile, "sourceDefaults">,
): readonly FactClass[] {
  const classes = new Map<string, { facts: FactsSheet; parts: Part[] }>();
  for (const part of applySourceDefaults(parts, site.sourceDefaults)) {
    if (part.isDefinition === true) continue;
    const facts = mergeFacts([part], []).sheet;
    const key = JSON.stringify(facts);
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { facts, parts: [part] });
    else known.parts.push(part);
  }
  return [...classes.values()];
}

/** How many parts come out how, for one recipient. */
export interface Tally {
  readonly recipient: Recipient;
  readonly counts: Readonly<Record<Outcome, number>>;
}

export interface ClassDecisions {
  readonly tallies: readonly Tally[];
  /** Classes that differ in what a question can see on the day. */
  readonly views: number;
  /** Different questions that were put to the engines. */
  readonly questions: number;
}

/** What all parts and recipients share. */
export type BulkGrounds = Omit<Grounds, "recipient" | "facts" | "equivalences">;

/**
 * Decides every class for every recipient. Classes that look the same on the day are one, and those
 * that put the same question share one judgement, so the cost grows with the questions and not with
 * the parts. Measures performed in a case do not count here.
 */
export function decideClasses(
  classes: readonly FactClass[],
  recipients: readonly Recipient[],
  grounds: BulkGrounds,
  packs: readonly Pack[],
): ClassDecisions {
  const views = toViews(classes, grounds);
  const known = new Map<string, Outcome>();
  const tallies = recipients.map((recipient) => {
    const counts: Record<Outcome, number> = {
      release: 0,
      "release-with-caveats": 0,
      hold: 0,
      refer: 0,
      withhold: 0,
    };
    for (const { shared, size } of views) {
      counts[outcomeOf({ ...shared, recipient }, packs, known)] += size;
    }
    return { recipient, counts };
  });
  return { tallies, views: views.length, questions: known.size };
}

interface View {
  readonly shared: Omit<Grounds, "recipient">;
  /** Number of parts. */
  size: number;
}

function toViews(classes: readonly FactClass[], grounds: BulkGrounds): readonly View[] {
  const views = new Map<string, View>();
  for (const { facts, parts } of classes) {
    const key = viewOn(facts, grounds.now);
    const known = views.get(key);
    if (known !== undefined) known.size += parts.length;
    else {
      const shared = { ...grounds, facts, equivalences: equivalencesFor(facts) };
      views.set(key, { shared, size: parts.length });
    }
  }
  return [...views.values()];
}

function outcomeOf(grounds: Grounds, packs: readonly Pack[], known: Map<string, Outcome>): Outcome {
  const asked = ask(grounds, packs);
  if (asked === undefined) return "withhold";
  const key = JSON.stringify(asked.map(({ pack, question }) => [pack.id, question]));
  const before = known.get(key);
  if (before !== undefined) return before;
  const { outcome } = judge(asked, []);
  known.set(key, outcome);
  return outcome;
}
