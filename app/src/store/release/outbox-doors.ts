import { sql } from "kysely";
import type { Moment } from "../column.ts";
import { lookup, type Lookup } from "../transaction/statement.ts";

/** Some that are asked about, as columns. */
export interface DoorsAsked {
  readonly kinds: readonly string[];
  /** What is shown, by its hash. */
  readonly hashes: readonly Uint8Array[];
  /** Of the place that each asks for: its id, else its alias; null where none is meant. */
  readonly ids: readonly (string | null)[];
  readonly aliases: readonly (string | null)[];
  readonly now: Moment;
}

export interface DoorRow {
  /** Which of those asked about it is, from 1. */
  readonly nth: number;
  readonly partner: string;
  readonly root: string;
  readonly credential: string;
  readonly addresses: string;
  /** All of these are null where the partner has no such place. */
  readonly id: string | null;
  readonly alias: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly medium: string | null;
  readonly canWrite: boolean | null;
  /** Null where nothing was ever shown there. */
  readonly state: string | null;
  readonly lastAdded: Moment | null;
}

/**
 * Whose credentials these are, with the place that each asks for, where it is the partner's own. No row
 * for one that is unknown, has ended, or does not count at this moment. The same look-up, whatever becomes
 * of it.
 */
export const findDoors: Lookup<DoorsAsked, DoorRow> = lookup((query, asked) =>
  query
    .selectFrom(
      sql<DoorRow>`(
        select asked.nth, c.partner, r.segment as root, c.id as credential, c.addresses,
          p.id, p.alias, p.title, p.description, p.medium, p.can_write as "canWrite", h.state,
          h.date_added as "lastAdded"
        from unnest(${asked.kinds}::text[], ${asked.hashes}::bytea[], ${asked.ids}::uuid[],
          ${asked.aliases}::text[]) with ordinality as asked (kind, hash, id, alias, nth)
        join channel_key as k on k.hash = asked.hash and k.kind = asked.kind
        join channel_credential as c on c.id = k.credential
        join partner_root as r on r.partner = c.partner
        left join channel_credential_end as e on e.credential = c.id
        left join collection as p
          on p.partner = c.partner and (p.id = asked.id or p.alias = asked.alias)
        left join outbox_head as h on h.collection = p.id
        where e.credential is null and c.valid_from <= ${asked.now}::timestamptz
          and c.valid_until > ${asked.now}::timestamptz
      )`.as("door"),
    )
    .selectAll()
    .compile(),
);
