import { casework, type Casework } from "../site/cases/casework.ts";
import type { Site } from "../site/site.ts";
import type { CasePorts } from "../usecases/cases/ports.ts";
import { CASE_ROLES } from "../usecases/cases/settings.ts";
import type { Ports } from "../usecases/ports.ts";

/** What the use cases of casework need, filled by an open site and the site's own file. */
export async function casePorts(site: Site, ports: Ports): Promise<CasePorts & Casework> {
  const { packs, sourceDefaults } = await ports.cases.readSite(ports.site);
  return {
    ...casework(site),
    packs: ports.packs,
    digest: ports.digest,
    canonical: (value) => ports.canonical(value),
    engine: ports.engine,
    newId: () => ports.newId(),
    now: () => ports.now(),
    settings: { ...CASE_ROLES, packs, sourceDefaults },
    readItem: (bytes, name) => ports.items.readBytes(bytes, name),
  };
}
