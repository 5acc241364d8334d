import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import type { Stage } from "./steps.ts";

/** A copy that was prepared, looked at, and waits for whoever approves it. */
export interface Prepared {
  readonly sha256: string;
  /** What was done, and how it differs from the original: a few lines. */
  readonly lines: readonly string[];
}

/** What a copy is made for, and how those lines begin in which its difference is shown. */
export interface ToPrepare {
  readonly collection: string;
  readonly plan: SanitisePlan;
  readonly shows: readonly string[];
}

/** The officer prepares a copy for a place at a recipient, and looks at it. */
export async function prepareCopy(
  id: string,
  recipient: string,
  { shows, ...about }: ToPrepare,
  { staff }: Stage,
): Promise<Prepared> {
  const { officer } = staff.clients;
  const made = await officer.post(`/cases/${id}/copies`, { recipient, ...about });
  const seen = await officer.get(`/cases/${id}/copies/${textOf(made["act"])}`);
  const sha256 = textOf(seen["sha256"]);
  const caveats = Array.isArray(made["caveats"]) ? made["caveats"].map(textOf) : [];
  return {
    sha256,
    lines: [
      `a copy was prepared: ${bodiesOf(seen["changes"]).length} changes, under ${caveats.join(", ")}`,
      ...differenceOf(seen, shows),
      `its ${String(made["size"])} bytes are SHA-256 ${sha256}`,
    ],
  };
}

/** The copies of a case leave. Out: the id of the release. */
export async function releaseCopies(id: string, { staff }: Stage): Promise<string> {
  await staff.clients.officer.post(`/cases/${id}/release`, {});
  return lastStep(id, "release", staff.clients.officer);
}

/** The id of the last step of a kind. */
export async function lastStep(
  id: string,
  kind: string,
  client: Stage["staff"]["clients"]["officer"],
): Promise<string> {
  const { steps } = await client.get(`/cases/${id}`);
  return textOf(bodiesOf(steps).findLast((one) => one["kind"] === kind)?.["id"]);
}

const SIGNS: Readonly<Record<string, string>> = { removed: "-", added: "+" };

/** Of every kind of line the first that was taken out, and the first that came. */
function differenceOf({ difference }: Body, shows: readonly string[]): readonly string[] {
  const [found] = bodiesOf([difference]);
  const lines = bodiesOf(found?.["lines"]).flatMap(({ kind, text }) => {
    const sign = SIGNS[textOf(kind)];
    return sign === undefined ? [] : [{ sign, text: textOf(text).trim() }];
  });
  const shown = shows.flatMap((start) =>
    Object.values(SIGNS).flatMap((sign) => {
      const line = lines.find((one) => one.sign === sign && one.text.startsWith(start));
      return line === undefined ? [] : [`  ${sign} ${line.text}`];
    }),
  );
  return [`it differs from the original in ${lines.length} lines, such as:`, ...shown];
}
