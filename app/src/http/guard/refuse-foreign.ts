import type { MiddlewareHandler } from "hono";
import type { AppEnv, Ask } from "../env.ts";
import { Problem } from "../problem.ts";
import type { HttpSettings } from "../settings.ts";

/** The header that says which act a request that changes something is: a UUID, used once. */
export const ACT_HEADER = "caveat-request";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Refuses, before anything is looked up, what another site's page made a browser send, and what was sent
 * to another name than ours (DNS rebinding). A request that changes something must carry a header that
 * no page of another site can set without being let, which nobody here ever is (ASVS 3.5.1-3).
 */
export function refuseForeign(settings: HttpSettings): MiddlewareHandler<AppEnv> {
  const { host } = new URL(settings.origin);
  return async (c, next) => {
    if (new URL(c.req.url).host !== host) {
      throw new Problem(421, "wrong-host", "This server does not go by that name.");
    }
    const isSafe = SAFE.has(c.req.method);
    checkSite(c, isSafe, settings.origin);
    if (!isSafe) c.set("act", actOf(c));
    await next();
  };
}

/** Fetch Metadata (W3C), and where a browser sends none, its Origin (RFC 6454). */
function checkSite(c: Ask, isSafe: boolean, origin: string): void {
  const site = c.req.header("sec-fetch-site");
  const from = c.req.header("origin");
  const isOwn = site === undefined || site === "same-origin" || (isSafe && site === "none");
  if (isOwn && (from === undefined || from === origin)) return;
  throw new Problem(403, "cross-site", "Pages of other sites may not ask for this.");
}

function actOf(c: Ask): string {
  const id = c.req.header(ACT_HEADER);
  if (id !== undefined && UUID.test(id)) return id;
  const detail = `Give a fresh UUID, in lower case, in the header ${ACT_HEADER}.`;
  throw new Problem(400, "no-request-id", detail, { field: ACT_HEADER });
}
