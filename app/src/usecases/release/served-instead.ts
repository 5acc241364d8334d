import { Denied } from "../people/denied.ts";
import type { CopyToKeep, KeptCopy, KeptRelease, RecallToKeep, ReleasePorts } from "./ports.ts";

type Ports = Pick<ReleasePorts, "releases" | "insteadOf" | "now" | "sha256">;

/**
 * What is served at each place of a release in place of what is called back there, or corrected by a newer
 * release. Where the newer one did not go to, all of it is called back. Nothing for what was erased.
 *
 * Rejects with Denied "conflict" where a copy that takes another's place was made before it: consumers
 * pass over what is not newer.
 */
export async function servedInstead(
  { copies }: KeptRelease,
  newer: KeptRelease | undefined,
  ports: Ports,
): Promise<RecallToKeep["instead"]> {
  const made = [];
  for (const { copy: act, collection } of copies) {
    const kept = await ports.releases.copy(act);
    if (kept === undefined) continue;
    const by = await newerAt(collection, newer, ports);
    if (by !== undefined) requireNewer(by, kept);
    const copy = await ports.insteadOf(kept, ports.now(), by);
    if (copy === undefined) continue;
    const { bytes, ...about } = copy;
    const sha256 = Buffer.from(ports.sha256(bytes)).toString("hex");
    const { partner, medium } = kept;
    const one: CopyToKeep = { partner, medium, sha256, bytes, about };
    made.push({ collection, copy: one });
  }
  return made;
}

async function newerAt(
  place: string,
  newer: KeptRelease | undefined,
  { releases }: Ports,
): Promise<KeptCopy | undefined> {
  const there = newer?.copies.find(({ collection }) => collection === place);
  return there && (await releases.copy(there.copy));
}

/** Of the parts with an id of our own, which both hold and not alike. */
function requireNewer(newer: KeptCopy, older: KeptCopy): void {
  const own = new Set(older.about.ids.map(({ to }) => to));
  const before = new Map(older.about.objects.map((one) => [one.id, one]));
  const late = newer.about.objects.find(({ id, type, version, bytes }) => {
    const one = before.get(id);
    if (one?.version === undefined || version === undefined || !own.has(id)) return false;
    // A marking has no versions.
    if (type === "marking-definition" || Buffer.compare(one.bytes, bytes) === 0) return false;
    return !(Date.parse(version) > Date.parse(one.version));
  });
  if (late === undefined) return;
  const what =
    "it was prepared before the copy whose place it takes, and no reader would take it in";
  throw new Denied("conflict", `copy ${newer.act}`, what, "prepare it anew and release that");
}
