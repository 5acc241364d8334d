import { expect, test } from "vitest";
import { partnerApp } from "../../src/desk/partner-app.ts";
import { useCaseDesk } from "../http/support/case-desk.ts";

const ORIGIN = "http://localhost:8601";
const PARTNER = "linde";
const opened = useCaseDesk();

test("each door of the partners' listener slows down who guesses, apart, and lets in who was known", async () => {
  const desk = opened();
  const head = await desk.hire("head");
  const given = { addresses: [], until: "2026-12-26T00:00:00.000Z" };
  const issued = await head.post(`/partners/${PARTNER}/credentials`, given);
  const root = String(issued.body["root"]);
  const secret = String(issued.body["secret"]);
  const about = { alias: "feed", title: "Feed", medium: "misp-feed", canWrite: false };
  const place = await head.post(`/partners/${PARTNER}/collections`, about);
  const app = await partnerApp(ORIGIN, desk.site, desk.cases);
  const ask = async (path: string, token: string): Promise<Response> => {
    const accept = path.startsWith("/misp") ? "*/*" : "application/taxii+json;version=2.1";
    const headers = { authorization: `Bearer ${token}`, accept };
    return app.request(`${ORIGIN}${path}`, { headers });
  };
  const paths = [
    `/misp/${root}/${String(place.body["id"])}/manifest.json`,
    `/words/${root}/notices/`,
    `/${root}/collections/`,
  ];
  for (const path of paths) {
    expect([path, (await ask(path, secret)).status]).toEqual([path, 200]);
    const guesses: number[] = [];
    for (let i = 0; i < 24; i += 1) guesses.push((await ask(path, `guess${i}`)).status);
    expect([path, guesses.slice(0, 20)]).toEqual([path, Array<number>(20).fill(401)]);
    const last = await ask(path, "guess");
    expect([path, last.status, last.headers.get("retry-after")]).toEqual([path, 429, "5"]);
    expect([path, (await ask(path, secret)).status]).toEqual([path, 200]);
  }
});
