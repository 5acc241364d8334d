import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { readProviders } from "../../src/desk/read-providers.ts";
import { parseProviders } from "../../src/http/providers/parse-providers.ts";
import { ORIGIN, useDesk } from "./support/desk.ts";

const opened = useDesk();

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return Promise.resolve(opened().app.request(`${ORIGIN}${path}`, { headers }));
}

/** Runs the page's script as a browser would that was sent here, and waits for what it says. */
async function comeBack(search: string, link: string | null, answer: () => Promise<Response>) {
  const script = await (await get("/sign-in/return.js")).text();
  const said = { textContent: "" };
  const asked: { path: string; body: unknown; headers: Record<string, string> }[] = [];
  const kept = new Map([["caveat-link", link]]);
  const shown: string[] = [];
  runInContext(
    script,
    createContext({
      document: { getElementById: () => said },
      location: { search, pathname: "/sign-in/provider/house" },
      history: { replaceState: (_: unknown, __: string, path: string) => void shown.push(path) },
      sessionStorage: {
        getItem: (key: string) => kept.get(key) ?? null,
        removeItem: (key: string) => kept.delete(key),
      },
      crypto,
      fetch: (path: string, init: { body: string; headers: Record<string, string> }) => {
        asked.push({ path, body: JSON.parse(init.body), headers: init.headers });
        return answer();
      },
    }),
  );
  await expect.poll(() => said.textContent).not.toBe("");
  return { said: said.textContent, asked, shown, kept: [...kept.keys()] };
}

describe("the page an identity provider sends the browser back to", () => {
  test("is shown although another site sent the browser, and runs nothing but its script", async () => {
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    const page = await get("/sign-in/provider/house?code=1&state=2", headers);
    expect(page.status).toBe(200);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await page.text()).toContain('<script src="/sign-in/return.js"></script>');
    const script = await get("/sign-in/return.js");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect((await get("/api/v1/sign-in/providers", headers)).status).toBe(403);
  });

  test("hands in what came with it, once, and takes it out of the address", async () => {
    const good = await comeBack("?code=1&state=2", null, async () => new Response("{}"));
    expect(good).toMatchObject({
      said: "You are signed in.",
      asked: [{ path: "/api/v1/sign-in/callback", body: { query: "?code=1&state=2" } }],
      shown: ["/sign-in/provider/house"],
    });
    const linked = await comeBack("?code=1", "secret", async () => new Response("{}"));
    expect(linked.asked[0]?.body).toEqual({ query: "?code=1", link: "secret" });
    expect(linked.kept).toEqual([]);
  });

  test("shows in words what the desk answers, as text, and that it is not reached", async () => {
    const detail = "It was refused; <b>sign in</b> again.";
    const refused = (): Promise<Response> =>
      Promise.resolve(new Response(JSON.stringify({ detail }), { status: 401 }));
    expect((await comeBack("?code=1", null, refused)).said).toBe(detail);
    const away = await comeBack("?code=1", null, () => Promise.reject(new Error("away")));
    expect(away.said).toContain("cannot be reached");
  });

  test("asks the desk in a form that the desk takes", async () => {
    const back = await comeBack("?code=1&state=2", null, async () => new Response("{}"));
    const [asked] = back.asked;
    const answer = await opened().app.request(`${ORIGIN}${asked?.path ?? ""}`, {
      method: "POST",
      headers: asked?.headers ?? {},
      body: JSON.stringify(asked?.body),
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: "sign-in-refused" });
  });
});

describe("the file of identity providers", () => {
  const house = {
    id: "house",
    issuer: "https://login.example",
    clientId: "desk",
    clientSecret: "0123456789abcdef",
    algorithm: "ES256",
  };
  const parse = (value: unknown): unknown =>
    parseProviders(Buffer.from(JSON.stringify(value)), "providers.json");

  test("names each with what it is asked", () => {
    const signers = { acr: [], amr: ["hwk"], maxAge: 600 };
    const local = { ...house, id: "here", issuer: "http://127.0.0.1:9000", insecure: true };
    const providers = [{ ...house, signers }, local];
    expect(parse({ providers })).toEqual(providers);
  });

  test.each([
    ["no provider", { providers: [] }],
    ["a field that is not known", { providers: [{ ...house, secret: "x" }] }],
    ["no algorithm", { providers: [{ ...house, algorithm: "none" }] }],
    ["a short secret", { providers: [{ ...house, clientSecret: "short" }] }],
    ["two of one name", { providers: [house, house] }],
    ["plain HTTP elsewhere", { providers: [{ ...house, issuer: "http://login.example" }] }],
    [
      "plain HTTP elsewhere, allowed",
      { providers: [{ ...house, issuer: "http://login.example", insecure: true }] },
    ],
    ["no address", { providers: [{ ...house, issuer: "file:///etc/passwd" }] }],
    ["no list", [house]],
  ])("with %s is refused, and no secret is shown", (_what, value) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ code: "bad-usage" }));
    expect(() => parse(value)).not.toThrow(house.clientSecret);
  });

  test("that others may read is refused, and so is one that is not there", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "caveat-providers-")), "providers.json");
    writeFileSync(path, JSON.stringify({ providers: [house] }), { mode: 0o600 });
    expect(await readProviders(path)).toEqual([house]);
    expect(await readProviders(undefined)).toEqual([]);
    chmodSync(path, 0o640);
    await expect(readProviders(path)).rejects.toMatchObject({ code: "bad-usage" });
    await expect(readProviders(`${path}.no`)).rejects.toMatchObject({ code: "unreadable-file" });
  });
});
