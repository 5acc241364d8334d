import { byPackage } from "./by-package.ts";
import { byTaxii, calledBack } from "./by-taxii.ts";
import { approve, openCase, outcome, step, type Stage, type Story } from "./steps.ts";

/** The cases of the demo, carried through the server by people with keys; one after the other. */
export async function* stories(stage: Stage): AsyncGenerator<Story> {
  yield await byPackage(stage);
  const { story, left } = await byTaxii(stage);
  yield story;
  yield await calledBack(left, stage);
  yield await refused(stage);
  yield await urgent(stage);
  yield await doesNotCount(stage);
}

async function refused(stage: Stage): Promise<Story> {
  const title = "One that is refused: kestrel to Hazel";
  const opened = await openCase("kestrel", "hazel", stage);
  const says = "Nobody has shown what would happen to the person";
  const done = await step("head", opened.case, "refuse", { role: "head", says }, stage);
  return { title, lines: [outcome(opened), `the head refused: ${done.status}`, outcome(done)] };
}

async function urgent(stage: Stage): Promise<Story> {
  const title = "An urgent one: the warning to Rowan, whose note is overdue";
  const opened = await openCase("tear-line", "rowan", stage);
  const says = "Danger to life in the border region of Rowan";
  await approve("head", "head", opened.case, says, stage);
  const permitted = "Urgent and weighty; permitted for this warning";
  const done = await approve("minister", "minister", opened.case, permitted, stage);
  const review = done.duties.find(({ id }) => id === "after-review");
  const lines = [outcome(opened), "head and minister signed", outcome(done)];
  if (review === undefined) return { title, lines };
  const written = "The attack was prevented; the warning was used for nothing else";
  await step("head", opened.case, "review", { duty: review.id, says: written }, stage);
  return { title, lines: [...lines, `due ${review.due}: ${review.says}; the head wrote it`] };
}

async function doesNotCount(stage: Stage): Promise<Story> {
  const title = "A signature that does not count: snow-tide to Alder for something else";
  const opened = await openCase("snow-tide", "alder", stage);
  await approve("head", "head", opened.case, "For finding the traces, and for that", stage);
  const item = stage.scenario.items.find(({ id }) => id === "snow-tide");
  const { requester: _requester, ...asked } = item?.request ?? { mode: "release", purpose: "" };
  const request = { ...asked, purpose: "Publish who was behind it" };
  const change = { recipients: ["alder"], request };
  const done = await step("officer", opened.case, "amend", change, stage);
  const [verdict] = done.verdicts;
  const signature = verdict?.performed.find(({ measure }) => measure === "approve:head");
  return {
    title,
    lines: [
      "the head signed; then the officer asked for another purpose",
      `approve:head ${signature?.counts === false ? "does not count" : "counts"}: ${signature?.why ?? ""}`,
      outcome(done),
    ],
  };
}
