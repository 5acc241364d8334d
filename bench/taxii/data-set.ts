import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";

/** A partner of the bench, with what it is let in by. */
export interface Reader {
  readonly partner: string;
  readonly root: string;
  readonly token: string;
}

/** Lets a partner in, past the use cases. `client`: a superuser's. */
export async function letIn(client: pg.Client, partner = "bench"): Promise<Reader> {
  const reader = { partner, root: `r-${randomUUID()}`, token: randomUUID() };
  const credential = randomUUID();
  const hash = createHash("sha256").update(reader.token).digest();
  await client.query("set session_replication_role = replica");
  await client.query("insert into partner_root values ($1, $2, now())", [
    reader.partner,
    reader.root,
  ]);
  await client.query(
    `insert into channel_credential (id, partner, kind, addresses, valid_from, valid_until, by_person, at)
     values ($1, $2, 'secret', '', now() - interval '1 day', now() + interval '1 day', $1, now())`,
    [credential, reader.partner],
  );
  await client.query("insert into channel_key (hash, kind, credential) values ($1, 'secret', $2)", [
    hash,
    credential,
  ]);
  return reader;
}

/**
 * A collection of so many indicators of some 600 bytes, past the sequencer: rows as a release leaves them.
 * Out: its id.
 */
export async function fillCollection(
  client: pg.Client,
  { partner }: Pick<Reader, "partner">,
  size: number,
): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into collection (id, partner, alias, title, medium, can_write, by_person, at)
     values ($1, $2, $3, $3, 'taxii', false, $1, now())`,
    [id, partner, `place ${randomUUID()}`],
  );
  await client.query("insert into outbox_sort values ($1, $2, 1, '2.1', true, true, true)", [
    partner,
    id,
  ]);
  await client.query("insert into outbox_type values ($1, $2, 'indicator', 1024)", [partner, id]);
  await client.query(ROWS, [partner, id, size]);
  await client.query(
    `insert into outbox_head (collection, partner, position, date_added, state)
     select collection, partner, max(position), max(date_added), gen_random_uuid() from outbox
     where collection = $1 group by collection, partner`,
    [id],
  );
  await client.query("analyze outbox");
  return id;
}

const ROWS = `
  insert into outbox (partner, collection, position, date_added, object_id, type, spec_version, version,
    sort, typed, versioned, media_type, size, body, what)
  select $1, $2::uuid, n, timestamptz '2026-01-01' + n * interval '1 ms', made.id, 'indicator', '2.1',
    timestamptz '2025-12-01', 1, 1025, 1025, 'application/stix+json;version=2.1', octet_length(made.body), made.body,
    $2::uuid
  from generate_series(1, $3::int) as n
  cross join lateral (select 'indicator--' || gen_random_uuid() as id, n as number) as named
  cross join lateral (select named.id, convert_to(json_build_object(
    'type', 'indicator', 'spec_version', '2.1', 'id', named.id, 'created', '2025-12-01T00:00:00.000Z',
    'modified', '2025-12-01T00:00:00.000Z', 'name', 'Sign ' || named.number,
    'pattern', '[file:hashes.''SHA-256'' = ''' || md5(named.id) || md5(named.id || 'x') || ''']',
    'pattern_type', 'stix', 'valid_from', '2025-12-01T00:00:00.000Z',
    'valid_until', '2030-01-01T00:00:00.000Z', 'description', repeat('some words ', 12)
  )::text, 'UTF8') as body) as made`;
