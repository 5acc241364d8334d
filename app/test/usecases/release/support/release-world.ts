import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Medium } from "../../../../src/core/release/copy.ts";
import { ASPECTS_OF, type SanitisePlan } from "../../../../src/core/release/plan.ts";
import { createCollection } from "../../../../src/usecases/release/collections.ts";
import type { ReleasePorts } from "../../../../src/usecases/release/ports.ts";
import { prepareCopy, type CopyPrepared } from "../../../../src/usecases/release/prepare-copy.ts";
import { releaseCase } from "../../../../src/usecases/release/release-case.ts";
import { openReport, stateNeed } from "../../cases/support/drive.ts";
import type { World } from "../../cases/support/world.ts";
import { findPlainly, makePaperCopy } from "./paper-copy.ts";

export const PLAN: SanitisePlan = { name: "nothing removed", steps: [] };

/** The ports of release on a world's site, with copies as simple as can be. */
export function releasePorts(world: World, change: Partial<ReleasePorts> = {}): ReleasePorts {
  return {
    ...world.ports,
    makeCopy: makePaperCopy,
    carriedOut: async (_, plan) => plan.steps.flatMap(({ step }) => ASPECTS_OF[step]),
    residueOf: findPlainly,
    differenceOf: async () => ({ lines: [{ kind: "added", text: "a report" }], more: 0 }),
    insteadOf: async () => undefined,
    random: (bytes) => randomBytes(bytes),
    sha256: (bytes) => createHash("sha256").update(bytes).digest(),
    ...change,
  };
}

/** A place at a partner: the one that is there, or a new one. */
export async function placeAt(
  world: World,
  partner: string,
  medium: Medium = "taxii",
): Promise<string> {
  const ports = releasePorts(world);
  const known = await ports.releases.collections(partner);
  const found = known.find((one) => one.medium === medium && !one.canWrite);
  if (found !== undefined) return found.id;
  const mark = { id: randomUUID(), by: world.civil.head };
  const names = { alias: `alias-${mark.id}`, title: `For ${medium} ${mark.id}` };
  await createCollection({ partner, medium, canWrite: false, ...names }, mark, ports);
  return mark.id;
}

/** A copy that the officer has made. */
export async function prepared(
  world: World,
  id: string,
  recipient: string,
  change: {
    readonly medium?: Medium;
    readonly partner?: string;
    readonly plan?: SanitisePlan;
  } = {},
): Promise<CopyPrepared> {
  const { medium, partner = recipient, plan = PLAN } = change;
  const collection = await placeAt(world, partner, medium);
  const asked = { case: id, by: world.civil.officer, recipient, partner, collection, plan };
  return prepareCopy(asked, releasePorts(world));
}

/** A case on the report that may go to these, a copy for each prepared. */
export async function ready(world: World, recipients: readonly string[]): Promise<string> {
  const { case: id } = await openReport(world, recipients);
  await stateNeed(world, id);
  for (const one of recipients) await prepared(world, id, one);
  return id;
}

/** Such a case, and the id of the act with which its copies left. */
export async function released(
  world: World,
  recipients: readonly string[],
): Promise<{ readonly case: string; readonly release: string }> {
  const id = await ready(world, recipients);
  const release = randomUUID();
  await releaseCase({ case: id, by: world.civil.officer, id: release }, releasePorts(world));
  return { case: id, release };
}
