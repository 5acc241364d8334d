import { splitMeasure } from "../measure.ts";
import type { Pack } from "../pack.ts";

/** Stands for every role that no pack names. */
const EVERY_OTHER = "*";

/**
 * By role, what all packs together demand that whoever signs under it acknowledges, in alphabetical
 * order; "*" stands for every role that no pack names. Roles of which nothing is demanded are left out.
 */
export function acknowledgementsOf(packs: readonly Demanding[]): Acknowledgements {
  const known = KNOWN.get(packs) ?? readAcknowledgements(packs);
  KNOWN.set(packs, known);
  return known;
}

type Demanding = Pick<Pack, "measureNames" | "measure">;
type Acknowledgements = Readonly<Record<string, readonly string[]>>;

/** The same packs are asked for every case. */
const KNOWN: WeakMap<readonly Demanding[], Acknowledgements> = new WeakMap();

function readAcknowledgements(packs: readonly Demanding[]): Acknowledgements {
  const names = packs.flatMap((pack) => pack.measureNames.map(splitMeasure));
  const roles = names.flatMap((one) => (one?.kind === "approve" ? [one.what] : []));
  const demands = [...new Set([...roles, EVERY_OTHER])].toSorted().map((role) => {
    const texts = packs.flatMap((pack) => pack.measure("approve", role)?.acknowledge ?? []);
    return [role, [...new Set(texts)].toSorted()] as const;
  });
  return Object.fromEntries(demands.filter(([, texts]) => texts.length > 0));
}
