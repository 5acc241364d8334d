import type { MiddlewareHandler } from "hono";
import type { AppEnv, Ask } from "../env.ts";
import { Problem } from "../problem.ts";

/** Refuses an address that asks too often, before anything is looked up. */
export const limitAddress: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { buckets, settings } = c.get("ground");
  if (!buckets.take(`address ${addressOf(c)}`, settings.limits.address)) throw tooMany();
  await next();
};

/** Where a request comes from. Of an IPv6 address the network: a host has as many as it likes there. */
export function addressOf(c: Ask): string {
  const address = c.env?.incoming?.socket.remoteAddress ?? "here";
  return address.includes(":") && !address.startsWith("::ffff:")
    ? address.split(":").slice(0, 4).join(":")
    : address;
}

export function tooMany(): Problem {
  const detail = "That was too often; wait a little.";
  return new Problem(429, "too-many", detail, { headers: { "retry-after": "5" } });
}
