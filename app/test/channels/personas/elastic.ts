import { TAXII } from "../support/world.ts";
import { envelopeOf, patience, query, type Kind } from "./persona.ts";

/**
 * Elastic's custom threat feed (CEL). Its setting is the address of the objects; the first date has no
 * fraction; it follows `next` alone and never looks at `more`; page 2 has `next` and `limit` only; what it
 * keeps is the last header, and a page without one makes it begin anew (row 15).
 */
export const elastic: Kind = {
  name: "Elastic ti_custom",
  start: (keep) => {
    const initial = "2026-01-01T00:00:00Z";
    let last: string | undefined = initial;
    return {
      poll: async ({ root, collection, token, get }) => {
        const path = `${root}collections/${collection.id}/objects/`;
        const headers = {
          accept: TAXII,
          "content-type": TAXII,
          authorization: `Bearer ${token}`,
        };
        const once = patience();
        let next: string | undefined;
        do {
          once();
          const asked =
            next === undefined ? { added_after: last, limit: "50" } : { next, limit: "50" };
          const answered = await get(`${path}${query(asked)}`, headers);
          const page = envelopeOf(answered);
          keep(page.objects ?? []);
          last = answered.headers["x-taxii-date-added-last"] ?? initial;
          next = page.next;
        } while (next !== undefined);
      },
    };
  },
};
