import { findAct } from "../../store/cases/acts.ts";
import type { Opening, OpeningOf } from "../../usecases/cases/ports.ts";
import type { Matter } from "../../usecases/cases/records.ts";
import type { Site } from "../site.ts";
import { readColleague, UUID } from "./colleagues.ts";
import { readBasis, readPeople, readPermissions, toMatter } from "./matter.ts";
import { Opener } from "./opened.ts";

/**
 * All that the opening of a case is judged and decided on, in one state of the database and few round
 * trips: what does not depend on who asks is asked for with it.
 */
export async function readOpening(asked: OpeningOf, site: Site): Promise<Opening> {
  const { act, by, item, recipients, day } = asked;
  const opener = new Opener(site.keys);
  return site.store.as("app").read(async (reader) => {
    const [taken, colleague, basis, permissions] = await Promise.all([
      UUID.test(act) ? findAct(reader, act) : undefined,
      readColleague(reader, by, day),
      UUID.test(item) ? readBasis(reader, { item, recipients, day }, opener, site) : NO_BASIS,
      UUID.test(by) ? readPermissions(reader, { recipients, day, person: by }, opener) : [],
    ]);
    if (colleague === undefined || basis.item === undefined) {
      return { taken, reader: colleague, item: basis.item, matter: nothing };
    }
    const { service } = colleague;
    const about = { item, recipients, day, service, people: [by], before: [] };
    const people = await readPeople(reader, about, permissions, [colleague]);
    const matter = (): Matter | undefined => toMatter(about, basis, permissions, people);
    return { taken, reader: colleague, item: basis.item, matter };
  });
}

const NO_BASIS = { item: undefined, versions: [], services: [] };

function nothing(): undefined {
  return undefined;
}
