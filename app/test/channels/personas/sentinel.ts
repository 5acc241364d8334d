import { TAXII } from "../support/world.ts";
import { basic, envelopeOf, patience, query, type Kind } from "./persona.ts";

/**
 * Like Microsoft Sentinel. API root and collection id; every minute; it stops where the root does not say
 * exactly this version; a run that fails half-way is begun anew, so what it got comes again (rows 16 to 18).
 */
export const sentinel: Kind = {
  name: "Sentinel-like",
  start: (keep) => {
    let addedAfter = "2026-01-01T00:00:00.000Z";
    return {
      poll: async ({ root, collection, token, get }) => {
        const headers = { accept: TAXII, authorization: `Basic ${basic("sentinel", token)}` };
        const about = JSON.parse((await get(root, headers)).text) as { versions?: string[] };
        if (about.versions?.includes(TAXII) !== true) throw new Error("no version that it knows");
        const once = patience();
        let next: string | undefined;
        let reached = addedAfter;
        do {
          once();
          const asked = query({ added_after: addedAfter, next });
          const answered = await get(
            `${root}collections/${collection.id}/objects/${asked}`,
            headers,
          );
          const page = envelopeOf(answered);
          keep(page.objects ?? []);
          reached = answered.headers["x-taxii-date-added-last"] ?? reached;
          next = page.more === true ? page.next : undefined;
        } while (next !== undefined);
        addedAfter = reached;
      },
    };
  },
};
