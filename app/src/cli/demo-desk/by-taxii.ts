import type { PartnerClient } from "../../client/partner-client.ts";
import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import { lastStep, prepareCopy, releaseCopies } from "./copies.ts";
import { placeAt, programOf } from "./places.ts";
import { approve, openCase, outcome, type Stage, type Story } from "./steps.ts";
import { until } from "./until.ts";

const PLAN: SanitisePlan = {
  name: "traces for a partner",
  steps: [
    { step: "drop-property", property: "confidence" },
    { step: "generalise-time", to: "day" },
    { step: "remove-words", words: ["confirmed by a second source"], with: "evaluated" },
  ],
  mark: true,
};

const SHOWS = ["description:", "confidence:"];

/** What left to Alder, and Alder's own program. */
export interface Left {
  readonly case: string;
  readonly release: string;
  readonly collection: string;
  readonly alder: PartnerClient;
  /** The ids of what Alder fetched. */
  readonly fetched: ReadonlySet<unknown>;
}

/** The report goes to Alder: approved for exactly the bytes that Alder then fetches. */
export async function byTaxii(
  stage: Stage,
): Promise<{ readonly story: Story; readonly left: Left }> {
  const opened = await openCase("snow-tide", "alder", stage);
  const { case: id } = opened;
  const collection = await placeAt("alder", "taxii", stage);
  const asked = { collection, plan: PLAN, shows: SHOWS };
  const copy = await prepareCopy(id, "alder", asked, stage);
  const says = "The traces cannot be cut to say something else";
  await approve("head", "head", id, says, stage);
  const assessed = "Assessed without the desk; agreed for this report";
  const done = await approve("assessor", "second-assessor", id, assessed, stage);
  const release = await releaseCopies(id, stage);
  const alder = await programOf("alder", stage);
  const objects = await waitForRelease(alder, collection);
  const ids = new Set(objects.map((one) => one["id"]));
  const left = { case: id, release, collection, alder, fetched: ids };
  const lines = [
    outcome(opened),
    ...copy.lines,
    `the head signed, then the assessor, each with a key and for exactly these bytes: ${done.manifest}`,
    outcome(done),
    ...fetched(objects),
  ];
  const title = "The head and an independent assessor: snow-tide to Alder, over TAXII";
  return { left, story: { title, lines } };
}

/** Alder is asked for it back: it answers for itself, and whoever has it from Alder does not. */
export async function calledBack(left: Left, stage: Stage): Promise<Story> {
  const { alder, release } = left;
  const { officer } = stage.staff.clients;
  const onward = ["alder-cert"];
  await alder.say({ about: release, kind: "receipt", onward, says: "Received, caveats read" });
  const says = "The relay turned out to belong to somebody else";
  await officer.post(`/cases/${left.case}/recalls`, { release, how: "recall", says });
  const about = await noticeOf(left);
  await alder.say({ about, kind: "acknowledgement", says: "Nobody uses it any more" });
  await alder.say({ about, kind: "destruction", says: "Destroyed in all our systems" });
  const objects = await waitForRecall(left);
  const revoked = objects.filter((one) => one["revoked"] === true);
  return {
    title: "A recall: Alder answers, and whoever has it from Alder does not",
    lines: [
      "Alder said that it passed it on to alder-cert; the officer called it back",
      ...(await answers(left, officer)),
      await whenSilent(left, officer),
      `of what Alder fetched its collection now holds ${objects.length} objects, ${revoked.length} of them as revoked`,
    ],
  };
}

/** What Alder's collection holds but for what is revoked, once the report is in it. It comes last. */
function waitForRelease(alder: PartnerClient, collection: string): Promise<readonly Body[]> {
  return until("what Alder fetches", async () => {
    const found = await alder.objects(collection);
    const standing = found.filter((one) => one["revoked"] !== true);
    return standing.some(isReport) ? standing : undefined;
  });
}

/** What it holds of what Alder fetched, once the report is revoked. */
function waitForRecall({ alder, collection, fetched: ids }: Left): Promise<readonly Body[]> {
  return until("the recall in Alder's collection", async () => {
    const found = (await alder.objects(collection)).filter((one) => ids.has(one["id"]));
    return found.some((one) => isReport(one) && one["revoked"] === true) ? found : undefined;
  });
}

/** The id of the notice that asks Alder itself. */
async function noticeOf({ alder, release }: Left): Promise<string> {
  const notice = await until("the notice to Alder", async () => {
    const found = await alder.notices();
    return found.find((one) => one["release"] === release && one["onward"] === undefined);
  });
  return textOf(notice["id"]);
}

async function answers(
  { case: id }: Left,
  officer: Stage["staff"]["clients"]["officer"],
): Promise<readonly string[]> {
  const recall = await lastStep(id, "recall", officer);
  const { notices } = await officer.get(`/cases/${id}/recalls/${recall}`);
  return bodiesOf(notices).map((one) => {
    const { partner, onward, due, state } = one;
    const whom = typeof onward === "string" ? `${onward}, which has it from` : "";
    const words = bodiesOf(one["words"]).map(({ kind }) => textOf(kind));
    const said = words.length === 0 ? "nothing said yet" : words.join(", ");
    return `${`${whom} ${textOf(partner)}`.trim()}: ${textOf(state)}, due ${textOf(due)}; ${said}`;
  });
}

/** What the calendar does about the notice that is open: nobody has to think of it. */
async function whenSilent(
  { case: id }: Left,
  officer: Stage["staff"]["clients"]["officer"],
): Promise<string> {
  const { duties } = await officer.get(`/cases/${id}`);
  const open = bodiesOf(duties).find(
    ({ id: duty, done }) => done === false && textOf(duty).startsWith("notice alder alder-cert "),
  );
  const to = textOf(open?.["escalatesTo"]);
  return `if alder-cert is silent until the end of ${textOf(open?.["due"])}, that goes to the ${to}, and into Alder's register as an experience`;
}

function fetched(objects: readonly Body[]): readonly string[] {
  const report = objects.find(isReport);
  const rules = objects
    .filter(({ type }) => type === "marking-definition")
    .map((one) => textOf(bodiesOf([one["definition"]])[0]?.["statement"]) || textOf(one["name"]))
    .filter((text) => text !== "");
  return [
    `Alder fetched ${objects.length} objects with TAXII, among them ${textOf(report?.["id"])}`,
    ...rules.map((text) => `  under: ${text}`),
  ];
}

function isReport({ type }: Body): boolean {
  return type === "report";
}
