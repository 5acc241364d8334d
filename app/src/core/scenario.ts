import type { Statement } from "./case.ts";
import type { Day } from "./day.ts";
import type { Performed } from "./measure.ts";
import type { Request } from "./request.ts";

/** An item on the register, with what is asked for it in general. */
export interface ScenarioItem {
  readonly id: string;
  readonly title: string;
  /** The item's file, as seen from the scenario file. */
  readonly file: string;
  readonly stated: readonly Statement[];
  readonly request: Request;
  /** What was performed for it, whoever receives it. */
  readonly measures: readonly Performed[];
}

/** An item asked for by one partner under circumstances of its own. */
export interface ScenarioRequest {
  readonly id: string;
  readonly title: string;
  /** Id of the item. */
  readonly item: string;
  /** Id of a partner or group of the site. */
  readonly partner: string;
  /** The item's request with this one's changes laid over it. */
  readonly request: Request;
  /** Performed for this request, besides those of the item. */
  readonly measures: readonly Performed[];
  /** What it shows, in one sentence. */
  readonly story: string;
}

/** A worked example: a site, a register of items, and requests for them, on a fixed day. */
export interface ScenarioFile {
  readonly caveat: "scenario/1";
  /** The site file, as seen from the scenario file. */
  readonly site: string;
  readonly now: Day;
  readonly items: readonly ScenarioItem[];
  readonly requests: readonly ScenarioRequest[];
}
