import type { Claim } from "../../core/item.ts";
import { isActorId } from "./actors.ts";
import type { Budget } from "./budget.ts";
import type { Mentions } from "./mentions.ts";
import { nameOf, type Reading } from "./object.ts";
import { quoted } from "./property.ts";
import type { Relation } from "./relations.ts";
import type { Carrier } from "./spread.ts";

const TOOLS = ["malware--", "tool--", "infrastructure--"] as const;

/** Longest chain of successors and sponsors that is followed. */
const MOST_HOPS = 16;

/** Users of one tool whose claims are looked at; they all belong to one set. */
const MOST_USERS = 16;

/**
 * Candidate attributions of tools: of malware, tools and infrastructure that exactly one known set
 * uses. One that several use gets none, for sharing a tool is no attribution. A revoked set counts
 * as its successor, a campaign or set as those it is attributed to; a campaign attributed to nobody
 * counts only where no set is known to use the tool. Gives the claims to the tools, and returns what
 * they carry on.
 *
 * @param known by node, the claims of actors
 */
export function exclusiveTools(
  { objects, budget }: Reading,
  relations: readonly Relation[],
  mentions: Mentions,
  known: ReadonlyMap<number, readonly Claim[]>,
): readonly Carrier[] {
  const sponsors = sponsorsOf(relations);
  const carriers: Carrier[] = [];
  for (const [tool, uses] of usersOf(relations)) {
    const sets = new Set<string>();
    for (const { source } of uses) for (const id of rootsOf(source, sponsors, budget)) sets.add(id);
    const only = onlyOne(sets);
    if (only === undefined) continue;
    const claims = candidates(uses, only, mentions, known, objects);
    if (claims.length === 0) continue;
    mentions.each(tool, (node) => {
      budget.spend(claims.length);
      for (const claim of claims) objects[node]?.claims.push(claim);
      carriers.push({ node, claims });
    });
  }
  return carriers;
}

/** The one set among the users, else, where there is none, the one campaign. */
function onlyOne(users: ReadonlySet<string>): string | undefined {
  const sets = [...users].filter((id) => !id.startsWith("campaign--"));
  const [only, ...others] = sets.length > 0 ? sets : users;
  return others.length === 0 ? only : undefined;
}

/** By tool, who uses it. */
function usersOf(relations: readonly Relation[]): ReadonlyMap<string, readonly Relation[]> {
  const users = new Map<string, Relation[]>();
  for (const relation of relations) {
    const { type, source, target } = relation;
    if (type !== "uses" || !isTool(target) || !isActorId(source)) continue;
    const uses = users.get(target);
    if (uses === undefined) users.set(target, [relation]);
    else uses.push(relation);
  }
  return users;
}

function isTool(id: string): boolean {
  return TOOLS.some((type) => id.startsWith(type));
}

/** By actor, its successors, or else the actors it is attributed to. */
function sponsorsOf(relations: readonly Relation[]): ReadonlyMap<string, readonly string[]> {
  const sponsors = new Map<string, string[]>();
  for (const { type, source, target } of relations) {
    if (type !== "revoked-by" && type !== "attributed-to") continue;
    if (!isActorId(source) || !isActorId(target)) continue;
    sponsors.set(source, [...(sponsors.get(source) ?? []).slice(0, 2), target]);
  }
  return sponsors;
}

/** Those at the end of the chain; stops early, since two are already too many. */
function rootsOf(
  id: string,
  sponsors: ReadonlyMap<string, readonly string[]>,
  budget: Budget,
): ReadonlySet<string> {
  const roots = new Set<string>();
  const seen = new Set([id]);
  let wave = [id];
  for (let hop = 0; hop <= MOST_HOPS && wave.length > 0 && roots.size < 2; hop++) {
    const next: string[] = [];
    budget.spend(wave.length);
    for (const at of wave) {
      const up = (sponsors.get(at) ?? []).filter((sponsor) => !seen.has(sponsor));
      if (up.length === 0) roots.add(at);
      for (const sponsor of up) seen.add(sponsor);
      next.push(...up);
    }
    wave = next;
  }
  return roots;
}

/** What is known of the users, once for each thing said, as a candidate for the tool. */
function candidates(
  uses: readonly Relation[],
  only: string,
  mentions: Mentions,
  known: ReadonlyMap<number, readonly Claim[]>,
  objects: Reading["objects"],
): readonly Claim[] {
  let name = only;
  mentions.each(only, (node) => {
    const set = objects[node];
    if (set !== undefined) name = nameOf(set);
  });
  const found = new Map<string, Claim>();
  for (const { source, object } of uses.slice(0, MOST_USERS)) {
    mentions.each(source, (node) => {
      for (const { fact, value, says } of known.get(node) ?? []) {
        const why = `candidate, since no other known set than ${quoted(name)} uses it: ${says}`;
        const key = `${fact} ${String(value)}`;
        if (!found.has(key)) found.set(key, { fact, value, place: object.place, says: why });
      }
    });
  }
  return [...found.values()];
}
