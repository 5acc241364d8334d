// The server of the row `taxii`: the TAXII server over a site's database, and beside it a bare Hono handler
// that answers with the bytes of the page it is shown. Says "open" with both addresses.
import { randomUUID } from "node:crypto";
import { taxiiApp } from "../../app/src/channels/taxii/app.ts";
import { taxiiSettings } from "../../app/src/channels/taxii/settings.ts";
import { Buckets } from "../../app/src/http/rate-limit.ts";
import { serve, type Answering } from "../../app/src/http/serve.ts";
import { outboxOf } from "../../app/src/site/release/outbox.ts";
import type { Site } from "../../app/src/site/site.ts";
import { openStore } from "../../app/src/store/open-store.ts";
import { barePage } from "../../app/test/channels/support/bare-page.ts";
import { readOrder, say, toldToStop } from "./child.ts";

/** What the server is told. */
export interface TaxiiServerOrder {
  readonly home: string;
}

const HOST = "127.0.0.1";
const PLENTY = { burst: 1e9, perSecond: 1e9 };

const { home } = readOrder<TaxiiServerOrder>();
const told = toldToStop();
const store = await openStore({ home });
// Reading takes no keys and no ledger: those of a site that are not there would be missed at once.
const outbox = outboxOf({ store } as Pick<Site, "store"> as Site);
const bare = barePage();
let app: Answering = bare;
const taxii = await serve(
  { fetch: (request, env) => app.fetch(request, env) },
  { host: HOST, port: 0 },
);
const url = `http://${HOST}:${taxii.port}`;
app = taxiiApp({
  outbox,
  now: () => new Date().toISOString(),
  newId: randomUUID,
  cursorKeys: [new Uint8Array(32).fill(1)],
  settings: taxiiSettings({ url, credential: { ...PLENTY, inHand: 1_000 }, failures: PLENTY }),
  limits: new Buckets(() => Date.now()),
  certificateOf: () => undefined,
  onTrouble: (error) => say("trouble", String(error)),
});
const beside = await serve(bare, { host: HOST, port: 0 });
say("open", url, `http://${HOST}:${beside.port}/page`);
await new Promise((resolve) => told.addEventListener("abort", resolve, { once: true }));
await Promise.all([taxii.stop(), beside.stop()]);
await store.close();
process.exit(0);
