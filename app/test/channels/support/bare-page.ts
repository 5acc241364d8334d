import { Hono } from "hono";

/**
 * What a TAXII server is measured beside: a Hono handler that returns the bytes of one page and does
 * nothing else. PUT /page {url, headers} fetches the page, GET /page returns it.
 */
export function barePage(): Hono {
  let page = { type: "", bytes: new Uint8Array() };
  const app = new Hono();
  app.put("/page", async (c) => {
    const { url, headers } = await c.req.json<{ url: string; headers: Record<string, string> }>();
    const response = await fetch(url, { headers });
    if (!response.ok) return c.json({ status: response.status }, 502);
    const type = response.headers.get("content-type") ?? "";
    page = { type, bytes: new Uint8Array(await response.arrayBuffer()) };
    return c.json({ bytes: page.bytes.length });
  });
  app.get("/page", (c) => c.body(page.bytes, 200, { "content-type": page.type }));
  return app;
}
