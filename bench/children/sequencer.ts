// A sequencer of the campaign `kills`: moves the ledger of a site on, again and again, and says every
// signature it got and every checkpoint. With a point to die at it hands that in, and is otherwise
// `advance` of the site, step by step.
import { setTimeout as pause } from "node:timers/promises";
import { advanceAll } from "../../app/src/ledger/advance-all.ts";
import type { Publication, Publisher } from "../../app/src/ledger/publish.ts";
import type { SignerService } from "../../app/src/ledger/signer/connect.ts";
import { advance } from "../../app/src/site/advance.ts";
import type { SiteSettings } from "../../app/src/site/settings.ts";
import type { Site } from "../../app/src/site/site.ts";
import { dieAt, openOrEnd, readOrder, report, say, toldToStop, type Stop } from "./child.ts";

/** What a sequencer is told. */
export interface SequencerOrder {
  readonly site: SiteSettings;
  readonly stop?: Stop;
}

const PAUSE_MS = 10;

const order = readOrder<SequencerOrder>();
const told = toldToStop();
const opened = await openOrEnd(order.site);
const site: Site = { ...opened, signer: telling(opened.signer) };
const point = dieAt(order.stop);
say("open");
let size = 0;
while (!told.aborted) {
  try {
    const publication = order.stop === undefined ? await advance(site) : await advanceTo();
    if (publication !== undefined && publication.size !== size) {
      size = publication.size;
      say("note", site.origin, Buffer.from(publication.note).toString("base64"));
    }
  } catch (error) {
    report(error);
  }
  await pause(PAUSE_MS);
}
await opened[Symbol.asyncDispose]();
process.exit(0);

/** `advance` of the site with points in it. */
async function advanceTo(): Promise<Publication | undefined> {
  const partners = await site.store
    .as("app")
    .read(async ({ select }) =>
      select.selectFrom("log").select(["id", "origin"]).where("partner", "is not", null).execute(),
    );
  return (await advanceAll({ root: site.origin, partners, publisherOf, point })).root;
}

async function publisherOf(log: string): Promise<Publisher> {
  const { ledger, signer, witnesses } = site;
  const own = { store: ledger, tiles: await site.tilesOf(log), signer: signer.of(log), point };
  return log === site.origin
    ? { ...own, witnesses: witnesses.addresses, quorum: witnesses.policy }
    : own;
}

/** Says every tree that was signed, whether or not anything comes of it. */
function telling(service: SignerService): SignerService {
  return {
    ...service,
    of: (origin) => {
      const signer = service.of(origin);
      return {
        ...signer,
        sign: async (request) => {
          const lines = await signer.sign(request);
          const root = Buffer.from(request.root).toString("base64");
          say("signed", origin, String(request.size), root);
          return lines;
        },
      };
    },
  };
}
