import { TAXII } from "../support/world.ts";
import { basic, envelopeOf, patience, query, type Kind } from "./persona.ts";

const TYPES = "indicator,malware,report,relationship,identity,marking-definition";

/**
 * Cortex XSOAR, and MineMeld before it. The cursor is the highest `modified` it has seen, sent as
 * `added_after`; a list of types; 100 at a time; it stops at the first page without objects; the
 * collection is found by its title, the root is the default one (rows 13, 14).
 */
export const xsoar: Kind = {
  name: "Cortex XSOAR",
  start: (keep) => {
    let highest: string | undefined;
    return {
      poll: async ({ collection, token, get }) => {
        const headers = { accept: TAXII, authorization: `Basic ${basic("_api_token_key", token)}` };
        const start = JSON.parse((await get("/taxii2/", headers)).text) as { default: string };
        const { pathname } = new URL(start.default);
        const list = JSON.parse((await get(`${pathname}collections/`, headers)).text) as {
          collections: { id: string; title: string }[];
        };
        const { id = "" } = list.collections.find(({ title }) => title === collection.title) ?? {};
        const filters = { added_after: highest, "match[type]": TYPES, limit: "100" };
        const once = patience();
        let next: string | undefined;
        do {
          once();
          const asked = query({ ...filters, next });
          const page = envelopeOf(
            await get(`${pathname}collections/${id}/objects/${asked}`, headers),
          );
          const { objects = [] } = page;
          if (objects.length === 0) return;
          keep(objects);
          for (const { modified } of objects) {
            const at = String(modified);
            if (highest === undefined || at > highest) highest = at;
          }
          next = page.more === true ? page.next : undefined;
        } while (next !== undefined);
      },
    };
  },
};
