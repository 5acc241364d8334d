import { toSets } from "./measure.ts";
import type { Asked, EngineAnswer } from "./pack.ts";
import type { Path } from "./verdict.ts";

/**
 * Puts every path to both engines: allowed with all its measures, denied with any one of them
 * removed; and where there is no path, denied with every measure there is. The path shown first is
 * also put to both engines as a whole. Out: undefined when all of that holds, otherwise one
 * sentence that says where it does not.
 */
export function confirm(
  asked: readonly Asked[],
  done: readonly string[],
  paths: readonly Path[],
  everyMeasure: readonly string[],
): string | undefined {
  const [first] = paths;
  if (first === undefined) return expect(false, whole(asked, [...done, ...everyMeasure]));
  const problem = expect(true, whole(asked, [...done, ...first.measures]));
  if (problem !== undefined) return problem;
  for (const path of paths) {
    const wrong = confirmPath(asked, done, path.measures);
    if (wrong !== undefined) return `${wrong}, on the path ${path.measures.join(" + ")}`;
  }
  return undefined;
}

function confirmPath(
  asked: readonly Asked[],
  done: readonly string[],
  measures: readonly string[],
): string | undefined {
  const all = expect(true, byRule(asked, [...done, ...measures]));
  if (all !== undefined) return all;
  for (const without of measures) {
    const fewer = [...done, ...measures.filter((measure) => measure !== without)];
    const early = expect(false, byRule(asked, fewer, without));
    if (early !== undefined) return `${early} without ${without}`;
  }
  return undefined;
}

function whole(asked: readonly Asked[], measures: readonly string[]): EngineAnswer {
  const sets = toSets(measures);
  return every(asked.map(({ pack, question }) => pack.authorize(question, sets)));
}

function byRule(
  asked: readonly Asked[],
  measures: readonly string[],
  without?: string,
): EngineAnswer {
  const sets = toSets(measures);
  return every(asked.map(({ pack, question }) => pack.authorizeByRule(question, sets, without)));
}

function every(answers: readonly EngineAnswer[]): EngineAnswer {
  return {
    allow: answers.every((answer) => answer.allow),
    errors: answers.flatMap((answer) => answer.errors),
  };
}

function expect(allow: boolean, answer: EngineAnswer): string | undefined {
  if (answer.errors.length > 0) return answer.errors.join("; ");
  if (answer.allow === allow) return undefined;
  return `the engines ${answer.allow ? "allow" : "deny"} what was found to be ${
    allow ? "possible" : "impossible"
  }`;
}
