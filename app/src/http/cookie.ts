import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { StartedSession } from "../usecases/people/sign-in/session.ts";
import type { Ask } from "./env.ts";
import { isSecure } from "./settings.ts";

/** The session's secret, and what binds a browser to its way through an identity provider. */
type Name = "caveat" | "caveat-way";

/** The secret of the browser's session, as it was sent. */
export function sessionSecret(c: Ask): string | undefined {
  return read(c, "caveat");
}

/**
 * Hands the browser a session: only to this host, only over TLS where there is any, never to a script,
 * and never with a request from another site (RFC 6265bis section 4.1.3; ASVS 3.3).
 */
export function handOver(c: Ask, { secret, expires }: StartedSession): void {
  const seconds = Math.floor((Date.parse(expires) - c.get("ground").clock()) / 1000);
  write(c, "caveat", secret, Math.max(0, seconds));
}

export function dropSession(c: Ask): void {
  drop(c, "caveat");
}

export function keepWay(c: Ask, ticket: string, seconds: number): void {
  write(c, "caveat-way", ticket, seconds);
}

/** The ticket the browser was sent away with, which it then no longer has. */
export function takeWay(c: Ask): string | undefined {
  const ticket = read(c, "caveat-way");
  if (ticket !== undefined) drop(c, "caveat-way");
  return ticket;
}

function read(c: Ask, name: Name): string | undefined {
  return isSecure(c.get("ground").settings) ? getCookie(c, name, "host") : getCookie(c, name);
}

function write(c: Ask, name: Name, value: string, maxAge: number): void {
  const common = { path: "/", httpOnly: true, sameSite: "Strict", maxAge } as const;
  const secure = isSecure(c.get("ground").settings);
  setCookie(c, name, value, secure ? { ...common, secure: true, prefix: "host" } : common);
}

function drop(c: Ask, name: Name): void {
  const secure = isSecure(c.get("ground").settings);
  deleteCookie(c, name, secure ? { path: "/", secure: true, prefix: "host" } : { path: "/" });
}
