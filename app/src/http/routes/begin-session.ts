import { hashOf } from "../../usecases/people/secret.ts";
import type { StartedSession } from "../../usecases/people/sign-in/session.ts";
import { handOver, sessionSecret } from "../cookie.ts";
import type { Ask } from "../env.ts";
import type { Started } from "./session-shape.ts";

/** The hash of what the browser had until now: it ends with the new session, good or not. */
export function previousSession(c: Ask): Uint8Array | undefined {
  const secret = sessionSecret(c);
  return secret === undefined ? undefined : hashOf(secret, c.get("ground").people);
}

/** Hands the browser its session, and says whose it is. */
export function begin(c: Ask, session: StartedSession): Started {
  handOver(c, session);
  const { log } = c.get("ground");
  log.info({ request: c.get("request"), person: session.person }, "signed in");
  return { person: session.person, expires: session.expires };
}
