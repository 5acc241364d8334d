import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { textOf, type Body } from "../../client/read-answer.ts";
import type { ScenarioFile, ScenarioItem } from "../../core/scenario.ts";
import type { Request } from "../../core/request.ts";
import type { Ports } from "../../usecases/ports.ts";
import type { Staff, Who } from "./staff.ts";

/** A case as the API shows it after a step. */
export interface Shown {
  readonly case: string;
  readonly outcome: string;
  readonly status: string;
  readonly mayBeReleased: boolean;
  readonly objection?: string;
  readonly manifest: string;
  readonly verdicts: readonly {
    readonly outcome: string;
    readonly performed: readonly {
      readonly measure: string;
      readonly counts: boolean;
      readonly why: string;
    }[];
  }[];
  readonly duties: readonly { readonly id: string; readonly says: string; readonly due: string }[];
}

/** The scenario, the files it names, and who acts in it. */
export interface Stage {
  readonly scenario: ScenarioFile;
  readonly path: string;
  readonly staff: Staff;
  readonly ports: Ports;
  /** Where partners reach the site. */
  readonly partners: string;
  /** The demo's own folder below the site's. */
  readonly apart: string;
}

/** A case of the demo, from its beginning to where it is left. */
export interface Story {
  readonly title: string;
  /** What happened, one sentence for each thing. */
  readonly lines: readonly string[];
}

/** The officer submits an item of the scenario and opens a case; the reasons are written down. */
export async function openCase(
  itemId: string,
  partner: string,
  stage: Stage,
  change: Partial<Request> = {},
): Promise<Shown> {
  const item = stage.scenario.items.find(({ id }) => id === itemId);
  if (item === undefined) throw new Error(`the scenario has no item ${itemId}`);
  const { officer } = stage.staff.clients;
  const submitted = await submit(item, stage);
  const { requester: _requester, ...asked } = item.request;
  const request = { ...asked, ...change };
  const about = { item: submitted, recipients: [partner], request };
  let shown = toShown(await officer.post("/cases", about));
  for (const { measure, says = "" } of item.measures) {
    if (!measure.startsWith("state:")) continue;
    shown = await step("officer", shown.case, "state", { measure, says }, stage);
  }
  return shown;
}

async function submit(item: ScenarioItem, { path, staff, ports }: Stage): Promise<string> {
  const file = ports.cases.resolve(path, item.file);
  const bytes = (await readFile(file)).toString("base64");
  const stated = item.stated.map(({ facts, evidence }) => ({
    facts,
    ...(evidence === undefined ? {} : { evidence }),
  }));
  const name = basename(file);
  const answer = await staff.clients.officer.post("/items", { name, bytes, stated });
  return textOf(answer["item"]);
}

/** Somebody takes a step in a case. */
export async function step(
  who: Who,
  id: string,
  kind: string,
  body: Body,
  { staff }: Stage,
): Promise<Shown> {
  return toShown(await staff.clients[who].post(`/cases/${id}/steps/${kind}`, body));
}

/** Somebody approves: sees what would leave and what to acknowledge, and signs exactly that. */
export async function approve(
  who: Who,
  role: string,
  id: string,
  says: string,
  { staff }: Stage,
): Promise<Shown> {
  const client = staff.clients[who];
  const asked = await client.post(`/cases/${id}/approvals/challenge`, { role, says });
  const { decision: _, ...approval } = asked["statement"] as Body;
  const signed = { ...client.sign(asked), ...approval };
  return toShown(await client.post(`/cases/${id}/approvals`, signed));
}

/** How a case stands, in a line. */
export function outcome({ outcome: what, mayBeReleased, objection }: Shown): string {
  return mayBeReleased ? `${what}: it may be released` : `${what}: ${objection ?? "not yet"}`;
}

function toShown(body: Body): Shown {
  return body as unknown as Shown;
}
