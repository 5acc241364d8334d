import type { SiteFile } from "../core/case.ts";
import type { Grounds } from "../core/deciding/decide.ts";
import type { Item } from "../core/item.ts";
import { equivalencesFor } from "./equivalences.ts";
import type { Request } from "../core/request.ts";
import { decideOne, loadPacks } from "./decide.ts";
import { gatherFacts, toRecipients } from "./gather.ts";
import type { Ports } from "./ports.ts";
import type { VerdictRecord } from "./record.ts";

/** Who may have this item: one verdict for every registered partner and group. */
export async function whoMayHave(
  path: string,
  sitePath: string,
  request: Request,
  now: string,
  ports: Ports,
): Promise<{ readonly item: Item; readonly verdicts: readonly VerdictRecord[] }> {
  const site = await ports.cases.readSite(sitePath);
  const packs = await loadPacks(site.packs, sitePath, ports);
  const item = await ports.items.readItem(path);
  const grounds = groundsOf(item, site, request, now);
  const recipients = toRecipients(site.partners, site.groups, sitePath);
  return {
    item,
    verdicts: recipients.map((recipient) => decideOne({ ...grounds, recipient }, packs, ports)),
  };
}

/** What every partner's verdict on an item rests on, without the partner. */
export function groundsOf(
  item: Item,
  site: SiteFile,
  request: Request,
  now: string,
): Omit<Grounds, "recipient"> {
  const { sheet, notes } = gatherFacts(item, [], site.sourceDefaults);
  return {
    item: item.name,
    facts: sheet,
    notes,
    own: site.own,
    request,
    performed: [],
    people: site.people,
    equivalences: equivalencesFor(sheet),
    now,
  };
}
