import { ALWAYS, type Formula, type MeasureTable } from "../../../../src/core/deciding/formula.ts";
import type { MeasureKind } from "../../../../src/core/measure.ts";
import type { MeasureText, Pack, Remainder } from "../../../../src/core/pack.ts";
import type { Question } from "../../../../src/core/question/question.ts";

/** By role, what the small pack demands of whoever signs; the second edition asks the head for more. */
const ACKNOWLEDGE: Readonly<Record<string, readonly string[]>> = {
  head: ["I have read the reasons"],
  minister: ["I have read the risk"],
};

/** A safeguard: when it speaks, and what satisfies it, or what else; nothing does where it names nothing. */
type Safeguard = readonly [
  string,
  (question: Question) => boolean,
  readonly string[],
  ...(readonly string[])[],
];

const SAFEGUARDS: readonly Safeguard[] = [
  ["S-reasons", () => true, ["state:necessity", "state:proportionality"]],
  ["S-ban", () => true, ["attach:onward-ban"]],
  ["S-raw", ({ resource }) => !resource.evaluated, ["approve:minister", "assess:unevaluated-risk"]],
  [
    "S-third",
    ({ resource }) => resource.thirdParties.length > 0,
    ["consent:linde"],
    ["sanitise:third-party"],
  ],
  ["S-grave", ({ context }) => context.risk.knownGrave, []],
  [
    "S-watched",
    ({ context }) => context.category.watched,
    ["approve:head", "approve:second-assessor"],
  ],
  [
    "S-harm",
    ({ resource, context }) => resource.identifiesOrLocates && context.risk.real,
    ["approve:head", "approve:minister", "assure:written"],
    ["sanitise:person"],
  ],
  ["S-closed", (question) => isClosed(question) && !question.context.urgentWeighty, []],
  ["S-urgent", isClosed, ["approve:head", "approve:minister"]],
  [
    "S-written",
    (question) => isClosed(question) && question.resource.personal,
    ["state:written-form"],
  ],
];

/**
 * A pack in plain functions: a selection of nl-wiv, a hundred times faster, for long campaigns. The same
 * campaigns run on nl-wiv itself, less long.
 */
export function smallPack(version = "1"): Pack {
  const approve = (role: string): MeasureText => {
    const demanded = ACKNOWLEDGE[role];
    if (demanded === undefined) return { means: role, cost: 20 };
    const more = version === "1" || role !== "head" ? [] : ["I have read them again"];
    return { means: role, cost: 20, acknowledge: [...demanded, ...more] };
  };
  return {
    id: "small",
    version,
    hash: version.padStart(64, "0"),
    ruleHashes: {},
    covers: ["service"],
    readsContainers: false,
    decidesClassification: true,
    measureNames: ["approve:head", "approve:minister", "approve:second-assessor"],
    measure: (kind: MeasureKind, what: string) =>
      kind === "approve" ? approve(what) : { means: what, cost: 1 },
    remainders: (question, table) => ({
      routes: [toRemainder(["S-route", () => true, []], table, true)],
      safeguards: speaking(question).map((one) => toRemainder(one, table, false)),
      duties: [],
    }),
    authorize: (question, measures) => {
      const there = new Set([
        ...measures.approvals.map((what) => `approve:${what}`),
        ...measures.consents.map((what) => `consent:${what}`),
        ...measures.caveats.map((what) => `attach:${what}`),
        ...measures.sanitised.map((what) => `sanitise:${what}`),
        ...measures.statements.map((what) => `state:${what}`),
        ...measures.assessments.map((what) => `assess:${what}`),
        ...measures.assurances.map((what) => `assure:${what}`),
      ]);
      const allow = speaking(question).every((one) => isMet(one, (measure) => there.has(measure)));
      return { allow, errors: [] };
    },
    ruleByRule: (question, table) => (set) => ({
      allow: speaking(question).every((one) =>
        isMet(one, (measure) => (table.find(measure) & set) !== 0n),
      ),
      errors: [],
    }),
  };
}

function isClosed({ principal, context }: Question): boolean {
  const { note } = principal;
  return (
    !(principal.relation && note.exists && note.approved) ||
    note.overdue ||
    !context.category.permitted
  );
}

function speaking(question: Question): readonly Safeguard[] {
  return SAFEGUARDS.filter(([, speaks]) => speaks(question));
}

function isMet([, , ...ways]: Safeguard, isThere: (measure: string) => boolean): boolean {
  return ways.some((needs) => needs.length > 0 && needs.every(isThere));
}

function toRemainder(
  [rule, , ...ways]: Safeguard,
  table: MeasureTable,
  isRoute: boolean,
): Remainder {
  const all: Formula = ways
    .filter((needs) => needs.length > 0)
    .map((needs) => needs.reduce((set, one) => set | table.bit(one), 0n));
  return {
    rule: {
      rule,
      effect: isRoute ? "permit" : "forbid",
      says: rule,
      clause: "-",
      basis: "proposed",
    },
    remains: isRoute ? ALWAYS : all,
    looked: [],
  };
}
