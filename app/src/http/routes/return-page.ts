import { createRoute, z } from "@hono/zod-openapi";
import type { Api } from "../env.ts";
import { PROBLEMS } from "../problem.ts";
import { name } from "./shape.ts";

/** It runs one script, from here, which speaks with us alone. */
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sign-in</title>
<p id="said">Signing in …</p>
<noscript><p>Signing in at an identity provider needs JavaScript.</p></noscript>
<script src="/sign-in/return.js"></script>
</html>
`;

/**
 * Hands in what the provider sent the browser here with, once, and takes it out of the address. A page that
 * began with an enrolment link has left its secret in the session's storage.
 */
const SCRIPT = `"use strict";
const say = (text) => { document.getElementById("said").textContent = text; };
const query = location.search;
history.replaceState(null, "", location.pathname);
const link = sessionStorage.getItem("caveat-link");
sessionStorage.removeItem("caveat-link");
fetch("/api/v1/sign-in/callback", {
  method: "POST",
  headers: { "content-type": "application/json", "caveat-request": crypto.randomUUID() },
  body: JSON.stringify(link === null ? { query } : { query, link }),
}).then(async (answer) => {
  say(answer.ok ? "You are signed in." : (await answer.json()).detail);
}).catch(() => say("The desk cannot be reached; go back and begin again."));
`;

const page = createRoute({
  method: "get",
  path: "/sign-in/provider/{provider}",
  summary: "The page an identity provider sends the browser back to: it hands in what came with it",
  security: [{}],
  request: { params: z.object({ provider: name }) },
  responses: {
    200: { description: "The page", content: { "text/html": { schema: z.string() } } },
    ...PROBLEMS,
  },
});

const script = createRoute({
  method: "get",
  path: "/sign-in/return.js",
  summary: "The script of that page",
  security: [{}],
  responses: {
    200: { description: "The script", content: { "text/javascript": { schema: z.string() } } },
    ...PROBLEMS,
  },
});

/**
 * Where a browser comes back to from an identity provider. Whoever sent it there is another site, so these
 * are open to all of them: they hold nothing and change nothing.
 */
export function returnPage(app: Api): void {
  app.openapi(page, (c) => {
    c.header("content-security-policy", POLICY);
    return c.body(PAGE, 200, { "content-type": "text/html; charset=utf-8" });
  });
  app.openapi(script, (c) =>
    c.body(SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
}
