import { createHmac } from "node:crypto";
import type { Caveat, Copy, CopyFor } from "../../../src/core/release/copy.ts";
import type { SanitisePlan, SanitiseStep } from "../../../src/core/release/plan.ts";

/** The organisation that sends, in every test of copies. */
export const OWN = "0a0a0a0a-1111-4111-8111-111111111111";

const CAVEATS: readonly Caveat[] = [
  { id: "tlp", says: "Handle this as TLP:AMBER+STRICT (TLP 2.0).", label: "TLP:AMBER+STRICT" },
  { id: "onward-ban", says: "Do not pass this on, whole or in part, without our permission." },
];

/** A copy for this partner; ids from a keyed hash, as a site makes them. */
export function copyFor(partner = "alder", change: Partial<CopyFor> = {}): CopyFor {
  return {
    partner,
    own: {
      stixIdentity: "identity--0a0a0a0a-2222-4222-8222-222222222222",
      organisation: OWN,
      name: "Meridian Service",
      aliases: ["Meridian Cyber Unit", "misp.meridian.example"],
      country: "NL",
    },
    at: "2026-11-26T12:00:00.000Z",
    caveats: CAVEATS,
    uuidFor: (part) => uuidOf(partner, part),
    ...change,
  };
}

export function planOf(...steps: readonly SanitiseStep[]): SanitisePlan {
  return { name: "a plan", steps };
}

export function textOf({ bytes }: Copy): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** Texts of the removed that stand in the bytes all the same, whatever their case. */
export function residueOf(copy: Copy): readonly string[] {
  const text = textOf(copy).toLowerCase();
  return copy.removed
    .map((secret) => secret.text)
    .filter((one) => text.includes(one.toLowerCase()));
}

function uuidOf(partner: string, part: string): string {
  const hash = createHmac("sha256", partner).update(part).digest("hex");
  const groups = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
  ];
  return [...groups, hash.slice(20, 32)].join("-");
}
