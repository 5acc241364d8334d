import type { MiddlewareHandler } from "hono";
import type { Scope } from "../../usecases/people/scope.ts";
import type { SignedIn } from "../../usecases/people/sign-in/signed-in.ts";
import type { AppEnv, Ask, AtBrowser } from "../env.ts";
import { Problem } from "../problem.ts";
import { authenticate, credentialOf, nameOf } from "./authenticate.ts";
import { addressOf, tooMany } from "./limit-address.ts";
import { readBody, type BodyRule } from "./read-body.ts";

/** Who may ask for a route at all. What they may do there the use case says. */
export type Access =
  /** Anybody: to sign in. */
  | { readonly kind: "open" }
  /** A person at a browser; `fresh`: who proved who it is in the last minutes. */
  | { readonly kind: "person"; readonly fresh: boolean }
  /** A person at a browser, or a machine whose token has this scope. */
  | { readonly kind: "scope"; readonly scope: Scope };

export const OPEN: Access = { kind: "open" };
export const PERSON: Access = { kind: "person", fresh: false };
export const FRESH: Access = { kind: "person", fresh: true };

export function scoped(scope: Scope): Access {
  return { kind: "scope", scope };
}

export const NO_BODY: BodyRule = { kind: "none" };

/** JSON of at most so many bytes; without a number, what the site allows. */
export function json(most?: number): BodyRule {
  return { kind: "json", most };
}

/** The `security` and `middleware` of a route, which a route must have both of. */
export interface Guarded {
  readonly security: Record<string, string[]>[];
  readonly middleware: MiddlewareHandler<AppEnv>[];
}

/**
 * Guards a route: spread the result into what `createRoute` takes. In this order: who asks, whether that
 * one may, whether the request was made before, and only then the body.
 */
export function guarded(access: Access, body: BodyRule): Guarded {
  return { security: securityOf(access), middleware: [guard(access, body)] };
}

/** Who asks. Only for routes that are not open. */
export function whoAsks(c: Ask): SignedIn {
  const signedIn = c.get("signedIn");
  if (signedIn === undefined) throw new Error("this route lets anybody in");
  return signedIn;
}

/** Whether whoever asks could ask for what another scope opens, too: a person, or a token that has it. */
export function hasScope(c: Ask, scope: Scope): boolean {
  const { by } = whoAsks(c);
  return by.kind === "session" || by.scopes.includes(scope);
}

/** The person at the browser. Only for routes for persons. */
export function atBrowser(c: Ask): AtBrowser {
  const { by, ...who } = whoAsks(c);
  if (by.kind === "session") return { ...who, by };
  throw new Error("this route lets machines in");
}

function guard(access: Access, body: BodyRule): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (access.kind === "open") admitStranger(c);
    else c.set("signedIn", admit(await authenticate(c), access, c));
    refuseRepeat(c);
    await readBody(c, body);
    await next();
  };
}

function admitStranger(c: Ask): void {
  const { buckets, settings } = c.get("ground");
  if (!buckets.has(`failures ${addressOf(c)}`, settings.limits.failures)) throw tooMany();
}

function admit(signedIn: SignedIn, access: Access, c: Ask): SignedIn {
  const { by } = signedIn;
  if (access.kind === "scope" && by.kind === "token" && !by.scopes.includes(access.scope)) {
    const detail = `This token is not for ${access.scope}; take one that is.`;
    throw new Problem(403, "not-in-scope", detail, { field: "authorization" });
  }
  if (access.kind !== "person") return signedIn;
  if (by.kind === "token") {
    throw new Problem(403, "person-only", "A machine may not do this; a person must sign in.");
  }
  const { clock, people } = c.get("ground");
  if (!access.fresh || clock() - Date.parse(by.proven) < people.rules.fresh) return signedIn;
  throw new Problem(403, "sign-in-again", "Prove again who you are, then ask once more.");
}

/** A request that changes something is made once. */
function refuseRepeat(c: Ask): void {
  const act = c.get("act");
  if (act === undefined) return;
  const credential = credentialOf(c);
  const sender = credential === undefined ? `address ${addressOf(c)}` : nameOf(credential, c);
  if (c.get("ground").seen.add(sender, act)) return;
  const detail = "This request was made before; look up what came of it, then ask anew.";
  throw new Problem(409, "replayed", detail, { field: "caveat-request" });
}

function securityOf(access: Access): Record<string, string[]>[] {
  switch (access.kind) {
    case "open":
      return [{}];
    case "person":
      return [{ session: [] }];
    case "scope":
      return [{ session: [] }, { token: [access.scope] }];
  }
}
