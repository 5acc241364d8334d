import { requireColleague, requireRole } from "../colleague.ts";
import { requireItemNeed } from "../need.ts";
import type { CasePorts } from "../ports.ts";
import type { KnownItem } from "../records.ts";

/**
 * Shows what is known of an item, not its bytes, to somebody on the desk of a service that holds it. The
 * read is noted before anything is handed out. Rejects with Denied "not-allowed", or "not-found", and then
 * raises an alarm where there is no need to know it.
 */
export async function readItem(id: string, by: string, ports: CasePorts): Promise<KnownItem> {
  const day = ports.now().slice(0, 10);
  const reader = await requireColleague(by, day, ports);
  const { desk, ladder } = ports.settings.rules;
  requireRole(reader, [...desk, ...ladder.flat()], day, "the item");
  const item = await requireItemNeed(id, await ports.items.find(id), reader, "read", ports);
  await ports.cases.noteRead(by, "item", id);
  return item;
}
