import { TAXII } from "../support/world.ts";
import { basic, envelopeOf, patience, query, type Kind } from "./persona.ts";

/**
 * MISP's page for TAXII servers. Writes "basic" in lower case, sends a Content-Type with GET, asks for 50, and
 * always has a `next`, possibly empty (row 19).
 */
export const misp: Kind = {
  name: "MISP TAXII page",
  start: (keep) => {
    let addedAfter: string | undefined;
    return {
      poll: async ({ root, collection, token, get }) => {
        const headers = {
          accept: TAXII,
          "content-type": TAXII,
          authorization: `basic ${basic(token, "x")}`,
        };
        const once = patience();
        let next = "";
        let reached = addedAfter;
        do {
          once();
          const asked = query({ added_after: addedAfter, limit: "50", next });
          const answered = await get(
            `${root}collections/${collection.id}/objects/${asked}`,
            headers,
          );
          const page = envelopeOf(answered);
          keep(page.objects ?? []);
          reached = answered.headers["x-taxii-date-added-last"] ?? reached;
          next = page.next ?? "";
        } while (next !== "");
        addedAfter = reached;
      },
    };
  },
};
