import type { Collection, Door } from "../../usecases/release/outbox.ts";
import { answer } from "./answer.ts";
import { answerPage } from "./pages.ts";
import type { Ask, Ground } from "./ports.ts";
import { readSent } from "./body.ts";
import {
  apiRoot,
  collectionList,
  collectionResource,
  discovery,
  isTaxii,
  statusResource,
} from "./resources.ts";
import type { Route } from "./route.ts";
import { toIntakeObject } from "./sent-object.ts";
import { nothingHere, TaxiiError } from "./taxii-error.ts";

/** Answers a request of a partner at its own API root, by a method that the address takes. */
export async function handle(c: Ask, door: Door, route: Route, ground: Ground): Promise<Response> {
  const { outbox, settings } = ground;
  switch (route.kind) {
    case "discovery":
      return answer(c, discovery(door, settings));
    case "root":
      return answer(c, apiRoot(settings));
    case "status":
      return answerStatus(c, door, route.id, ground);
    case "collections":
      return answer(c, collectionList(await outbox.collections(door.partner)));
    case "collection":
      return answer(c, collectionResource(collectionOf(door)));
    default:
      return answerContent(c, door, route, ground);
  }
}

type ContentRoute = Extract<
  Route,
  { readonly kind: "manifest" | "objects" | "object" | "versions" }
>;

async function answerContent(
  c: Ask,
  door: Door,
  route: ContentRoute,
  ground: Ground,
): Promise<Response> {
  const collection = collectionOf(door);
  if (c.req.method === "POST") return takeIn(c, door, collection, ground);
  if (c.req.method === "DELETE") return refuseDelete(collection);
  if (!collection.canRead) throw nothingHere();
  const object = "object" in route ? route.object : "";
  return answerPage(c, { door, collection, kind: route.kind, object }, ground);
}

/** What is not this partner's was looked up as what is not there, and in no other way. */
function collectionOf({ collection }: Door): Collection {
  if (collection === undefined || !isTaxii(collection)) throw nothingHere();
  return collection;
}

/** Takes in what a partner sent: it is kept when this answers, and waits for somebody of the desk. */
async function takeIn(
  c: Ask,
  door: Door,
  collection: Collection,
  ground: Ground,
): Promise<Response> {
  if (!collection.canWrite) throw nothingHere();
  const sent = await readSent(c, ground.settings);
  const at = ground.now();
  const objects = sent.map((one, i) => toIntakeObject(one, `objects[${i}]`, at));
  const intake = { id: ground.newId(), at, objects };
  await ground.outbox.takeIn(door, collection.id, intake);
  return answer(c, statusResource(intake), 202);
}

/** What was released is called back, and not deleted by a reader; no collection is read and written. */
function refuseDelete({ canRead, canWrite }: Collection): never {
  if (!canRead && !canWrite) throw nothingHere();
  throw new TaxiiError(403, "Objects of this collection cannot be deleted.");
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

async function answerStatus(
  c: Ask,
  { partner }: Door,
  id: string,
  { outbox }: Ground,
): Promise<Response> {
  const intake = UUID.test(id) ? await outbox.status(partner, id) : undefined;
  if (intake === undefined) throw nothingHere();
  return answer(c, statusResource(intake));
}
