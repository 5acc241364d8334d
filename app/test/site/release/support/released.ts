import { createHash, randomUUID } from "node:crypto";
import type { CopyObject, Medium } from "../../../../src/core/release/copy.ts";
import { sequenceAll } from "../../../../src/ledger/log/sequence.ts";
import { publish } from "../../../../src/ledger/publish.ts";
import { enterAll, sealEntries } from "../../../../src/site/cases/entries.ts";
import { releaseStore } from "../../../../src/site/release/release-store.ts";
import {
  prepareReleaseParts,
  writeReleaseParts,
} from "../../../../src/site/release/write-release.ts";
import type { Site } from "../../../../src/site/site.ts";
import { addAct } from "../../../../src/store/cases/acts.ts";
import type { ActToKeep, CaseWrite } from "../../../../src/usecases/cases/ports.ts";
import { decideNow } from "../../../../src/usecases/cases/deciding/decide-now.ts";
import type { CopyToKeep, RecallToKeep } from "../../../../src/usecases/release/ports.ts";
import {
  openReport,
  REPORT,
  stateNeed,
  submitReport,
} from "../../../usecases/cases/support/drive.ts";
import type { World } from "../../../usecases/cases/support/world.ts";

/** A case that may be released, on which acts of release can be written past the use cases. */
export interface Ready {
  readonly site: Site;
  readonly case: string;
  readonly item: string;
  readonly person: string;
  readonly clearance: string;
  readonly manifest: string;
}

/** With `own`, the case is about an item of its own: the report with so many line ends behind it. */
export async function readyCase(world: World, own = 0): Promise<Ready> {
  const bytes = Buffer.concat([await world.item(REPORT), Buffer.from("\n".repeat(own))]);
  const item = await submitReport(world, { bytes });
  const { case: id } = await openReport(world, ["linde"], { item });
  const { manifest } = await stateNeed(world, id);
  const { clearance } = await decideNow(id, world.ports);
  const { site, civil } = world;
  return { site, case: id, item, person: civil.officer, clearance, manifest };
}

/** A place of a partner, and its id. */
export async function addPlace(
  { site, person }: Pick<Ready, "site" | "person">,
  partner: string,
  medium: Medium = "taxii",
): Promise<string> {
  const id = randomUUID();
  const alias = `place-${id.slice(0, 8)}`;
  const place = { partner, alias, title: `Place ${id}`, medium, canWrite: false };
  await releaseStore(site).addCollection(place, { id, by: person, at: new Date().toISOString() });
  return id;
}

/** An object of STIX with some bytes of its own. */
export function object(more: Partial<CopyObject> & { readonly text?: string } = {}): CopyObject {
  const { text = "", ...given } = more;
  const id = given.id ?? `indicator--${randomUUID()}`;
  const bytes = Buffer.from(JSON.stringify({ id, text }));
  return { type: "indicator", specVersion: "2.1", bytes, refersTo: [], ...given, id };
}

/** Hands objects in for release at some places of partners. Out: the release's id. */
export async function release(
  ready: Ready,
  places: readonly {
    readonly partner: string;
    readonly collection: string;
    readonly medium?: Medium;
  }[],
  objects: readonly CopyObject[],
): Promise<string> {
  const copies = [];
  for (const { partner, collection, medium = "taxii" } of places) {
    const copy = toCopy(partner, medium, objects);
    const act = await writeAct(ready, "prepare", { copy });
    copies.push({ collection, partner, medium, copy: act, sha256: copy.sha256 });
  }
  const { clearance, manifest } = ready;
  return writeAct(ready, "release", { release: { clearance, manifest, copies } });
}

/** Calls a release back. Out: the recall's id. */
export async function recall(
  ready: Ready,
  about: string,
  more: Partial<RecallToKeep> = {},
): Promise<string> {
  const called: RecallToKeep = {
    release: about,
    how: "recall",
    replacement: undefined,
    due: "2026-12-24",
    notices: [],
    instead: [],
    ...more,
  };
  return writeAct(ready, "recall", { recall: called });
}

export function toCopy(
  partner: string,
  medium: Medium,
  objects: readonly CopyObject[],
): CopyToKeep {
  const bytes = Buffer.concat(objects.map((one) => one.bytes));
  const sha256 = createHash("sha256").update(bytes).update(randomUUID()).digest("hex");
  const mediaType = "application/stix+json;version=2.1";
  const made = { format: "stix-2.1", mediaType, fileName: "copy.json" } as const;
  const about = { ...made, objects, removed: [], changes: [], ids: [] };
  return { partner, medium, sha256, bytes, about };
}

/** An act with what it is about and its entry, in one transaction, as `writeCase` writes it. */
async function writeAct(
  { site, case: id, item, person }: Ready,
  kind: string,
  parts: Pick<ActToKeep, "copy" | "release" | "recall">,
): Promise<string> {
  const act = randomUUID();
  const at = new Date().toISOString();
  const write = { id, at, row: { item }, act: { act: { id: act }, ...parts } } as CaseWrite;
  const prepared = await prepareReleaseParts(write, site);
  const body = { case: id, by: person };
  const entries = await sealEntries(
    [{ id: act, kind: `case-${kind}`, at, body, personal: {} }],
    site,
  );
  await site.store.as("app").transact(
    act,
    async (transactor) => {
      // Others who write acts of this case wait here.
      await transactor.change
        .selectFrom("case_file")
        .select("id")
        .where("id", "=", id)
        .forUpdate()
        .execute();
      const { seq } = await transactor.change
        .selectFrom("act")
        .select(({ fn }) => fn.max("seq").as("seq"))
        .where("case_id", "=", id)
        .executeTakeFirstOrThrow();
      await addAct(transactor, { id: act, case: id, seq: Number(seq) + 1, kind, person, at });
      await writeReleaseParts(transactor, write, prepared, site);
      await enterAll(transactor, entries, at, site);
    },
    { isolation: "read committed" },
  );
  return act;
}

/** Sequences and publishes the root log, and shows nothing of what it covers then. */
export async function publishOnly(site: Site): Promise<void> {
  const { ledger, origin, signer } = site;
  await sequenceAll(ledger, origin);
  const tiles = await site.tilesOf(origin);
  await publish({ store: ledger, tiles, signer: signer.of(origin) }, origin);
}
