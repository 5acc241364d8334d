import type { Act } from "../../../../src/core/casework/act.ts";
import { stateOf } from "../../../../src/core/casework/case-state.ts";
import { decideState } from "../../../../src/usecases/cases/deciding/decision.ts";
import { packsInForce } from "../../../../src/usecases/cases/deciding/packs.ts";
import type { GatheredCase } from "../../../../src/usecases/cases/records.ts";
import { takeStep, type TakeStep } from "../../../../src/usecases/cases/steps/take-step.ts";
import { Denied } from "../../../../src/usecases/people/denied.ts";
import { allowed, statusOf } from "../../../core/casework/support/allowed.ts";
import {
  assessorsIn,
  of,
  requesterOf,
  sinceAsked,
  standingIn,
  type Entry,
  type Log,
} from "../../../core/casework/support/log.ts";
import { openReport, REQUEST, SAYS, state, submitReport } from "./drive.ts";
import type { Nick, World } from "./world.ts";

/** Whom of the reference machine's people each of ours stands for: the same roles. */
const STANDS_FOR: Partial<Record<Nick, string>> = {
  officer: "olga",
  colleague: "omar",
  assessor: "sam",
  legal: "lea",
  head: "hank",
  deputy: "hera",
  minister: "mia",
};

const ACTORS: readonly Nick[] = ["officer", "assessor", "legal", "head", "deputy", "minister"];

/** Acts after which a case is left, and another one opened: their fold is paid for at every step. */
const MOST_ACTS = 24;

/** Random whole numbers below a limit, the same for the same seed (mulberry32). */
export function dice(seed: number): (below: number) => number {
  let a = seed >>> 0;
  return (below) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** What races have come to. */
export interface Raced {
  readonly problems: readonly string[];
  /** How often what happened, to see that it was no walk-over. */
  readonly seen: ReadonlyMap<string, number>;
}

/**
 * Several people take steps in one case at the same instant, again and again; after each time the case as
 * it is kept is held against the reference machine of the core's tests. An act that the reference would
 * not have allowed, a state or a clearance it does not know, a step that was acknowledged and is not
 * there, or is there and was refused: each is a problem.
 */
export async function race(world: World, count: number, seed: number): Promise<Raced> {
  const roll = dice(seed);
  const seen = new Map<string, number>();
  const problems: string[] = [];
  const item = await submitReport(world);
  let id = await freshCase(world, item);
  for (let round = 0; round < count && problems.length === 0; round += 1) {
    const asked = await steps(world, id, roll);
    const took = await Promise.all(asked.map((one) => attempt(one, world, seen)));
    const gathered = await world.ports.cases.gather(id, { day: world.now.slice(0, 10) });
    if (gathered === undefined) throw new Error(`the case ${id} is gone`);
    const found = await differences(gathered, took, world, seen);
    problems.push(...found.map((says) => `seed ${seed}, race ${round}: ${says}`));
    const isOver = ["withdrawn", "closed"].includes(gathered.row.status);
    if (isOver || gathered.row.seq > MOST_ACTS) id = await freshCase(world, item);
  }
  return { problems, seen };
}

async function freshCase(world: World, item: string): Promise<string> {
  const { case: id } = await openReport(world, ["alder"], { item });
  return id;
}

/** What some people want to do at once, each on the case as all of them see it. */
async function steps(
  world: World,
  id: string,
  roll: (below: number) => number,
): Promise<readonly TakeStep[]> {
  const day = world.now.slice(0, 10);
  const gathered = await world.ports.cases.gather(id, { day });
  const { state: seen, decision } = await decisionOn(gathered, world);
  const manifest = decision.bound.hash;
  const { acknowledge } = decision.bound;
  const roleOf: Partial<Record<Nick, string>> = {
    assessor: "second-assessor",
    legal: "legal",
    head: "head",
    deputy: "head",
    minister: "minister",
  };
  const stepOf = (nick: Nick): TakeStep["step"] => {
    const role = roleOf[nick] ?? "officer";
    const acknowledges = acknowledge[role] ?? acknowledge["*"] ?? [];
    const approve = { kind: "approve", role, manifest, acknowledges, says: SAYS } as const;
    const own = seen.approvals.findLast(({ by }) => by === world.civil[nick]);
    const retract = { kind: "retract", act: own?.id ?? world.ports.newId(), says: SAYS } as const;
    const choice = roll(12);
    if (nick === "officer") {
      const recipients = roll(2) === 0 ? ["alder"] : ["alder", "linde"];
      if (choice < 2) return { kind: "amend", recipients, request: REQUEST };
      if (choice === 2 && roll(4) === 0) return { kind: "withdraw", says: SAYS };
      return state(choice % 2 === 0 ? "state:necessity" : "state:proportionality");
    }
    if (choice < 7) return approve;
    if (choice < 9) return retract;
    if (nick === "legal") {
      return {
        kind: "assess",
        stage: "before",
        risk: { torture: "below-real" },
        mitigations: [],
        says: SAYS,
      };
    }
    if (choice === 9) return { kind: "refuse", role, says: SAYS };
    return choice === 10 ? { kind: "override", role, says: SAYS } : state("state:necessity");
  };
  const people = Array.from({ length: 2 + roll(4) }, () => ACTORS[roll(ACTORS.length)] ?? "head");
  return people.map((nick) => ({
    case: id,
    by: world.civil[nick],
    id: world.ports.newId(),
    step: stepOf(nick),
  }));
}

interface Took {
  readonly id: string;
  readonly isTaken: boolean;
}

async function attempt(one: TakeStep, world: World, seen: Map<string, number>): Promise<Took> {
  const id = one.id ?? "";
  try {
    await takeStep(one, world.ports);
    note(seen, `${one.step.kind} taken`);
    return { id, isTaken: true };
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    note(seen, `${one.step.kind} ${error.code}`);
    return { id, isTaken: false };
  }
}

async function decisionOn(gathered: GatheredCase | undefined, world: World) {
  if (gathered?.acts === undefined || gathered.matter === undefined) {
    throw new Error("the case is not whole");
  }
  const found = stateOf(gathered.row.id, gathered.acts);
  const packs = await packsInForce(world.ports);
  const day = world.now.slice(0, 10);
  const { matter, duties } = gathered;
  return { state: found, decision: decideState(found, matter, duties, day, packs, world.ports) };
}

/** Where what is kept is not what the reference machine knows. */
async function differences(
  gathered: GatheredCase,
  took: readonly Took[],
  world: World,
  seen: Map<string, number>,
): Promise<readonly string[]> {
  const acts = gathered.acts ?? [];
  const log: Entry[] = [];
  const problems: string[] = [];
  for (const act of acts) {
    if (!allowed(log, asReference(act, world))) problems.push(`${act.kind} by ${act.by} is kept`);
    log.push({ act: asReference(act, world) });
  }
  for (const { id, isTaken } of took) {
    const times = acts.filter((act) => act.id === id).length;
    if (times !== (isTaken ? 1 : 0))
      problems.push(`step ${id}: taken ${isTaken}, kept ${times} times`);
  }
  if (statusOf(log) !== gathered.row.status) problems.push(`it is kept as ${gathered.row.status}`);
  const live = gathered.approvals.filter(({ isEnded }) => !isEnded).map(({ act }) => act);
  const standing = standingIn(log).map(({ act }) => act.id);
  if (live.toSorted().join() !== standing.toSorted().join()) problems.push("other approvals stand");
  const { decision } = await decisionOn(gathered, world);
  const isCleared = isClearedBy(log, decision.bound.hash);
  note(seen, isCleared ? "cleared" : "not cleared");
  const kept = gathered.clearance?.manifest === decision.bound.hash;
  if (kept !== isCleared) problems.push(`cleared: ${kept}, by the reference ${isCleared}`);
  if (isCleared !== (decision.objection === undefined)) problems.push("the decision differs");
  if (gathered.clearance !== undefined && !kept) problems.push("an old clearance still holds");
  return problems;
}

function asReference(act: Act, world: World): Act {
  const nick = ACTORS.find((one) => world.civil[one] === act.by);
  return { ...act, by: STANDS_FOR[nick ?? "outsider"] ?? act.by };
}

/** The rule on Alder in words: reasons for what is asked now, head and second assessor, three people. */
function isClearedBy(log: Log, manifest: string): boolean {
  if (statusOf(log) !== "open") return false;
  const stated = of(sinceAsked(log), "state").map(({ measure }) => measure);
  const barred = [requesterOf(log), ...assessorsIn(log)];
  const signed = standingIn(log)
    .map(({ act }) => act)
    .filter((act) => act.manifest === manifest && !barred.includes(act.by));
  const hasRole = (role: string): boolean => signed.some((act) => act.role === role);
  const override = of(log, "override").at(-1)?.role;
  return (
    ["state:necessity", "state:proportionality"].every((one) => stated.includes(one)) &&
    ["head", "second-assessor"].every(hasRole) &&
    (override === undefined || hasRole(override))
  );
}

function note(seen: Map<string, number>, what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}
