import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toConfig } from "../../src/config.ts";
import { makeContext } from "../../src/context.ts";
import type { SiteFile } from "../../src/core/case.ts";
import type { Pack } from "../../src/core/pack.ts";
import type { Recipient } from "../../src/core/partner.ts";
import { loadPacks } from "../../src/usecases/decide.ts";
import { toRecipients } from "../../src/usecases/gather.ts";
import type { Ports } from "../../src/usecases/ports.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The product as it comes, on the scenario's site and without imported actors. */
export function connectToScenario(): Ports {
  const env = { CAVEAT_HOME: join(tmpdir(), "caveat-without-imports") };
  return makeContext(toConfig(env, ROOT), "test");
}

/** A site with everything that is needed to decide for everybody. */
export interface OpenSite {
  readonly site: SiteFile;
  readonly recipients: readonly Recipient[];
  readonly packs: readonly Pack[];
}

/** Reads the site that the ports name, and its packs. */
export async function openSite(ports: Ports): Promise<OpenSite> {
  const site = await ports.cases.readSite(ports.site);
  const packs = await loadPacks(site.packs, ports.site, ports);
  return { site, recipients: toRecipients(site.partners, site.groups, ports.site), packs };
}
