import { ALWAYS, both, either, given, MeasureTable, NEVER, type Formula } from "./formula.ts";
import { confirm } from "./confirm.ts";
import type { Asked, Remainder, Remainders } from "../pack.ts";
import { toPaths } from "./paths.ts";
import type { Because, Judgement, Reason, Task } from "./verdict.ts";

/**
 * The judgement on a set of questions that must all be answered with yes. `done` are the measures
 * that count. Nothing asked is nothing allowed: without a question the outcome is `withhold`.
 *
 * Never throws: an engine that fails, or two engines that disagree, give `withhold` with an alarm.
 */
export function judge(asked: readonly Asked[], done: readonly string[]): Judgement {
  try {
    return search(asked, done);
  } catch (error) {
    return closed(`the engine failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function search(asked: readonly Asked[], done: readonly string[]): Judgement {
  if (asked.length === 0) return closedQuietly();
  const table = new MeasureTable();
  const doneSet = done.reduce((set, measure) => set | table.bit(measure), 0n);
  const remains = asked.map((one) => one.pack.remainders(one.question, table));
  const formula = remains.map(allowance).reduce(both, ALWAYS);
  const packs = [...new Set(asked.map((one) => one.pack))];
  const paths = toPaths(formula, doneSet, table, packs);
  const alarm = confirm(asked, done, paths, table);
  if (alarm !== undefined) return closed(alarm);
  const reasons = asked.flatMap((one, i) => reasonsOf(one, remains[i], doneSet));
  return {
    outcome: paths[0]?.outcome ?? "withhold",
    reasons,
    paths,
    tasks: asked.flatMap((one, i) => tasksOf(one, remains[i])).filter(isFirst),
    unknown: [
      ...new Set(reasons.flatMap((r) => r.because.filter((b) => b.unknown).map((b) => b.fact))),
    ].toSorted(),
  };
}

/** One open route and every safeguard satisfied. */
function allowance(remains: Remainders): Formula {
  const route = remains.routes.map((one) => one.remains).reduce(either, NEVER);
  return remains.safeguards.map((one) => one.remains).reduce(both, route);
}

function reasonsOf(asked: Asked, remains: Remainders | undefined, done: bigint): Reason[] {
  if (remains === undefined) return [];
  const unknown = new Set(asked.question.unknown);
  return [...remains.routes, ...remains.safeguards].map((one) =>
    toReason(asked, one, done, unknown),
  );
}

function toReason(
  asked: Asked,
  one: Remainder,
  done: bigint,
  unknown: ReadonlySet<string>,
): Reason {
  const { rule } = one;
  return {
    pack: asked.pack.id,
    rule: rule.rule,
    effect: rule.effect,
    ...(asked.member === undefined ? {} : { member: asked.member }),
    met: given(one.remains, done) === ALWAYS,
    open: one.remains.length > 0,
    says: rule.says,
    clause: rule.clause,
    basis: rule.basis,
    because: becauseOf(one, unknown),
  };
}

function becauseOf(one: Remainder, unknown: ReadonlySet<string>): Because[] {
  return one.looked.map(({ path, value }) => ({
    fact: path,
    value,
    unknown: isWithin(path, unknown),
  }));
}

/** Is it one of these paths, or below one? */
function isWithin(path: string, names: ReadonlySet<string>): boolean {
  if (names.has(path)) return true;
  const dot = path.lastIndexOf(".");
  return dot > 0 && isWithin(path.slice(0, dot), names);
}

function tasksOf(asked: Asked, remains: Remainders | undefined): Task[] {
  if (remains === undefined) return [];
  return [...remains.safeguards, ...remains.duties].flatMap(({ rule: text }) => {
    const { rule, task, basis, due, after } = text;
    if (task === undefined) return [];
    const timing = {
      ...(due === undefined ? {} : { due }),
      ...(after === undefined ? {} : { after }),
    };
    return [{ pack: asked.pack.id, rule, task, basis, ...timing }];
  });
}

function isFirst(task: Task, place: number, all: readonly Task[]): boolean {
  return all.findIndex((other) => other.task === task.task && other.rule === task.rule) === place;
}

function closed(alarm: string): Judgement {
  return { ...closedQuietly(), alarm };
}

function closedQuietly(): Judgement {
  return { outcome: "withhold", reasons: [], paths: [], tasks: [], unknown: [] };
}
