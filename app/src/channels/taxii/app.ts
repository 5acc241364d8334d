import { Hono } from "hono";
import type { Door } from "../../usecases/release/outbox.ts";
import { inHand, TOO_MANY } from "../in-hand.ts";
import { KeptPages } from "../kept-pages.ts";
import type { ChannelEnv } from "../partner-door.ts";
import { authenticate } from "./authenticate.ts";
import { CursorKey } from "./cursor-key.ts";
import { handle } from "./handle.ts";
import { acceptsTaxii } from "./media-type.ts";
import type { Ask, Ground, TaxiiPorts } from "./ports.ts";
import { locate, methodsOf, type Located, type Route } from "./route.ts";
import { answerError, nothingHere, TaxiiError } from "./taxii-error.ts";

/**
 * The TAXII 2.1 server (OASIS Standard, 10 June 2021) as a function from request to response: an API root
 * and collections for each partner, read from the release store alone. Mount it where `settings.url` says.
 *
 * Whoever asks is known first, or gets the same 401 for every address. Then another partner's root, an
 * unknown address, a foreign collection and an absent object get the same 404. Whatever goes wrong is
 * answered with an error message of the standard.
 */
export function taxiiApp(ports: TaxiiPorts): Hono<ChannelEnv> {
  const keys = ports.cursorKeys.map((secret) => new CursorKey(secret));
  if (keys.length === 0) throw new RangeError("give a key to make cursors with");
  const pages: Ground["pages"] = new KeptPages(ports.settings.kept);
  const ground: Ground = { ...ports, keys, pages, inHand: new Map() };
  const base = new URL(ports.settings.url).pathname.replace(/\/$/, "");
  const app = new Hono<ChannelEnv>();
  app.all("*", async (c) => {
    try {
      return await respond(c, base, ground);
    } catch (error) {
      if (error instanceof TaxiiError) return answerError(error, c);
      ports.onTrouble?.(error);
      return answerError(new TaxiiError(500, "The server has failed; try again later."), c);
    }
  });
  return app;
}

async function respond(c: Ask, base: string, ground: Ground): Promise<Response> {
  refuseOlder(c);
  const { pathname, search } = new URL(c.req.url);
  const located = locate(pathname, base);
  const door = await authenticate(c, collectionIn(located?.route), ground);
  const route = routeOf(c, located, door, `${pathname}/${search}`);
  if (!acceptsTaxii(c.req.header("accept"))) throw notAcceptable();
  const { credential } = door;
  const { inHand: counts, settings } = ground;
  const answered = await inHand(counts, credential, settings.credential.inHand, () =>
    handle(c, door, route, ground),
  );
  if (answered !== "too-many") return answered;
  throw new TaxiiError(503, TOO_MANY.says, TOO_MANY.headers);
}

/** The collection that an address names; it is looked up with whoever asks. */
function collectionIn(route: Route | undefined): string | undefined {
  return route !== undefined && "collection" in route ? route.collection : undefined;
}

/** Under the partner's own root or at discovery; the method is looked at last. */
function routeOf(c: Ask, located: Located | undefined, door: Door, location: string): Route {
  const root = located?.route.root ?? door.root;
  if (located === undefined || root !== door.root) throw nothingHere();
  if (!located.hasSlash) {
    throw new TaxiiError(308, "The address ends in a slash.", { location });
  }
  const methods = methodsOf(located.route);
  if (!methods.includes(c.req.method)) {
    const allow = methods.join(", ");
    throw new TaxiiError(405, `Use ${allow}.`, { allow });
  }
  return located.route;
}

/** What TAXII 1.x clients send (TAXII 1.1 HTTP binding, section 3): whoever they are, it will not work. */
function refuseOlder(c: Ask): void {
  const names = ["x-taxii-content-type", "x-taxii-accept", "x-taxii-services", "x-taxii-protocol"];
  if (names.every((name) => c.req.header(name) === undefined)) return;
  throw new TaxiiError(
    406,
    "This is a TAXII 2.1 server and TAXII 1.x is not served here: use a client for TAXII 2.1.",
  );
}

function notAcceptable(): TaxiiError {
  const text =
    "This server speaks TAXII 2.1: send the header Accept: application/taxii+json;version=2.1.";
  return new TaxiiError(406, text);
}
