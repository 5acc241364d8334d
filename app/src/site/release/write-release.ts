import { addCopy } from "../../store/release/copies.ts";
import { addNotices, addRecall } from "../../store/release/recalls.ts";
import { addRevokedNames } from "../../store/release/revoked-names.ts";
import { addRelease } from "../../store/release/releases.ts";
import type { Transactor } from "../../store/transaction/transaction.ts";
import type { CaseWrite } from "../../usecases/cases/ports.ts";
import type { CopyToKeep, RecallToKeep } from "../../usecases/release/ports.ts";
import { Denied } from "../../usecases/people/denied.ts";
import type { Site } from "../site.ts";
import { encryptCopy } from "./copy-box.ts";
import { nameIn } from "./name-in.ts";

/** What an act of release is written with: copies encrypted, by the names they are bound to. */
export interface ReleaseParts {
  readonly boxes: ReadonlyMap<string, Uint8Array>;
}

/** How long what is served in place of something recalled stays after the notices' last day, in days. */
const STAYS = 365;
const DAY_MS = 86_400_000;

/**
 * Encrypts the copies of an act under the key of the case's item, before the act is written.
 *
 * Rejects with "bad-input" for a copy that could not be shown over its medium, and with "erased".
 */
export async function prepareReleaseParts(
  { act, row, at }: CaseWrite,
  { keys }: Pick<Site, "keys">,
): Promise<ReleaseParts> {
  const boxes = new Map<string, Uint8Array>();
  for (const [name, copy] of copiesOf(act)) {
    requireShowable(copy, at);
    boxes.set(name, encryptCopy(await keys.make(row.item), name, copy));
  }
  return { boxes };
}

/** Writes what an act of release is about, within the transaction of the act. */
export async function writeReleaseParts(
  transactor: Transactor,
  write: CaseWrite,
  { boxes }: ReleaseParts,
  { store }: Pick<Site, "store">,
): Promise<void> {
  const { act: kept, id, at } = write;
  if (kept === undefined) return;
  const act = kept.act.id;
  const put = async (name: string): Promise<Uint8Array> => {
    const box = boxes.get(name);
    if (box === undefined) throw new Error(`the copy ${name} was not prepared`);
    return store.content.put(transactor, box);
  };
  const { copy, release, recall } = kept;
  if (copy !== undefined) {
    const { partner, medium } = copy;
    const sha256 = Buffer.from(copy.sha256, "hex");
    const content = await put(copyName(act, copy.sha256));
    await addCopy(transactor, { act, case: id, partner, medium, sha256, content }, at);
  }
  if (release !== undefined) {
    const { clearance, manifest, copies } = release;
    const rows = copies.map((one) => ({ ...one, sha256: Buffer.from(one.sha256, "hex") }));
    const left = { id: act, case: id, clearance, manifest: Buffer.from(manifest, "hex"), at };
    await addRelease(transactor, { ...left, copies: rows });
  }
  if (recall !== undefined) await writeRecall(transactor, recall, { id: act, at }, put);
}

/** The name that a copy is bound to: the act it was made in, and its SHA-256. */
export function copyName(act: string, sha256: string): string {
  return `${act} ${sha256}`;
}

/** The same for what is served in a collection in place of something recalled. */
export function insteadName(recall: string, collection: string, sha256: string): string {
  return `${recall} ${collection} ${sha256}`;
}

function copiesOf(act: CaseWrite["act"]): readonly (readonly [string, CopyToKeep])[] {
  if (act === undefined) return [];
  const { copy, recall } = act;
  const { id } = act.act;
  return [
    ...(copy === undefined ? [] : [[copyName(id, copy.sha256), copy] as const]),
    ...(recall?.instead ?? []).map(
      (one) => [insteadName(id, one.collection, one.copy.sha256), one.copy] as const,
    ),
  ];
}

async function writeRecall(
  transactor: Transactor,
  recall: RecallToKeep,
  { id, at }: { readonly id: string; readonly at: string },
  put: (name: string) => Promise<Uint8Array>,
): Promise<void> {
  const { release, how, replacement = null, due } = recall;
  const instead = [];
  for (const { collection, copy } of recall.instead ?? []) {
    const content = await put(insteadName(id, collection, copy.sha256));
    instead.push({ collection, sha256: Buffer.from(copy.sha256, "hex"), content });
  }
  const row = { id, release, kind: how, replacement, due, at };
  await addRecall(transactor, row, instead, daysAfter(due, STAYS));
  for (const { copy } of recall.instead ?? []) {
    const names = copy.about.ids.flatMap(({ to }) => nameIn(to));
    await addRevokedNames(transactor, { recall: id, partner: copy.partner }, names);
  }
  const notices = recall.notices.map((one) => ({ ...one, onward: one.onward ?? null }));
  await addNotices(
    transactor,
    notices.map((one) => ({ ...one, recall: id, due })),
    at,
  );
}

/** Object by object, of the media that hand out objects; none with a time that is still to come. */
function requireShowable({ medium, about }: CopyToKeep, at: string): void {
  const isByObject = medium === "taxii" || medium === "misp-feed";
  if (isByObject && about.objects.length === 0) {
    throw unfit(medium, "it holds no object", "send it over another medium");
  }
  const late = about.objects.find(
    ({ version }) => version !== undefined && !(Date.parse(version) <= Date.parse(at)),
  );
  if (late === undefined) return;
  throw unfit(
    medium,
    "an object in it has a time that is still to come",
    "have its time corrected",
  );
}

function unfit(medium: string, what: string, remedy: string): Denied {
  return new Denied("bad-input", `the copy for ${medium}`, what, remedy);
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
