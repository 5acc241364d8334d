import type { Site } from "../site.ts";
import { outboxOf } from "./outbox.ts";

/** Objects that are asked for at one time. */
const MOST = 500;
const DAY = 86_400_000;

/** What `created` says in the objects with these ids that a partner is shown, by id. */
export async function createdAt(
  partner: string,
  collection: string,
  ids: readonly string[],
  site: Site,
): Promise<ReadonlyMap<string, string>> {
  // What is dated ahead counts too: it is on its way.
  const outbox = outboxOf(site, () => new Date(Date.now() + DAY).toISOString());
  const found = new Map<string, string>();
  for (let at = 0; at < ids.length; at += MOST) {
    const asked = ids.slice(at, at + MOST);
    const wanted = { ids: asked, limit: MOST, mostBytes: Number.MAX_SAFE_INTEGER };
    const { rows } = await outbox.objects(partner, collection, wanted);
    for (const { id, body } of rows) {
      const { created } = JSON.parse(Buffer.from(body).toString()) as {
        readonly created?: unknown;
      };
      if (typeof created === "string") found.set(id, created);
    }
  }
  return found;
}
