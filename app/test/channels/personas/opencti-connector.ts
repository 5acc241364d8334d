import { TAXII } from "../support/world.ts";
import { basic, envelopeOf, patience, query, type Kind } from "./persona.ts";

/**
 * OpenCTI's taxii2 connector. Finds the root by its last path segment and the collection by its title, from
 * a setting that it splits at "." and ","; drops `added_after` on page 2; keeps the time at which the run
 * began, by its own clock (row 9).
 */
export const openctiConnector: Kind = {
  name: "OpenCTI, taxii2 connector",
  start: (keep) => {
    let since: string | undefined;
    return {
      poll: async ({ root, collection, token, clock, get }) => {
        const began = new Date(clock()).toISOString();
        const headers = { accept: TAXII, authorization: `Basic ${basic(token, "")}` };
        const setting = `${root.split("/").at(-2)}.${collection.title}`;
        const [segment, title] = setting.split(",")[0]?.split(".") ?? [];
        const { api_roots = [] } = JSON.parse((await get("/taxii2/", headers)).text) as {
          api_roots?: string[];
        };
        const found = api_roots.find((url) => url.split("/").at(-2) === segment) ?? "";
        const { pathname } = new URL(found);
        const list = JSON.parse((await get(`${pathname}collections/`, headers)).text) as {
          collections: { id: string; title: string }[];
        };
        const { id = "" } = list.collections.find((one) => one.title === title) ?? {};
        const once = patience();
        let next: string | undefined;
        do {
          once();
          const asked = query(next === undefined ? { added_after: since } : { next });
          const page = envelopeOf(
            await get(`${pathname}collections/${id}/objects/${asked}`, headers),
          );
          keep(page.objects ?? []);
          next = page.more === true ? page.next : undefined;
        } while (next !== undefined);
        since = began;
      },
    };
  },
};
