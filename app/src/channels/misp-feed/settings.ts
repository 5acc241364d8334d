import type { Allowance, Allowances } from "../known-door.ts";

/** How feeds are served. */
export interface MispFeedSettings extends FeedAllowances {
  /** Secret, 32 bytes, the same after a restart: consumers keep the tags made with it. */
  readonly tagKey: Uint8Array;
  /** Days for which an event that was called back is still served, so that readers notice. */
  readonly recallDays: number;
  /**
   * Of lists of events that were answered: how many bytes are kept, and how long; and for how long what
   * they are made of stays when nobody asks.
   */
  readonly kept: { readonly bytes: number; readonly milliseconds: number };
}

interface FeedAllowances extends Allowances {
  /** Requests of one credential, and how many of them may be in hand at the same time. */
  readonly credential: Allowance & { readonly inHand: number };
}

/**
 * What holds where a site says nothing else. A MISP asks for one event at a time, so a first fetch is as many
 * requests as the feed has events; one that was refused it asks for again with its next fetch.
 */
export const FEED_ALLOWANCES: FeedAllowances = {
  credential: { burst: 1_000, perSecond: 20, inHand: 16 },
  failures: { burst: 20, perSecond: 0.2 },
};

/** The same of what is kept. */
export const FEED_KEPT: MispFeedSettings["kept"] = { bytes: 32_000_000, milliseconds: 600_000 };
