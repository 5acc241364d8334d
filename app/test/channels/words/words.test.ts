import { describe, expect, test } from "vitest";
import { wordsApp } from "../../../src/channels/words/app.ts";
import { Buckets } from "../../../src/http/rate-limit.ts";
import { Denied } from "../../../src/usecases/people/denied.ts";
import type { RecordWord } from "../../../src/usecases/release/record-word.ts";

const ROOT = "r-4f1c9a";
const OTHER = "r-77b0de";
const NOTICE = "0d4f9b52-7a63-4f0e-9d0e-3a1f62a0c001";
const FOREIGN = "0d4f9b52-7a63-4f0e-9d0e-3a1f62a0c002";

function makeDesk(left = 1_000) {
  const taken: { readonly word: RecordWord; readonly partner: string }[] = [];
  const troubles: unknown[] = [];
  const asked = { doors: 0 };
  const app = wordsApp({
    certificateOf: () => undefined,
    outbox: {
      doorOf: async (credential) => {
        asked.doors += 1;
        return credential.kind === "secret" &&
          Buffer.from(credential.hash).toString("hex").startsWith("6d1063d4")
          ? { partner: "alder", root: ROOT, credential: "c1" }
          : undefined;
      },
      notices: async (partner) =>
        partner === "alder"
          ? [{ id: NOTICE, how: "recall", release: NOTICE, due: "2026-12-01", state: "open" }]
          : [],
      receipts: async (partner) =>
        partner === "alder"
          ? [{ release: NOTICE, collection: "c", at: "2026-11-26T08:00:00.000Z" }]
          : [],
    },
    takeWord: async (word, { partner }) => {
      if (word.about === FOREIGN) throw new Denied("not-found", `about ${FOREIGN}`, "nothing", "x");
      if (word.says === "boom") throw new Error("the database says secret things");
      if (word.kind === "feedback" && word.says === undefined) {
        throw new Denied("bad-input", "says", "it says nothing", "say what became of it");
      }
      taken.push({ word, partner });
    },
    limits: new Buckets(() => 0),
    allowances: {
      credential: { burst: left, perSecond: 1 },
      failures: { burst: left, perSecond: 1 },
    },
    onTrouble: (error) => troubles.push(error),
  });
  const ask = (path: string, init: RequestInit = {}, secret = "tell-me-alder") =>
    app.request(path, {
      ...init,
      headers: { authorization: `Bearer ${secret}`, ...(init.headers as object) },
    });
  const say = (body: string | object, type = "application/json") =>
    ask(`/${ROOT}/words/`, {
      method: "POST",
      headers: { "content-type": type },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { ask, say, taken, troubles, asked };
}

describe("what a partner says back", () => {
  test("is asked for in notices, and what it was given in receipts", async () => {
    const { ask } = makeDesk();
    expect(await (await ask(`/${ROOT}/notices/`)).json()).toEqual({
      notices: [expect.objectContaining({ id: NOTICE, how: "recall", due: "2026-12-01" })],
    });
    expect(await (await ask(`/${ROOT}/receipts/`)).json()).toEqual({
      receipts: [expect.objectContaining({ release: NOTICE })],
    });
  });

  test("is taken as the partner's own", async () => {
    const { say, taken } = makeDesk();
    const word = { about: NOTICE, kind: "destruction", says: "Destroyed at both places" };
    expect((await say(word)).status).toBe(202);
    expect(taken).toEqual([{ word, partner: "alder" }]);
  });

  test("is answered about what is another's as about what is not there", async () => {
    const { ask, say } = makeDesk();
    const answers = [
      await ask(`/${OTHER}/notices/`),
      await ask("/nowhere/notices/"),
      await ask(`/${ROOT}/nothing/`),
      await ask(`/${ROOT}/notices/x`),
      await ask(`/anything/${ROOT}/notices/`),
      await ask(`/${ROOT}/notices`),
      await say({ about: FOREIGN, kind: "acknowledgement" }),
    ];
    for (const answer of answers) expect(answer.status).toBe(404);
    const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())));
    expect([...bodies]).toEqual([JSON.stringify({ title: "There is nothing here." })]);
  });

  test("takes a credential first, whatever is asked", async () => {
    const { ask, taken } = makeDesk();
    for (const path of [`/${ROOT}/notices/`, `/${ROOT}/words/`, "/nowhere"]) {
      for (const method of ["GET", "POST", "DELETE"]) {
        const answer = await ask(path, { method }, "wrong");
        expect([path, answer.status]).toEqual([path, 401]);
        expect(answer.headers.get("www-authenticate")).toContain("Bearer");
      }
    }
    expect(taken).toEqual([]);
  });

  test.each([
    ["not json", 400],
    ['{"about":1,"about":2}', 400],
    ["[]", 422],
    ["{}", 422],
    [{ about: "../x", kind: "receipt" }, 422],
    [{ about: NOTICE, kind: "threat" }, 422],
    [{ about: NOTICE, kind: "receipt", onward: "fern" }, 422],
    [{ about: NOTICE, kind: "receipt", onward: [1] }, 422],
    [{ about: NOTICE, kind: "receipt", id: "mine" }, 422],
    [{ about: NOTICE, kind: "receipt", says: {} }, 422],
    [{ about: NOTICE, kind: "receipt", partner: "elm" }, 422],
    [{ about: NOTICE, kind: "feedback" }, 422],
    ["x".repeat(70_000), 413],
  ])("is refused where it is none: %s", async (body, status) => {
    const { say, taken } = makeDesk();
    const answer = await say(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ title: expect.stringMatching(/^[A-Z][^\n]+\.$/) });
    expect(taken).toEqual([]);
  });

  test("is JSON, posted, and not too often", async () => {
    const { ask, say } = makeDesk();
    expect((await say({ about: NOTICE, kind: "receipt" }, "text/plain")).status).toBe(415);
    const wrong = await ask(`/${ROOT}/notices/`, { method: "POST" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    const get = await ask(`/${ROOT}/words/`);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    const often = makeDesk(1);
    expect((await often.ask(`/${ROOT}/notices/`)).status).toBe(200);
    const second = await often.ask(`/${ROOT}/notices/`);
    expect([second.status, second.headers.get("retry-after")]).toEqual([429, "5"]);
  });

  test("is slowed down where it guesses, and nothing is looked up for it then", async () => {
    const { ask, asked } = makeDesk(3);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await ask("/x/notices/", {}, `g${i}`)).status);
    expect([statuses, asked.doors]).toEqual([[401, 401, 401, 429, 429, 429], 3]);
  });

  test("tells nobody outside what failed inside", async () => {
    const { say, troubles } = makeDesk();
    const answer = await say({ about: NOTICE, kind: "feedback", says: "boom" });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret");
    expect(troubles).toHaveLength(1);
  });
});
