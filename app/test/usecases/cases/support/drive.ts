import type { Step } from "../../../../src/core/casework/act.ts";
import type { StatedFacts } from "../../../../src/core/case.ts";
import type { Request } from "../../../../src/core/request.ts";
import { openCase, type OpenCase } from "../../../../src/usecases/cases/steps/open-case.ts";
import type { CaseOutcome } from "../../../../src/usecases/cases/deciding/outcome.ts";
import { readCase, type WholeView } from "../../../../src/usecases/cases/read-case.ts";
import { submitItem } from "../../../../src/usecases/cases/items/submit-item.ts";
import { takeStep, type TakeStep } from "../../../../src/usecases/cases/steps/take-step.ts";
import type { World } from "./world.ts";

/** What makes the report of the scenario ordinary: nothing of it is unknown. */
export const PLAIN: StatedFacts = {
  topics: ["cyber-espionage"],
  evaluated: true,
  bulk: false,
  personal: false,
  sourceRevealing: false,
  reliabilityStated: true,
};

export const REQUEST: Request = {
  mode: "release",
  purpose: "Let partners find and stop the reading of mail at their ministries",
  use: "intelligence",
};

export const REPORT = "snow-tide.stix21.json";
export const SAYS = "Ministries of partners are named as targets and do not know it";

/** The report of the scenario, handed in by an officer with what makes it plain. */
export async function submitReport(
  world: World,
  more: Partial<Parameters<typeof submitItem>[0]> = {},
): Promise<string> {
  const { item } = await submitItem(
    {
      by: world.civil.officer,
      name: REPORT,
      bytes: await world.item(REPORT),
      stated: [{ facts: PLAIN, evidence: "Evaluation sheet 2026/1871" }],
      persons: [],
      ...more,
    },
    world.ports,
  );
  return item;
}

/** A case of the civil service's officer about the report. */
export async function openReport(
  world: World,
  recipients: readonly string[],
  more: Partial<OpenCase> = {},
): Promise<CaseOutcome> {
  const item = more.item ?? (await submitReport(world));
  return openCase(
    { by: world.civil.officer, recipients, request: REQUEST, ...more, item },
    world.ports,
  );
}

export async function step(
  world: World,
  id: string,
  by: string,
  one: TakeStep["step"],
  more: Partial<TakeStep> = {},
): Promise<CaseOutcome> {
  return takeStep({ case: id, by, step: one, ...more }, world.ports);
}

/** Necessity and proportionality, said by whoever asked. */
export async function stateNeed(world: World, id: string): Promise<CaseOutcome> {
  const by = world.civil.officer;
  await step(world, id, by, state("state:necessity"));
  return step(world, id, by, state("state:proportionality"));
}

export function state(measure: string): Extract<Step, { kind: "state" }> {
  return { kind: "state", measure, says: SAYS };
}

/** Approves what a case is now, with everything that is demanded. */
export async function approve(
  world: World,
  id: string,
  by: string,
  role: string,
  more: Partial<Extract<Step, { kind: "approve" }>> = {},
): Promise<CaseOutcome> {
  const { manifestHash, acknowledge } = await view(world, id, by);
  return step(world, id, by, {
    kind: "approve",
    role,
    manifest: manifestHash,
    acknowledges: acknowledge[role] ?? [],
    says: "Read in full; the use is limited and the need is evident",
    ...more,
  });
}

export async function view(world: World, id: string, by: string): Promise<WholeView> {
  const found = await readCase(id, by, world.ports);
  if (found.kind === "erased") throw new Error(`the case ${id} was erased`);
  return found;
}

/** The id of the newest approval that somebody gave. */
export async function approvalBy(world: World, id: string, by: string): Promise<string> {
  const { state: found } = await view(world, id, by);
  const act = found.approvals.findLast((one) => one.by === by);
  if (act === undefined) throw new Error(`${by} approved nothing`);
  return act.id;
}
