import type { Context } from "hono";
import type { Outbox } from "../../usecases/release/outbox.ts";
import type { KeptPage, KeptPages } from "../kept-pages.ts";
import type { RateLimits } from "../known-door.ts";
import type { ChannelEnv, DoorPorts } from "../partner-door.ts";
import type { CursorKey } from "./cursor-key.ts";
import type { TaxiiSettings } from "./settings.ts";

/** What the server is given. */
export interface TaxiiPorts extends DoorPorts {
  readonly outbox: TaxiiOutbox;
  /** UTC with milliseconds: "2026-11-26T08:00:00.000Z". */
  readonly now: () => string;
  /** A fresh UUID of version 4. */
  readonly newId: () => string;
  /** 32 bytes each, secret. The first makes cursors; those of all are taken, so keep old ones. */
  readonly cursorKeys: readonly Uint8Array[];
  readonly settings: TaxiiSettings;
  readonly limits: RateLimits;
  /** Told of what is answered with 500. */
  readonly onTrouble?: (error: unknown) => void;
}

/** The release store as far as it is needed here. */
export type TaxiiOutbox = Pick<
  Outbox,
  "doorOf" | "collections" | "manifest" | "envelope" | "holds" | "noteFetch" | "takeIn" | "status"
>;

/** What every request is handled with. */
export interface Ground extends TaxiiPorts {
  readonly keys: readonly CursorKey[];
  readonly pages: KeptPages<ReadyPage>;
  /** Requests in hand, by credential. */
  readonly inHand: Map<string, number>;
}

/** A page as it is answered. */
export interface ReadyPage extends KeptPage {
  readonly headers: Readonly<Record<string, string>>;
}

export type Ask = Context<ChannelEnv>;
