import { Hono, type Context } from "hono";
import { Denied } from "../../usecases/people/denied.ts";
import type { Door, Outbox } from "../../usecases/release/outbox.ts";
import type { RecordWord } from "../../usecases/release/record-word.ts";
import { knownDoor, TOO_OFTEN, type Allowances, type LimitPorts } from "../known-door.ts";
import { CHALLENGE, partnerDoor, type ChannelEnv, type DoorPorts } from "../partner-door.ts";
import { readWord } from "./read-word.ts";

/** What the partners' words are given. */
export interface WordsPorts extends DoorPorts, LimitPorts {
  readonly outbox: Pick<Outbox, "doorOf" | "notices" | "receipts">;
  /** Rejects with Denied "not-found" and "bad-input". */
  readonly takeWord: (word: RecordWord, door: Door) => Promise<void>;
  readonly allowances: Allowances;
  /** Told of what is answered with 500. */
  readonly onTrouble?: (error: unknown) => void;
}

type Answer = 200 | 202 | 400 | 401 | 404 | 405 | 413 | 415 | 422 | 429 | 500;

/**
 * What a partner says back, and what it is asked:
 *
 *   GET  /{root}/notices/    what it is asked to take back or to replace, until it has confirmed
 *   GET  /{root}/receipts/   what it was given, and when
 *   POST /{root}/words/      a receipt, an acknowledgement, a destruction statement, feedback
 *
 * The secret is the partner's own, as on every channel. What is another partner's is answered as what
 * does not exist; sent again under the same id a word is taken once.
 */
export function wordsApp(ports: WordsPorts): Hono<ChannelEnv> {
  const app = new Hono<ChannelEnv>();
  app.onError((error, c) => {
    if (error instanceof Denied) return refuse(error, c);
    ports.onTrouble?.(error);
    return say(c, 500, "The server has failed; try again later.");
  });
  app.all("/:root/:what/", (c) =>
    asPartner(c, ports, (door) => respond(c, c.req.param(), door, ports)),
  );
  app.all("*", (c) => asPartner(c, ports, () => nothing(c)));
  return app;
}

/** Who asks is known first, whatever is asked. */
async function asPartner(
  c: Context<ChannelEnv>,
  ports: WordsPorts,
  work: (door: Door) => Response | Promise<Response>,
): Promise<Response> {
  const { allowances } = ports;
  const look = (): Promise<Door | undefined> => partnerDoor(c, ports);
  const door = await knownDoor(c, { channel: "words", allowances, look }, ports);
  if (door === "too-often") return say(c, 429, TOO_OFTEN.says, TOO_OFTEN.headers);
  if (door !== undefined) return work(door);
  const challenge = { "www-authenticate": CHALLENGE };
  return say(c, 401, "Show a credential that is valid.", challenge);
}

async function respond(
  c: Context,
  { root, what }: { readonly root: string; readonly what: string },
  door: Door,
  ports: WordsPorts,
): Promise<Response> {
  const isKnown = what === "words" || what === "notices" || what === "receipts";
  if (root !== door.root || !isKnown) return nothing(c);
  const method = what === "words" ? "POST" : "GET";
  if (c.req.method !== method && !(method === "GET" && c.req.method === "HEAD")) {
    return say(c, 405, `Use ${method}.`, { allow: method === "GET" ? "GET, HEAD" : method });
  }
  const { outbox } = ports;
  if (what === "notices") return json(c, 200, { notices: await outbox.notices(door.partner) });
  if (what === "receipts") return json(c, 200, { receipts: await outbox.receipts(door.partner) });
  const read = await readWord(c.req.raw);
  if ("problem" in read) return say(c, read.status, read.problem);
  await ports.takeWord(read.word, door);
  return json(c, 202, { taken: true });
}

/** Only what the partner itself sent is spoken of; why something is not there is not said. */
function refuse({ code, message }: Denied, c: Context): Response {
  return code === "bad-input" ? say(c, 422, `The word was not taken: ${message}.`) : nothing(c);
}

function nothing(c: Context): Response {
  return say(c, 404, "There is nothing here.");
}

const HEADERS = {
  "cache-control": "no-store",
  vary: "Authorization",
  "x-content-type-options": "nosniff",
};

function json(c: Context, status: Answer, body: object): Response {
  return c.json(body, status, HEADERS);
}

function say(
  c: Context,
  status: Answer,
  title: string,
  more: Readonly<Record<string, string>> = {},
): Response {
  return c.json({ title }, status, { ...HEADERS, ...more });
}
