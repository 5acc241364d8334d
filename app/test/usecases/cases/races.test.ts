import { expect, test } from "vitest";
import { race } from "./support/race.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

/** `npm run campaign -- case-races N` runs as many as anybody likes. */
const RACES = 300;

test(`${RACES} times people approve, change, refuse and withdraw at the same instant: never a state the reference does not know, and each step in the ledger once`, async () => {
  const { problems, seen } = await race(world(), RACES, 20_261_126);
  expect(problems).toEqual([]);
  const met = [
    "approve taken",
    "approve conflict",
    "approve not-allowed",
    "retract taken",
    "amend taken",
    "refuse taken",
    "override taken",
    "withdraw taken",
    "cleared",
    "not cleared",
  ];
  expect(met.filter((what) => !seen.has(what))).toEqual([]);
  const acts = await world().as("auditor", async (client) => {
    const { rows } = await client.query<{ id: string }>("select id from act");
    return rows.map(({ id }) => id);
  });
  const entries = await world().entries();
  const entered = entries.filter(({ kind }) => kind.startsWith("case-")).map(({ id }) => id);
  expect(entered.toSorted()).toEqual(acts.toSorted());
}, 600_000);
