import { Hono, type Context } from "hono";
import type { Door, Outbox } from "../../usecases/release/outbox.ts";
import { inHand, TOO_MANY } from "../in-hand.ts";
import { KeptPages } from "../kept-pages.ts";
import { knownDoor, TOO_OFTEN, type LimitPorts } from "../known-door.ts";
import { CHALLENGE, partnerDoor, type ChannelEnv, type DoorPorts } from "../partner-door.ts";
import { feedFile, type FeedFile, type FeedGround } from "./feed-file.ts";
import { FeedReader, type FeedPlace } from "./read-feed.ts";
import type { MispFeedSettings } from "./settings.ts";
import { isKnown } from "./validator.ts";

/** What the feed is given. */
export interface MispFeedPorts extends DoorPorts, LimitPorts {
  readonly outbox: Pick<Outbox, "doorOf" | "manifest" | "objects" | "noteFetch">;
  /** UTC with milliseconds: "2026-11-26T08:00:00.000Z". */
  readonly now: () => string;
  readonly settings: MispFeedSettings;
  /** Told of what is answered with 500. */
  readonly onTrouble?: (error: unknown) => void;
}

interface Feed {
  readonly door: Door;
  readonly place: FeedPlace;
}

/**
 * A MISP feed for each partner: /{root}/{collection}/manifest.json, hashes.csv and {uuid}.json. It
 * answers 200, 304, 401, 404 and 405, 429 and 503 to who asks too much, and never redirects: a MISP would
 * send its credentials along. What another partner has, what is not there and what is no file of a feed are
 * answered alike.
 *
 * Source: MISP core format, section "Feeds", and how a MISP server reads them.
 */
export function mispFeedApp(ports: MispFeedPorts): Hono<ChannelEnv> {
  const { settings, now } = ports;
  const reader = new FeedReader(ports.outbox, settings.kept);
  const ground: FeedGround = { reader, lists: new KeptPages(settings.kept), settings, now };
  const counts = new Map<string, number>();
  const asked = (c: Context, work: (door: Door) => Response | Promise<Response>) =>
    asPartner(c, work, counts, ports);
  const app = new Hono<ChannelEnv>();
  app.onError((error, c) => {
    ports.onTrouble?.(error);
    return plain(c, 500, "The server has failed.");
  });
  app.get("/:root/:collection/:file", (c) =>
    asked(c, async (door) => {
      const { root, file } = c.req.param();
      const feed = root === door.root ? feedOf(door) : undefined;
      const answer = feed && (await feedFile(file, feed.place, ground));
      return feed && answer ? send(c, feed, answer, ports) : nothing(c);
    }),
  );
  app.get("*", (c) => asked(c, () => nothing(c)));
  app.all("*", (c) => plain(c, 405, "Only GET and HEAD.", { allow: "GET, HEAD" }));
  return app;
}

/** Who asks is known first, whatever is asked, and how much of it. */
async function asPartner(
  c: Context<ChannelEnv>,
  work: (door: Door) => Response | Promise<Response>,
  counts: Map<string, number>,
  ports: MispFeedPorts,
): Promise<Response> {
  const { settings } = ports;
  // Its collection is looked up with whoever asks, and found where it is the partner's own.
  const look = (): Promise<Door | undefined> => partnerDoor(c, ports, c.req.param("collection"));
  const door = await knownDoor(c, { channel: "misp", allowances: settings, look }, ports);
  if (door === undefined) return notIn(c);
  if (door === "too-often") return plain(c, 429, TOO_OFTEN.says, TOO_OFTEN.headers);
  const most = settings.credential.inHand;
  const answer = await inHand(counts, door.credential, most, () => work(door));
  return answer === "too-many" ? plain(c, 503, TOO_MANY.says, TOO_MANY.headers) : answer;
}

function feedOf({ collection, ...door }: Door): Feed | undefined {
  if (collection?.medium !== "misp-feed" || !collection.canRead) return undefined;
  const { id, state } = collection;
  return { door, place: { partner: door.partner, collection: id, state } };
}

/** Notes first and then answers: what was read without its line in the log was not read. */
async function send(
  c: Context,
  { door, place }: Feed,
  { tag, rows, body, mediaType }: FeedFile,
  { outbox }: MispFeedPorts,
): Promise<Response> {
  const hasIt = isKnown(c.req.header("if-none-match"), tag);
  await outbox.noteFetch(door, place.collection, hasIt ? [] : rows, readerOf(c));
  const headers = { ...HEADERS, etag: tag };
  if (hasIt) return c.body(null, 304, headers);
  return c.body(body(), 200, { ...headers, "content-type": mediaType });
}

/** The uuid that a MISP gives its instance; nothing else that somebody could write there. */
function readerOf(c: Context): string | undefined {
  const text = c.req.header("misp-uuid")?.toLowerCase() ?? "";
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
}

/** A reader may keep it, but must ask each time; nobody between may. */
const HEADERS = {
  "cache-control": "private, no-cache",
  vary: "Authorization",
  "x-content-type-options": "nosniff",
};

function notIn(c: Context): Response {
  const text =
    "Nobody is known by what was shown: the credential may be wrong, ended or not for this address.";
  return plain(c, 401, text, { "www-authenticate": CHALLENGE });
}

function nothing(c: Context): Response {
  return plain(c, 404, "There is nothing here.");
}

function plain(
  c: Context,
  status: 401 | 404 | 405 | 429 | 500 | 503,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Response {
  return c.text(`${text}\n`, status, { ...HEADERS, ...more });
}
