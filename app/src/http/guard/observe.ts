import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { AppEnv, Ask, Ground } from "../env.ts";
import type { RequestLine } from "../log.ts";

/**
 * The outermost layer: gives the request an id and its ground, and when it is answered counts it and
 * writes one line, without anything that was in it.
 */
export function observe(ground: Ground): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const began = performance.now();
    const request = ground.people.newId();
    c.set("ground", ground);
    c.set("request", request);
    await next();
    c.header("request-id", request);
    const line = lineOf(c, request, performance.now() - began);
    ground.metrics.count(line);
    if (line.status >= 500) ground.log.error(line, "request");
    else ground.log.info(line, "request");
  };
}

function lineOf(c: Ask, request: string, took: number): RequestLine {
  const signedIn = c.get("signedIn");
  const code = c.get("refused");
  return {
    request,
    method: c.req.method.slice(0, 10),
    route: patternOf(c),
    status: c.res.status,
    milliseconds: Math.round(took * 10) / 10,
    ...(signedIn === undefined ? {} : { person: signedIn.person }),
    ...(signedIn?.by.kind === "token" ? { token: signedIn.by.id } : {}),
    ...(code === undefined ? {} : { code }),
  };
}

/** The pattern of the route that was asked for; "none" where there is no such route. */
function patternOf(c: Ask): string {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith("*"))?.path ?? "none";
}
