import type { CaseFile, SiteFile } from "../core/case.ts";
import type { ScenarioFile, ScenarioItem, ScenarioRequest } from "../core/scenario.ts";
import { decideFile } from "./decide.ts";
import { joinSite } from "./gather.ts";
import type { Ports } from "./ports.ts";
import type { VerdictRecord } from "./record.ts";

/** An item with one verdict for each recipient, in the order of the site: partners, then groups. */
export interface DecidedItem {
  readonly item: string;
  readonly title: string;
  readonly cells: readonly VerdictRecord[];
}

export interface DecidedRequest {
  readonly id: string;
  readonly title: string;
  readonly story: string;
  readonly record: VerdictRecord;
}

/** A scenario as decided: the matrix of items × recipients, and the requests on their own. */
export interface DecidedScenario {
  readonly rows: readonly DecidedItem[];
  readonly requests: readonly DecidedRequest[];
}

/**
 * Decides every item of a scenario for every partner and group of its site, and every request, on
 * the scenario's own day. Decided as any case is: there is no other way to a verdict.
 *
 * Throws a Refusal on bad input.
 */
export async function decideScenario(scenarioPath: string, ports: Ports): Promise<DecidedScenario> {
  const scenario = await ports.cases.readScenario(scenarioPath);
  const site = await ports.cases.readSite(ports.cases.resolve(scenarioPath, scenario.site));
  const rows: DecidedItem[] = [];
  for (const item of scenario.items) {
    const file = caseOf(scenario, site, item);
    const cells = await decideFile(file, scenarioPath, {}, ports);
    rows.push({ item: item.id, title: item.title, cells });
  }
  const requests: DecidedRequest[] = [];
  for (const request of scenario.requests) {
    requests.push(await decideRequest(scenario, site, request, scenarioPath, ports));
  }
  return { rows, requests };
}

async function decideRequest(
  scenario: ScenarioFile,
  site: SiteFile,
  one: ScenarioRequest,
  scenarioPath: string,
  ports: Ports,
): Promise<DecidedRequest> {
  const item = scenario.items.find(({ id }) => id === one.item);
  if (item === undefined) throw new Error(`a scenario that was read has the item ${one.item}`);
  const { request } = one;
  const file = caseOf(scenario, site, {
    ...item,
    request,
    measures: [...item.measures, ...one.measures],
  });
  const [record] = await decideFile(file, scenarioPath, { recipients: [one.partner] }, ports);
  if (record === undefined) throw new Error("one recipient has one verdict");
  return { id: one.id, title: one.title, story: one.story, record };
}

function caseOf(scenario: ScenarioFile, site: SiteFile, item: ScenarioItem): CaseFile {
  const { id, file, stated, request, measures } = item;
  const own: CaseFile = {
    caveat: "case/1",
    partners: [],
    groups: [],
    people: [],
    sourceDefaults: [],
    item: { name: id, file, stated },
    request,
    measures,
    now: scenario.now,
  };
  return joinSite(own, site);
}
