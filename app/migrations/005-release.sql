-- Release: what left, to whom, on which clearance, under which entry of the ledger; and how it is called
-- back.
--
-- A partner is shown the outbox and nothing else. A row of it refers to a disclosure, and a disclosure to
-- the release or the recall that it shows, to the entry that says so, and to a checkpoint over that entry:
-- what is not logged, and what no checkpoint covers yet, cannot be written there by any role.

-- An entry's place and id as one thing to refer to.
create unique index entry_place on entry (log_id, idx, id);

-- Somebody's own cases with something due, in the order of their list.
create index case_party_due on case_party (person, is_due, updated desc, case_id desc);

-- A place of a partner, from which it fetches or to which it writes. Clients split titles at these signs.
create table collection (
  id uuid primary key,
  partner text not null references partner (id),
  alias text not null check (alias <> '' and position('.' in alias) = 0
    and position(',' in alias) = 0 and position('*' in alias) = 0 and position('/' in alias) = 0),
  title text not null check (title <> '' and position('.' in title) = 0
    and position(',' in title) = 0 and position('*' in title) = 0 and position('/' in title) = 0),
  description text,
  medium text not null check (medium in ('taxii', 'misp-feed', 'package', 'export')),
  can_write boolean not null,
  by_person uuid not null references person (id),
  at timestamptz not null,
  unique (partner, alias),
  unique (partner, title),
  unique (id, partner),
  unique (id, partner, medium)
);

-- The segment of a partner's addresses: opaque.
create table partner_root (
  partner text primary key references partner (id),
  segment text not null unique check (segment not in ('', 'taxii2')),
  at timestamptz not null
);

-- How a partner shows who it is, without what opens the door.
create table channel_credential (
  id uuid primary key,
  partner text not null references partner_root (partner),
  kind text not null check (kind in ('secret', 'certificate')),
  -- Networks it may come from, "192.0.2.0/24 2001:db8::/32"; empty for any.
  addresses text not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  by_person uuid not null references person (id),
  at timestamptz not null,
  unique (id, partner),
  unique (id, kind),
  check (valid_from < valid_until)
);
create index channel_credential_partner on channel_credential (partner, at, id);

-- SHA-256 of a secret, or of a certificate's public key. Not in backups: after a restore partners get new
-- ones, since somebody may have been locked out meanwhile.
create table channel_key (
  hash bytea primary key check (octet_length(hash) = 32),
  kind text not null,
  credential uuid not null unique,
  foreign key (credential, kind) references channel_credential (id, kind)
);

create table channel_credential_end (
  credential uuid primary key references channel_credential (id),
  entry uuid not null unique,
  by_person uuid not null references person (id),
  at timestamptz not null
);

-- What is taken out for a partner, by topic: the plan is sealed with its entry, under the partner's key.
create table profile (
  partner text not null references partner (id),
  topic text not null check (topic <> ''),
  number bigint not null check (number >= 1),
  previous bigint,
  entry uuid not null unique,
  by_person uuid not null references person (id),
  at timestamptz not null,
  primary key (partner, topic, number),
  check ((number = 1) = (previous is null)),
  check (previous = number - 1),
  foreign key (partner, topic, previous) references profile (partner, topic, number)
);

-- A copy of an item as it would leave for one recipient over one medium: the act that prepared it, and
-- the exact bytes, encrypted under the item's key.
create table copy (
  act uuid primary key references act (id),
  case_id uuid not null references case_file (id),
  partner text not null references partner (id),
  medium text not null check (medium in ('taxii', 'misp-feed', 'package', 'export')),
  sha256 bytea not null check (octet_length(sha256) = 32),
  content bytea not null references content (hash),
  at timestamptz not null,
  unique (act, case_id, partner, medium, sha256)
);
create index copy_case on copy (case_id);

-- That something leaves: an act of the case, on the clearance that held. Its id is that of its entry.
create table release (
  id uuid primary key references act (id),
  case_id uuid not null,
  manifest bytea not null check (octet_length(manifest) = 32),
  clearance uuid not null,
  at timestamptz not null,
  unique (id, case_id),
  foreign key (clearance, case_id, manifest) references clearance (id, case_id, manifest)
);
create index release_case on release (case_id);

-- To whom, over which collection, and which bytes.
create table release_copy (
  release uuid not null,
  case_id uuid not null,
  collection uuid not null,
  partner text not null,
  medium text not null,
  copy uuid not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  primary key (release, collection),
  unique (release, collection, partner),
  foreign key (release, case_id) references release (id, case_id),
  foreign key (collection, partner, medium) references collection (id, partner, medium),
  foreign key (copy, case_id, partner, medium, sha256)
    references copy (act, case_id, partner, medium, sha256)
);
create index release_copy_partner on release_copy (partner);

-- That what was released is called back, or replaced: an act of the case.
create table recall (
  id uuid primary key references act (id),
  release uuid not null references release (id),
  kind text not null check (kind in ('recall', 'correction')),
  -- The release that takes its place, for a correction.
  replacement uuid references release (id),
  due date not null,
  at timestamptz not null,
  unique (id, release),
  check (kind = 'correction' or replacement is null),
  check (replacement <> release)
);
create index recall_release on recall (release);

-- From where it is taken away: nowhere but where it was released. What is served in its place, objects
-- that say they are revoked or deleted, is encrypted under the item's key; it stays until a day.
create table recall_copy (
  recall uuid not null,
  release uuid not null,
  collection uuid not null,
  partner text not null,
  sha256 bytea check (octet_length(sha256) = 32),
  content bytea references content (hash),
  until_day date not null,
  primary key (recall, collection),
  unique (recall, collection, partner),
  check ((sha256 is null) = (content is null)),
  foreign key (recall, release) references recall (id, release),
  foreign key (release, collection, partner) references release_copy (release, collection, partner)
);
create index recall_copy_release on recall_copy (release, collection);

-- What something was called for a partner and is called no more, since a recall took it back for good.
create table revoked_name (
  partner text not null references partner (id),
  name uuid not null,
  recall uuid not null references recall (id),
  primary key (partner, name, recall)
);
create index revoked_name_recall on revoked_name (recall);

-- What a recall asks of one recipient; of one further down, who has it from that recipient, by `onward`,
-- a code.
create table notice (
  id uuid primary key,
  recall uuid not null references recall (id),
  partner text not null references partner (id),
  onward text check (octet_length(onward) between 1 and 64),
  due date not null,
  state text not null check (state in ('open', 'acknowledged', 'destroyed', 'escalated')),
  at timestamptz not null
);
create index notice_recall on notice (recall);
create index notice_due on notice (state, due, id);
create index notice_partner on notice (partner, at, id);

-- What waits to be shown, or to be taken away, until a checkpoint covers its entry. `what`: the release or
-- the recall.
create table disclosure_pending (
  what uuid not null references act (id),
  collection uuid not null references collection (id),
  primary key (collection, what)
);

-- What the sequencer has shown to the partner, or taken away from it, once the entry had its place under
-- a checkpoint. `what` is the release or the recall.
create table disclosure (
  what uuid not null,
  collection uuid not null,
  partner text not null,
  release uuid,
  recall uuid,
  log_id uuid not null,
  idx bigint not null,
  size bigint not null,
  -- How many rows of the outbox that came to, and which. None for what was recalled or erased before.
  shown bigint not null check (shown >= 0),
  first_position bigint,
  last_position bigint,
  -- The entry of the partner's own log that says so; absent where nothing was shown.
  receipt uuid unique,
  at timestamptz not null,
  primary key (what, collection),
  unique (what, collection, partner),
  check (idx < size),
  check ((release is null) <> (recall is null)),
  check (release = what),
  check (recall = what),
  check ((shown = 0) = (first_position is null)),
  check ((shown = 0) = (last_position is null)),
  check (last_position = first_position + shown - 1),
  foreign key (release, collection, partner) references release_copy (release, collection, partner),
  foreign key (recall, collection, partner) references recall_copy (recall, collection, partner),
  foreign key (log_id, idx, what) references entry (log_id, idx, id),
  foreign key (log_id, size) references checkpoint (log_id, size)
);
create index disclosure_position on disclosure (collection, first_position);
create index disclosure_partner on disclosure (partner, at, what, collection);

-- The end of a collection: whoever adds to it, or takes away, holds this row.
create table outbox_head (
  collection uuid primary key,
  partner text not null,
  position bigint not null check (position >= 0),
  date_added timestamptz not null,
  foreign key (collection, partner) references collection (id, partner)
);

-- What sorts of rows there are in a collection: of which specification, whether the first or the last
-- version of their object in it, and whether the object is held in none that is later. A page follows one
-- index for each sort that is asked for.
create table outbox_sort (
  partner text not null,
  collection uuid not null,
  sort integer not null check (sort between 1 and 1023),
  spec_version text not null,
  is_first boolean not null,
  is_last boolean not null,
  is_latest boolean not null,
  primary key (partner, collection, sort),
  unique (partner, collection, spec_version, is_first, is_last, is_latest),
  unique (partner, collection, sort, spec_version),
  foreign key (collection, partner) references collection (id, partner)
);

-- Of which types there have been rows, each with a number that is a multiple of 1024, from its hash.
create table outbox_type (
  partner text not null,
  collection uuid not null,
  type text not null check (type <> ''),
  number bigint not null check (number >= 0),
  primary key (partner, collection, type),
  foreign key (collection, partner) references collection (id, partner)
);

-- The release store. Positions are dense when they are given out, and times strictly increasing in whole
-- milliseconds: neither says anything about other partners. `typed` is the number of the type and that of
-- the sort together, and `versioned` these and a number for the version: an index of two columns for each
-- way of asking, which the server can neither mistake for another one nor read beyond what is asked for.
create table outbox (
  partner text not null,
  collection uuid not null,
  position bigint not null check (position >= 1),
  date_added timestamptz not null,
  object_id text not null check (object_id <> ''),
  type text not null,
  spec_version text not null,
  version timestamptz not null,
  sort integer not null,
  typed bigint not null,
  versioned bigint not null,
  media_type text not null check (media_type <> ''),
  size bigint not null,
  body bytea not null check (octet_length(body) = size),
  what uuid not null,
  primary key (partner, collection, position),
  unique (partner, collection, date_added),
  check (version <= date_added),
  foreign key (what, collection, partner) references disclosure (what, collection, partner),
  foreign key (partner, collection, type) references outbox_type (partner, collection, type),
  foreign key (partner, collection, sort, spec_version)
    references outbox_sort (partner, collection, sort, spec_version)
);
create index outbox_sorted on outbox (partner, collection, sort, position);
create index outbox_typed on outbox (partner, collection, typed, position);
create index outbox_versioned on outbox (partner, collection, versioned, position);
create index outbox_object on outbox (partner, collection, object_id, position);
create index outbox_what on outbox (what, collection, position);

-- A row that a later release holds too, byte for byte: it stays when only the first one is recalled.
create table outbox_shared (
  partner text not null,
  collection uuid not null,
  position bigint not null,
  what uuid not null,
  primary key (what, collection, position),
  foreign key (partner, collection, position) references outbox (partner, collection, position),
  foreign key (what, collection, partner) references disclosure (what, collection, partner)
);
create index outbox_shared_row on outbox_shared (partner, collection, position);

-- What a recall serves instead goes after this day.
create table outbox_until (
  recall uuid not null,
  collection uuid not null,
  partner text not null,
  until_day date not null,
  primary key (collection, recall),
  foreign key (recall, collection, partner) references disclosure (what, collection, partner)
);
create index outbox_until_day on outbox_until (until_day);

-- What partners sent, until somebody of the desk takes it in: encrypted, each under a key of its own.
create table intake (
  id uuid primary key,
  partner text not null,
  collection uuid not null,
  credential uuid not null,
  at timestamptz not null,
  unique (id, partner),
  foreign key (collection, partner) references collection (id, partner),
  foreign key (credential, partner) references channel_credential (id, partner)
);
create index intake_partner on intake (partner, at, id);

create table intake_object (
  intake uuid not null references intake (id),
  nth integer not null check (nth >= 1),
  object_id text not null,
  version text not null,
  state text not null check (state in ('success', 'failure', 'pending')),
  message text,
  content bytea references content (hash),
  item uuid references item (id),
  primary key (intake, nth),
  check (state = 'failure' or content is not null)
);
create index intake_object_state on intake_object (state, intake, nth);

-- What a partner said: that it read the caveats, that it destroyed, what it made of it. Words are sealed
-- with its entry, under the key of the case.
create table partner_word (
  id uuid primary key,
  partner text not null references partner (id),
  kind text not null check (kind in ('receipt', 'acknowledgement', 'destruction', 'feedback')),
  -- A release or a notice.
  about uuid not null,
  case_id uuid not null references case_file (id),
  -- The person of the desk who entered it; absent where the partner's own credential did.
  by_person uuid references person (id),
  credential uuid,
  at timestamptz not null,
  check ((by_person is null) <> (credential is null)),
  foreign key (credential, partner) references channel_credential (id, partner)
);
create index partner_word_about on partner_word (about, at, id);

-- Who fetched what is in the read log.

-- The second net below the first, which is that every statement names the partner: whoever reads for
-- partners says once for which one, and sees rows of no other. Without it there are none.
alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_read_own on outbox for select to caveat_partner_reader
  using (partner = current_setting('caveat.partner', true));
create policy outbox_read on outbox for select to caveat_sequencer, caveat_auditor, caveat_migrator
  using (true);
create policy outbox_add on outbox for insert to caveat_sequencer, caveat_migrator
  with check (true);
create policy outbox_change on outbox for update to caveat_sequencer
  using (true) with check (true);
-- A row goes with a recall of its release that was disclosed here; one that a recall served, at any time.
create policy outbox_take_away on outbox for delete to caveat_sequencer
  using (exists (
    select 1 from disclosure as d join recall_copy as r
      on r.recall = d.recall and r.collection = d.collection
    where d.collection = outbox.collection and (r.release = outbox.what or r.recall = outbox.what)
  ));

-- The same for what partners are told of recalls, and of what they were shown.
alter table disclosure enable row level security;
alter table disclosure force row level security;
create policy disclosure_read_own on disclosure for select to caveat_partner_reader
  using (partner = current_setting('caveat.partner', true));
create policy disclosure_read on disclosure for select
  to caveat_app, caveat_sequencer, caveat_auditor, caveat_migrator
  using (true);
create policy disclosure_add on disclosure for insert to caveat_sequencer, caveat_migrator
  with check (true);
alter table notice enable row level security;
alter table notice force row level security;
create policy notice_read_own on notice for select to caveat_partner_reader
  using (partner = current_setting('caveat.partner', true));
create policy notice_read on notice for select to caveat_app, caveat_auditor, caveat_migrator
  using (true);
create policy notice_add on notice for insert to caveat_app, caveat_migrator
  with check (true);
create policy notice_change on notice for update to caveat_app
  using (true) with check (true);

grant select on collection, partner_root, channel_credential, channel_key, channel_credential_end, profile, copy,
  release, release_copy, recall, recall_copy, revoked_name, notice, disclosure_pending, disclosure, intake,
  intake_object, partner_word
  to caveat_app, caveat_auditor;
grant insert on collection, partner_root, channel_credential, channel_key, channel_credential_end, profile, copy,
  release, release_copy, recall, recall_copy, revoked_name, notice, disclosure_pending, intake,
  intake_object, partner_word
  to caveat_app;
grant update (state) on notice to caveat_app;
grant update (state, message, item) on intake_object to caveat_app;

grant select on outbox, outbox_head, outbox_sort, outbox_type, outbox_shared, outbox_until to caveat_auditor;

grant select (id, item) on case_file to caveat_sequencer;
grant select on collection, copy, release, release_copy, recall, recall_copy, revoked_name,
  disclosure_pending, disclosure, outbox, outbox_head, outbox_sort, outbox_type, outbox_shared, outbox_until
  to caveat_sequencer;
grant insert on disclosure, outbox, outbox_head, outbox_sort, outbox_type, outbox_shared, outbox_until
  to caveat_sequencer;
grant update (position, date_added) on outbox_head to caveat_sequencer;
grant update (sort, typed, versioned, what) on outbox to caveat_sequencer;
grant delete on disclosure_pending, outbox, outbox_shared, outbox_until to caveat_sequencer;

grant select on outbox, outbox_sort, outbox_type, collection, partner_root, channel_credential, channel_key,
  channel_credential_end, intake, notice to caveat_partner_reader;
grant select (id, release, kind) on recall to caveat_partner_reader;
grant select (what, collection, partner, release, recall, shown, receipt, at) on disclosure
  to caveat_partner_reader;
grant select (intake, nth, object_id, version, state, message) on intake_object
  to caveat_partner_reader;
