import { canonicalJson } from "../../../core/canonical-json.ts";
import type { Pack } from "../../../core/pack.ts";
import type { VerdictToKeep } from "../../memory.ts";
import type { VerdictRecord } from "../../record.ts";
import type { CasePorts } from "../ports.ts";

type Keeping = Pick<CasePorts, "canonical" | "packs">;

/** The files of a set of packs as bytes, made once: by the first of them, with the hashes of all. */
const BUNDLES: WeakMap<Pack, { readonly hashes: string; readonly bytes: Uint8Array }> =
  new WeakMap();

/** Gives a verdict the form in which it is kept, so that it can be reached again. */
export function toVerdictKeeper(
  packs: readonly Pack[],
  ports: Keeping,
): (record: VerdictRecord, id: string, at: string) => VerdictToKeep {
  const factsOf = new Map<object, Uint8Array>();
  const canonicalFacts = (facts: object): Uint8Array => {
    const known = factsOf.get(facts) ?? ports.canonical(facts);
    factsOf.set(facts, known);
    return known;
  };
  return (record, id, at) => ({
    id,
    at,
    partner: record.partner,
    outcome: record.outcome,
    standing: record.hashes.standing,
    engine: record.hashes.engine,
    facts: canonicalFacts(record.grounds.facts),
    packs: bundleOf(packs, ports),
    record: canonicalJson(record),
  });
}

function bundleOf(packs: readonly Pack[], ports: Keeping): Uint8Array {
  const [first] = packs;
  const hashes = packs.map(({ hash }) => hash);
  const known = first && BUNDLES.get(first);
  if (known?.hashes === hashes.join()) return known.bytes;
  const files = hashes.map((hash) => ports.packs.files(hash));
  const bytes = ports.canonical({ caveat: "packs/1", packs: files });
  if (first !== undefined) BUNDLES.set(first, { hashes: hashes.join(), bytes });
  return bytes;
}
