import { meetsQuorum, parseNote, verifySignature, type Policy } from "caveat-verifier";

/**
 * Whether the witnesses below a checkpoint note meet the quorum of a policy. Each line is checked; the
 * log's own signature is not, nor who may sign for the log. Rejects with "bad-note".
 */
export async function isWitnessed(note: Uint8Array, policy: Policy): Promise<boolean> {
  const { text, signatures } = parseNote(note);
  const names = new Set<string>();
  for (const [name, key] of policy.witnesses) {
    for (const line of signatures) {
      if (line.name !== key.name || line.keyId !== key.id) continue;
      if ((await verifySignature(key, text, line.signature)) !== undefined) names.add(name);
    }
  }
  return meetsQuorum(policy, names);
}

/** The fewest witnesses that can meet the quorum of a policy: 0 for none. */
export function fewestWitnesses({ witnesses, groups, quorum }: Policy): number {
  if (quorum === "none") return 0;
  const fewest = new Map([...witnesses.keys()].map((name) => [name, 1]));
  // In the order of the policy, where a group's members stand above it, each in one group only.
  for (const [name, { least, members }] of groups) {
    const needs = members.map((member) => fewest.get(member) ?? 0).toSorted((a, b) => a - b);
    fewest.set(
      name,
      needs.slice(0, least).reduce((sum, need) => sum + need, 0),
    );
  }
  return fewest.get(quorum) ?? 0;
}
