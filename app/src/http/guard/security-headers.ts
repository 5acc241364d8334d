import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../env.ts";
import { isSecure, type HttpSettings } from "../settings.ts";

/** ASVS 3.4. A route that serves a page may have set its own policy; it never has less than one. */
const HEADERS: readonly (readonly [string, string])[] = [
  [
    "content-security-policy",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  ],
  ["x-content-type-options", "nosniff"],
  ["cache-control", "no-store"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["referrer-policy", "no-referrer"],
  ["x-frame-options", "DENY"],
];

const YEAR = 31_536_000;

export function securityHeaders(settings: HttpSettings): MiddlewareHandler<AppEnv> {
  const all = isSecure(settings)
    ? [...HEADERS, ["strict-transport-security", `max-age=${2 * YEAR}`] as const]
    : HEADERS;
  return async (c, next) => {
    await next();
    for (const [name, value] of all) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  };
}
