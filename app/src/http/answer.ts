import type { Hook } from "@hono/zod-openapi";
import type { ErrorHandler, NotFoundHandler } from "hono";
import type { AppEnv, Ask } from "./env.ts";
import { addressOf } from "./guard/limit-address.ts";
import { describeError } from "./log.ts";
import { problemOf } from "./problem-of.ts";
import { Problem, problemParts } from "./problem.ts";

/** Longest message of a schema that is passed on. */
const MOST_MESSAGE = 200;
/** One alarm in ten minutes about the same. */
const ALARM = { burst: 1, perSecond: 1 / 600 };

/** Answers whatever was thrown with a problem response; what is our own fault goes to the log. */
export const answerError: ErrorHandler<AppEnv> = (error, c) => {
  const problem = problemOf(error);
  const request = c.get("request") ?? "";
  if (problem.status === 500) {
    c.get("ground")?.log.error({ request, ...describeError(error) }, "internal error");
  }
  noteFailure(problem, c);
  return answer(problem, c);
};

/** There is no such route. */
export const answerNothing: NotFoundHandler<AppEnv> = (c) =>
  answer(new Problem(404, "no-such-route", "There is nothing at this address."), c);

/** There is the route, for other methods. */
export function answerOtherMethod(c: unknown, methods: readonly string[]): Response {
  const headers = { allow: methods.join(", ") };
  const problem = new Problem(405, "other-method", `Ask with ${methods.join(" or ")}.`, {
    headers,
  });
  return answer(problem, c as Ask);
}

/** For what does not have the shape a route asks for: the first thing that is wrong with it. */
export const refuseShape: Hook<unknown, AppEnv, string, undefined> = (result) => {
  if (result.success) return undefined;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).map(String).join(".").slice(0, MOST_MESSAGE);
  const place = result.target === "json" ? "body" : result.target;
  const field = path === "" ? place : `${place}.${path}`;
  const says = (issue?.message ?? "it has another shape").slice(0, MOST_MESSAGE);
  throw new Problem(400, "bad-input", `${field}: ${says}.`, { field });
};

function answer(problem: Problem, c: Ask): Response {
  c.set("refused", problem.code);
  const { status, headers, body } = problemParts(problem, c.get("request") ?? "");
  // With the cookies set until now: a session that was renewed before the refusal stays its person's.
  return c.newResponse(body, status, headers);
}

/** What many of look like guessing, or like a search for what is there. */
function noteFailure(problem: Problem, c: Ask): void {
  const ground = c.get("ground");
  const { buckets, settings, people } = ground;
  const { failures, missing } = settings.limits;
  if (problem.code === "sign-in-refused") buckets.take(`failures ${addressOf(c)}`, failures);
  const signedIn = c.get("signedIn");
  if (problem.code !== "not-found" || signedIn === undefined) return;
  const { person } = signedIn;
  if (buckets.take(`missing ${person}`, missing)) return;
  if (buckets.take(`alarm ${person}`, ALARM)) people.alarm("enumeration", { person });
}
