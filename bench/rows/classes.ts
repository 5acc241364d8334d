import { existsSync } from "node:fs";
import type { SiteFile } from "../../app/src/core/case.ts";
import type { Part } from "../../app/src/core/item.ts";
import { decideClasses, toClasses, type ClassDecisions } from "../../app/src/usecases/classes.ts";
import { toRecipients } from "../../app/src/usecases/gather.ts";
import { connectToScenario } from "../../app/test/support/site.ts";
import type { Row } from "../measure/row.ts";
import { ms, timed } from "../measure/time.ts";
import { manyPartners } from "../support/many-partners.ts";
import { sharedData } from "../support/shared-data.ts";
import { freshPacks } from "../support/site.ts";

const PARTNERS = 40;
const TIMES = 10;
const MOST = 3_000;
/** Runs of each; the least counts. */
const ROUNDS = 3;
/** Deciding ten times the objects may cost this much more: it should cost the same. */
const MOST_GROWTH = 2;
const WHAT = `objects × ${PARTNERS} partners through fact classes`;
const BOUNDED_BY =
  "grouping: one merge and one text for each object, once; deciding: one question for each view and partner, and one decision for each different question";

interface Bulk extends ClassDecisions {
  readonly parts: number;
  readonly classes: number;
  readonly grouping: number;
  readonly deciding: number;
}

/** The large public bundle for many partners, then ten times as many objects. */
export async function classes(): Promise<readonly Row[]> {
  const file = sharedData("attack", "enterprise-attack-18.1.stix21.json.gz");
  if (!existsSync(file)) return [skipped("24,771"), skipped("247,710")];
  const ports = connectToScenario();
  const site = await ports.cases.readSite(ports.site);
  const { parts } = await ports.items.readItem(file);
  const once = await bestOf(parts, site);
  const more = await bestOf(repeat(parts, TIMES), site);
  const growth = more.deciding / once.deciding;
  return [
    {
      what: `${once.parts.toLocaleString("en")} ${WHAT}`,
      measured: describe(once),
      bound: `≤ ${MOST / 1000} s after reading`,
      holds: once.grouping + once.deciding <= MOST,
      boundedBy: BOUNDED_BY,
    },
    {
      what: `${more.parts.toLocaleString("en")} ${WHAT}`,
      measured: describe(more),
      beside: `a tenth of the objects: grouping ${(more.grouping / once.grouping).toFixed(1)} ×, deciding ${growth.toFixed(1)} ×`,
      bound: `deciding ≤ ${MOST_GROWTH} ×`,
      holds: growth <= MOST_GROWTH,
      boundedBy: BOUNDED_BY,
    },
  ];
}

function skipped(count: string): Row {
  const what = `${count} ${WHAT}`;
  return { what, measured: "", skipped: "needs ../shared/data", boundedBy: "not measured" };
}

async function bestOf(parts: readonly Part[], site: SiteFile): Promise<Bulk> {
  const rounds: Bulk[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await decideBulk(parts, site));
  const least = (of: (one: Bulk) => number): number => Math.min(...rounds.map(of));
  const [first] = rounds;
  if (first === undefined) throw new Error("there was a round");
  return {
    ...first,
    grouping: least((one) => one.grouping),
    deciding: least((one) => one.deciding),
  };
}

/** Packs are compiled anew each time, so that the second run owes nothing to the first. */
async function decideBulk(parts: readonly Part[], site: SiteFile): Promise<Bulk> {
  const packs = await freshPacks();
  const recipients = toRecipients(manyPartners(site.partners, PARTNERS), [], "bench");
  const grounds = {
    item: "bulk",
    notes: [],
    own: site.own,
    request: { mode: "release", purpose: "defence", use: "intelligence" },
    performed: [],
    people: site.people,
    now: "2026-11-26",
  } as const;
  const [grouping, found] = timed(() => toClasses(parts, site));
  const [deciding, decided] = timed(() => decideClasses(found, recipients, grounds, packs));
  return { ...decided, parts: parts.length, classes: found.length, grouping, deciding };
}

function repeat(parts: readonly Part[], times: number): readonly Part[] {
  return Array.from({ length: times }, (_, n) =>
    parts.map((part) => ({ ...part, id: `${part.id}-${n}` })),
  ).flat();
}

function describe(bulk: Bulk): string {
  const { grouping, deciding, classes: found, views, questions } = bulk;
  return `${ms(grouping + deciding)} (grouping ${ms(grouping)}, deciding ${ms(deciding)}; ${found} classes, ${views} views, ${questions} questions)`;
}
