import type { Memory } from "../usecases/memory.ts";
import { ledgerMemory } from "./ledger-memory.ts";
import { recipients } from "./release/recipients.ts";
import type { SiteSettings } from "./settings.ts";
import { openSite } from "./site.ts";
import { verdictMemory } from "./verdict-memory.ts";

/** Opens a site and gives it the shape the use cases ask for. Rejects as `openSite` does. */
export async function openMemory(settings: SiteSettings): Promise<Memory> {
  const site = await openSite(settings);
  return {
    verdicts: verdictMemory(site),
    ledger: ledgerMemory(site),
    recipients: () => recipients(site),
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}
