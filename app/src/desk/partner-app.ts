import { randomUUID } from "node:crypto";
import { Hono, type Context } from "hono";
import { mispFeedApp } from "../channels/misp-feed/app.ts";
import { FEED_ALLOWANCES, FEED_KEPT } from "../channels/misp-feed/settings.ts";
import type { ChannelEnv } from "../channels/partner-door.ts";
import { taxiiApp } from "../channels/taxii/app.ts";
import { taxiiSettings } from "../channels/taxii/settings.ts";
import { wordsApp } from "../channels/words/app.ts";
import { clientKey } from "../http/client-certificate.ts";
import { Buckets } from "../http/rate-limit.ts";
import { outboxOf } from "../site/release/outbox.ts";
import type { Site } from "../site/site.ts";
import type { ReleasePorts } from "../usecases/release/ports.ts";
import { takeWord } from "../usecases/release/record-word.ts";

/** Names under which the key directory keeps what cursors and tags are made with. */
const CURSORS = "channel-cursors";
const TAGS = "channel-tags";
/** Days for which a feed still serves an event that was called back. */
const RECALL_DAYS = 365;
/** Words of one partner, and credentials of an address that were none. */
const WORDS = {
  credential: { burst: 60, perSecond: 1 },
  failures: { burst: 20, perSecond: 0.2 },
};

/**
 * What partners reach, and nothing else of the desk: TAXII at its root, the MISP feed below /misp, what
 * they say back below /words. It reads the release store under the role that sees nothing else.
 *
 * `url`: where partners reach it, "https://share.example". Throws a Refusal for one that they may not
 * be sent to.
 */
export async function partnerApp(
  url: string,
  site: Site,
  ports: ReleasePorts,
): Promise<Hono<ChannelEnv>> {
  const outbox = outboxOf(site);
  const limits = new Buckets(() => Date.now());
  const certificateOf = (c: Context): Uint8Array | undefined =>
    clientKey(c.env?.incoming?.socket, Date.now());
  const onTrouble = (error: unknown): void =>
    site.onTrouble(`for a partner: ${error instanceof Error ? error.message : String(error)}`);
  const shared = { outbox, certificateOf, onTrouble, limits, now: () => ports.now() };
  const [cursors, tags] = await Promise.all([site.keys.make(CURSORS), site.keys.make(TAGS)]);
  const app = new Hono<ChannelEnv>();
  const settings = taxiiSettings({ url });
  const feeds = { tagKey: tags.bytes, recallDays: RECALL_DAYS, kept: FEED_KEPT };
  app.route("/misp", mispFeedApp({ ...shared, settings: { ...FEED_ALLOWANCES, ...feeds } }));
  app.route(
    "/words",
    wordsApp({
      ...shared,
      allowances: WORDS,
      takeWord: (word, door) => takeWord(word, door, ports),
    }),
  );
  const cursorKeys = [cursors.bytes];
  app.route("/", taxiiApp({ ...shared, newId: randomUUID, cursorKeys, settings }));
  return app;
}
