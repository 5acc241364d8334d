import { describe, expect, test } from "vitest";
import { elastic } from "../personas/elastic.ts";
import { liveThrough, type Life, type Without } from "../personas/life.ts";
import { misp } from "../personas/misp.ts";
import { openctiConnector } from "../personas/opencti-connector.ts";
import { openctiNative, openctiOld } from "../personas/opencti-native.ts";
import type { Kind, Site } from "../personas/persona.ts";
import { sentinel } from "../personas/sentinel.ts";
import {
  cursorsForgotten,
  datedBefore,
  emptyNextRefused,
  emptyPageSilent,
  microseconds,
  modifiedAhead,
  nextAlways,
  nextIsACount,
  schemeWithCase,
  slowedDown,
  versionWithSpace,
} from "../personas/without.ts";
import { xsoar } from "../personas/xsoar.ts";
import { indicator, leaving } from "../support/stix.ts";
import { rootOf, World } from "../support/world.ts";

// Seven clients as they behave in the field, each through 1,000 releases, three recalls and a restart: with
// our server nothing is missing, and what comes again is bounded. With a server that lacks the rule a
// client needs, it fails: so the rule is there for a reason, and the script can tell.

/** A client, and how many objects may come again in one of its runs. */
const CLIENTS: readonly (readonly [Kind, number])[] = [
  [openctiNative, 0],
  // It asks for its last page again at each run, and a page holds 20.
  [openctiOld, 20],
  // What left while a run was on comes again with the next.
  [openctiConnector, 0.1],
  [elastic, 0],
  // It asks from the time at which something was made, and not from when it was released.
  [xsoar, 20],
  [misp, 0],
  [sentinel, 0],
];

const again = (kind: Kind): number => CLIENTS.find(([one]) => one === kind)?.[1] ?? 0;

describe("with our server", () => {
  test.each(CLIENTS)("$name misses nothing", async (kind, mostAgain) => {
    const life = await liveThrough(kind);
    expect(life.missing).toEqual([]);
    expect(life.failures).toEqual([]);
    expect(life.distinct).toBeGreaterThan(1_900);
    expect(life.again / life.polls).toBeLessThanOrEqual(mostAgain);
  });
});

/** A client that is set up before anything is released to it: its first runs get nothing. */
async function beginEmpty(kind: Kind, { between }: Without = {}): Promise<readonly string[]> {
  const world = new World();
  const alder = world.addPartner("alder");
  const got = new Set<unknown>();
  const persona = kind.start((objects) => {
    for (const { id } of objects) got.add(id);
  });
  const ask: Site["get"] = (path, headers) => world.ask(path, { headers });
  const clock = (): number => world.now + (kind.clockAhead ?? 0);
  const get = between?.(ask, world) ?? ask;
  const { token, out: collection } = alder;
  const site = { token, root: rootOf(alder), collection, clock, get };
  const due: string[] = [];
  for (let run = 0; run < 8; run += 1) {
    await persona.poll(site);
    world.now += 60_000;
    if (run < 2 || run > 5) continue;
    const object = indicator(`late${run}`, new Date(world.now - 10_000).toISOString());
    world.disclose(alder, [leaving(object)]);
    due.push(object.id);
  }
  return due.filter((id) => !got.has(id));
}

describe("a client that begins on an empty collection", () => {
  test.each(CLIENTS)("$name misses nothing that comes then", async (kind) => {
    expect(await beginEmpty(kind)).toEqual([]);
  });

  test("that takes its own clock loses what came, without C07 (an empty page says a time)", async () => {
    expect(await beginEmpty(openctiNative, emptyPageSilent)).not.toEqual([]);
  });
});

type Fault = (life: Life, kind: Kind) => boolean;
const isMissing: Fault = ({ missing }) => missing.length > 0;
const comesAgain: Fault = (life, kind) => life.again / life.polls > again(kind);
const goesRound: Fault = ({ failures }) =>
  failures.some((says) => says.includes("round in circles"));

interface Lack {
  readonly rule: string;
  readonly kind: Kind;
  readonly without: Without;
  readonly fault: Fault;
}

const LACKS: readonly Lack[] = [
  { rule: "C01 (no next on the last page)", kind: elastic, without: nextAlways, fault: goesRound },
  {
    rule: "C02 (filters in the cursor)",
    kind: openctiConnector,
    without: nextIsACount,
    fault: comesAgain,
  },
  { rule: "C02 (an empty next is none)", kind: misp, without: emptyNextRefused, fault: isMissing },
  { rule: "C03 (cursors live on)", kind: openctiOld, without: cursorsForgotten, fault: isMissing },
  { rule: "C05 (milliseconds)", kind: openctiNative, without: microseconds, fault: comesAgain },
  {
    rule: "C05 (seen when dated)",
    kind: openctiConnector,
    without: datedBefore,
    fault: isMissing,
  },
  { rule: "C06 (released after changed)", kind: xsoar, without: modifiedAhead, fault: isMissing },
  {
    rule: "C07 (an empty page says a time)",
    kind: openctiNative,
    without: emptyPageSilent,
    fault: isMissing,
  },
  {
    rule: "C07 (an empty page says a time)",
    kind: elastic,
    without: emptyPageSilent,
    fault: comesAgain,
  },
  { rule: "C11 (schemes in any case)", kind: misp, without: schemeWithCase, fault: isMissing },
  { rule: "C16 (a page a second)", kind: sentinel, without: slowedDown, fault: isMissing },
  {
    rule: "T03 (the version as written)",
    kind: sentinel,
    without: versionWithSpace,
    fault: isMissing,
  },
];

describe("with a server that lacks a rule", () => {
  test.each(LACKS)("$kind.name fails without $rule", async ({ kind, without, fault }) => {
    expect(fault(await liveThrough(kind, without), kind)).toBe(true);
  });
});
