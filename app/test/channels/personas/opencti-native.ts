import { TAXII } from "../support/world.ts";
import { envelopeOf, query, type Kind } from "./persona.ts";

const LAST = "x-taxii-date-added-last";

/**
 * OpenCTI's own TAXII feed. No discovery; one page a run; page 2 sends `next` and the old `added_after`;
 * the date goes through a JavaScript date, so microseconds are cut; without the header it takes its own
 * clock; an empty page after `more` drops the cursor and leaves the date (rows 1 to 6).
 */
export const openctiNative: Kind = {
  name: "OpenCTI, native, new",
  clockAhead: 300_000,
  start: (keep) => {
    let addedAfter: string | undefined;
    let next: string | undefined;
    return {
      poll: async ({ root, collection, token, clock, get }) => {
        const path = `${root}collections/${collection.id}/objects/`;
        const answered = await get(`${path}${query({ added_after: addedAfter, next })}`, {
          accept: TAXII,
          authorization: `Bearer ${token}`,
        });
        const { more, next: following, objects = [] } = envelopeOf(answered);
        keep(objects);
        if (objects.length === 0 && next !== undefined) {
          next = undefined;
          return;
        }
        const header = answered.headers[LAST];
        const isGoingOn = more === true && following !== undefined;
        next = isGoingOn ? following : undefined;
        if (!isGoingOn) addedAfter = new Date(header ?? clock()).toISOString();
      },
    };
  },
};

/** The same before it learned to let go: a cursor is kept for ever, and sent whatever comes. */
export const openctiOld: Kind = {
  name: "OpenCTI, native, old",
  start: (keep) => {
    const addedAfter = "2026-01-01T00:00:00Z";
    let next: string | undefined;
    return {
      poll: async ({ root, collection, token, get }) => {
        const path = `${root}collections/${collection.id}/objects/`;
        const answered = await get(`${path}${query({ added_after: addedAfter, next })}`, {
          accept: TAXII,
          authorization: `Basic ${basicOf(token)}`,
        });
        const { next: following, objects = [] } = envelopeOf(answered);
        keep(objects);
        next = following ?? next;
      },
    };
  },
};

function basicOf(token: string): string {
  return Buffer.from(`opencti:${token}`).toString("base64");
}
