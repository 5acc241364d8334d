import fc from "fast-check";
import type { Grounds } from "../../app/src/core/deciding/decide.ts";
import { toQuestion, type Question } from "../../app/src/core/question/question.ts";
import { grounds } from "../../app/test/support/arbitrary.ts";
import { hopefulGrounds } from "../../app/test/support/hopeful.ts";

/** Two in three have a chance of a path; wholly random ones hardly ever have. */
const mixedGrounds: fc.Arbitrary<Grounds> = fc.oneof(grounds, hopefulGrounds, hopefulGrounds);

const mixedQuestions: fc.Arbitrary<Question> = mixedGrounds.map((one) => {
  const [member] = one.recipient.members;
  if (member === undefined) throw new Error("a recipient has a member");
  return toQuestion(one.facts, member, {
    ...one,
    readsContainers: false,
    classificationRulesActive: false,
  });
});

/** The same random grounds for the same seed. */
export function randomGrounds(count: number, seed: number): readonly Grounds[] {
  return fc.sample(mixedGrounds, { numRuns: count, seed });
}

/** The same random questions for the same seed, each with what goes with it. */
export function randomQuestions<T>(
  count: number,
  seed: number,
  beside: fc.Arbitrary<T>,
): readonly (readonly [Question, T])[] {
  return fc.sample(fc.tuple(mixedQuestions, beside), { numRuns: count, seed });
}
