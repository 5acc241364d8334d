import { afterAll, beforeAll } from "vitest";
import { serve, type Answering, type Serving } from "../../../src/http/serve.ts";
import type { Scope } from "../../../src/usecases/people/scope.ts";
import { CaseDesk, type Colleague } from "../../http/support/case-desk.ts";

/** A desk that is really served, since commands ask it over HTTP, and an officer there. */
export interface ServedDesk {
  readonly desk: CaseDesk;
  readonly officer: Colleague;
  /** What a command is given: where the desk is, and a token of the officer's with these scopes. */
  envFor(scopes: readonly Scope[]): Promise<Readonly<Record<string, string>>>;
}

/** One for the tests of a file, opened before the first and closed after the last. */
export function useServedDesk(): () => ServedDesk {
  let serving: Serving | undefined;
  let served: ServedDesk | undefined;
  beforeAll(async () => {
    let app: Answering = { fetch: () => new Response(null, { status: 503 }) };
    const answering: Answering = { fetch: (asked, given) => app.fetch(asked, given) };
    serving = await serve(answering, { host: "127.0.0.1", port: 0 });
    const origin = `http://localhost:${serving.port}`;
    const desk = await CaseDesk.open({ origin });
    app = desk.app;
    const officer = await desk.hire("officer");
    const envFor = async (scopes: readonly Scope[]): Promise<Readonly<Record<string, string>>> => {
      const expires = new Date(Date.parse(desk.clock.now()) + 86_400_000).toISOString();
      await officer.signIn();
      const token = await officer.post("/tokens", { machine: "the sender", scopes, expires });
      return { CAVEAT_SERVER: origin, CAVEAT_TOKEN: String(token.body["secret"]) };
    };
    served = { desk, officer, envFor };
  }, 120_000);
  afterAll(async () => {
    await serving?.stop();
    await served?.desk[Symbol.asyncDispose]();
  });
  return () => {
    if (served === undefined) throw new Error("the desk is served inside tests only");
    return served;
  };
}
