import type { Formula, MeasureTable } from "./deciding/formula.ts";
import type { MeasureKind, MeasureSets } from "./measure.ts";
import type { PartnerKind } from "./partner.ts";
import type { Question } from "./question/question.ts";

/** Whether a rule is written law, settled practice, or our own proposal. Never blurred. */
export type Basis = "law" | "practice" | "proposed";
export type Effect = "permit" | "forbid" | "duty";

/** When a task falls due, by its rule; else it is due in the ordinary time from the decision on. */
export interface TaskTiming {
  /** On the same day. */
  readonly due?: "at-once";
  /** Not before an approval counts: until then there is nothing to do. */
  readonly after?: "approval";
}

/** A rule as people read it. */
export interface RuleText extends TaskTiming {
  readonly rule: string;
  readonly effect: Effect;
  readonly says: string;
  readonly clause: string;
  readonly basis: Basis;
  /** What must be done because it fired; never a condition. */
  readonly task?: string;
}

/** One value a rule looked at. */
export interface Looked {
  /** Path in the question: "resource.personal", "principal.note.approved". */
  readonly path: string;
  readonly value: boolean | number | string | readonly string[];
}

/** What remains of one rule once everything but the measures is known. */
export interface Remainder {
  readonly rule: RuleText;
  /** For a permit: when it opens. For a forbid: when it stands out of the way. */
  readonly remains: Formula;
  readonly looked: readonly Looked[];
}

/** What remains of a pack for one question. */
export interface Remainders {
  readonly routes: readonly Remainder[];
  /** Only the safeguards that concern this question, whether or not measures can satisfy them. */
  readonly safeguards: readonly Remainder[];
  readonly duties: readonly Remainder[];
}

/** The answer of an engine to one question with given measures. */
export interface EngineAnswer {
  readonly allow: boolean;
  /** Anything that went wrong; then allow is false. */
  readonly errors: readonly string[];
}

/**
 * The answer with a set of measures, each rule seeing only the attributes it names and the measures
 * it asks for; the answers are combined as Cedar does (forbid overrides, no permit is a denial).
 * With `without`: the measure, not in the set, that was just taken away from an allowed set, so that
 * only safeguards that ask for it need asking again.
 */
export type RuleByRule = (measures: bigint, without?: bigint) => EngineAnswer;

/** What a measure means to the person who performs it, and how much it costs to get. */
export interface MeasureText {
  readonly means: string;
  readonly cost: number;
  /** An approval: what whoever signs must acknowledge, each a sentence. Absent: nothing. */
  readonly acknowledge?: readonly string[];
  /** It is the text for every measure of its kind ("*"), not for this one. */
  readonly isGeneral?: true;
}

/** A pack as it is written: what is kept, so that it can be compiled again years later. */
export interface PackFiles {
  /** The name of its folder. */
  readonly name: string;
  /** The schema it is written against. */
  readonly schema: string;
  /** pack.yaml and every *.cedar file, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * A compiled pack, as the decision sees it. Both engines answer the same question; `remainders` is
 * our own evaluator with the measures unknown. All are plain functions of their arguments.
 */
export interface Pack {
  readonly id: string;
  readonly version: string;
  /** Lower-case hex SHA-256 over the pack's files. */
  readonly hash: string;
  /** SHA-256 of each rule's text, by rule id. */
  readonly ruleHashes: Readonly<Record<string, string>>;
  readonly covers: readonly PartnerKind[];
  /** Reads a STIX container's marking as covering members of the same creator. */
  readonly readsContainers: boolean;
  readonly decidesClassification: boolean;
  /** Every measure it explains, "kind:what"; "consent:*" stands for any originator. */
  readonly measureNames: readonly string[];
  /** Undefined for a measure the pack does not know. */
  measure(kind: MeasureKind, what: string): MeasureText | undefined;
  remainders(question: Question, table: MeasureTable): Remainders;
  /** Both engines on the whole pack at once, Cedar with its schema and request validation. */
  authorize(question: Question, measures: MeasureSets): EngineAnswer;
  /**
   * Both engines rule by rule, made ready for one question; the table holds every measure that the
   * sets to come may name.
   */
  ruleByRule(question: Question, table: MeasureTable): RuleByRule;
}

/** One pack's question about one member of the recipient. */
export interface Asked {
  readonly pack: Pack;
  readonly question: Question;
  /** Set in a group: whom the question is about. */
  readonly member?: string;
}
