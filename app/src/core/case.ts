import type { Day } from "./day.ts";
import type { FactName } from "./facts/fact.ts";
import type { Performed, Person } from "./measure.ts";
import type { Standing } from "./partner.ts";
import type { OwnService, Request } from "./request.ts";

/** Facts by name, as a person writes them: a text, a truth, or a list. */
export type StatedFacts = {
  readonly [K in FactName]?: string | boolean | readonly string[];
};

/** Facts about one item, with who states them and on what. */
export interface Statement {
  readonly by: string;
  readonly on: Day;
  readonly evidence?: string;
  readonly facts: StatedFacts;
}

/** What a publisher means when it writes nothing (real input: most of the world is unmarked). */
export interface SourceDefault extends Statement {
  /** The originator's id as it stands in items, or "*" for every item. */
  readonly source: string;
  readonly evidence: string;
}

/** Several partners that receive together. */
export interface GroupEntry {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** A site file: the own service, its partners, people and packs. */
export interface SiteFile {
  readonly caveat: "site/1";
  readonly own: OwnService;
  readonly packs: readonly string[];
  readonly partners: readonly Standing[];
  readonly groups: readonly GroupEntry[];
  readonly people: readonly Person[];
  readonly sourceDefaults: readonly SourceDefault[];
}

/** A case file: one item, one or more partners, one request. */
export interface CaseFile {
  readonly caveat: "case/1";
  readonly site?: string;
  readonly own?: OwnService;
  readonly packs?: readonly string[];
  readonly partners: readonly Standing[];
  readonly groups: readonly GroupEntry[];
  readonly recipients?: readonly string[];
  readonly people: readonly Person[];
  readonly sourceDefaults: readonly SourceDefault[];
  readonly item: {
    readonly name?: string;
    readonly file?: string;
    readonly facts?: StatedFacts;
    readonly stated: readonly Statement[];
  };
  readonly request: Request;
  readonly measures: readonly Performed[];
  readonly now?: Day;
}
