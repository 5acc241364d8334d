import { availableParallelism } from "node:os";
import { getHeapStatistics } from "node:v8";
import type { Copy, CopyFor, Medium, Secret } from "../../../core/release/copy.ts";
import type { ShownDifference } from "../../../core/release/difference.ts";
import type { SanitisePlan } from "../../../core/release/plan.ts";
import type { ComparedCopy } from "../difference-of-copy.ts";
import type { CopyResidue } from "../residue-of-copy.ts";
import { CopyThreads } from "./threads.ts";
import { doWork, type CopyAbout, type CopyDone, type CopyWork } from "./work.ts";

const MIB = 1024 * 1024;
/** Fewer bytes are done in less time than it takes to start a thread. */
const LARGE = MIB / 4;
/** What looking for one secret takes, beside looking through this many bytes. */
const SECRET = 64;

/** One processor is left to everything else; a thread may have what one had that made copies itself. */
const THREADS = new CopyThreads({
  most: Math.min(4, Math.max(1, availableParallelism() - 1)),
  waiting: 32,
  warm: 2,
  milliseconds: 300_000,
  heap: Math.floor(getHeapStatistics().heap_size_limit / MIB),
});

/**
 * Makes a copy by a plan, with its recipient's mark where the plan says so; one of a large item in another
 * thread, so that others are answered meanwhile. The same bytes either way.
 *
 * @throws as `makeCopy`; CopiesBusy; Refusal "bomb" or "broken-document" where it takes too much.
 */
export async function makeCopyAside(
  original: Uint8Array,
  name: string,
  medium: Medium,
  plan: SanitisePlan,
  to: CopyFor,
): Promise<Copy> {
  const { uuidFor, about } = parted(to);
  const work = { kind: "make" as const, original, name, medium, plan, about };
  const { copy } = await done(work, uuidFor, isLarge(original));
  if (copy === undefined) throw lost(work);
  return copy;
}

/** What must not leave and is in a copy all the same, as `residueOfCopy` has it. Throws as `makeCopyAside`. */
export async function residueAside(
  copy: Copy,
  more: readonly Secret[],
  allowed: readonly string[],
): Promise<readonly CopyResidue[]> {
  const work = { kind: "look-through" as const, copy, more, allowed };
  const sought = copy.removed.length + (copy.parted?.length ?? 0) + more.length;
  const { residues } = await done(work, noName, copy.bytes.length + SECRET * sought >= LARGE);
  if (residues === undefined) throw lost(work);
  return residues;
}

/** Which `sanitise:*` of the plan the copy itself shows, in any format. Throws as `makeCopyAside`. */
export async function carriedOutAside(
  original: Uint8Array,
  plan: SanitisePlan,
  copy: Copy,
  to: CopyFor,
): Promise<readonly string[]> {
  const { uuidFor, about } = parted(to);
  const work = { kind: "read-again" as const, original, plan, copy, about };
  const { aspects } = await done(work, uuidFor, isLarge(original));
  if (aspects === undefined) throw lost(work);
  return aspects;
}

/**
 * How a copy differs from what it was made from, as `showDifference` has it, of so many lines. Throws as
 * `differenceOfCopy`, and as `makeCopyAside`.
 */
export async function differenceAside(
  original: Uint8Array,
  { bytes, format, mediaType, ids }: ComparedCopy,
  most: number,
): Promise<ShownDifference> {
  const copy = { bytes: alone(bytes), format, mediaType, ids };
  const work = { kind: "compare" as const, original, copy, most };
  const { difference } = await done(work, noName, isLarge(original));
  if (difference === undefined) throw lost(work);
  return difference;
}

function done(work: CopyWork, uuidFor: CopyFor["uuidFor"], large: boolean): Promise<CopyDone> {
  if (!large) return doWork(work, uuidFor);
  const { kind } = work;
  const sent = kind === "look-through" ? work : { ...work, original: alone(work.original) };
  return THREADS.do(sent, uuidFor);
}

function noName(): string {
  throw new Error("nothing is named where a copy is only read");
}

/** Nobody knows what gzip holds before it is opened. */
function isLarge(original: Uint8Array): boolean {
  return original.length >= LARGE || (original[0] === 0x1f && original[1] === 0x8b);
}

/** Not with all the memory that it is a part of. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}

function parted({ uuidFor, ...about }: CopyFor): {
  readonly uuidFor: CopyFor["uuidFor"];
  readonly about: CopyAbout;
} {
  return { uuidFor, about };
}

function lost({ kind }: CopyWork): Error {
  return new Error(`nothing came of "${kind}"`);
}
