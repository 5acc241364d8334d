-- The ledger, what it rests on, and who may do what with it.
--
-- Order is the sequencer's index and nothing else. Identifiers are made by the caller, so that a
-- write may be repeated. What a role is not granted here it cannot do: entries, checkpoints,
-- content and verdicts cannot be changed or deleted by any role that Caveat works under. The
-- migrator owns the tables; nothing but migrations runs under it.

-- The root log, whose partner is null, and one log for each partner.
create table log (
  id uuid primary key,
  origin text not null unique check (origin <> ''),
  partner text unique check (partner <> '')
);

-- What is to be entered. Not visible to anybody until it is sequenced.
create table pending (
  log_id uuid not null,
  id uuid not null,
  body bytea not null check (octet_length(body) between 1 and 65535),
  at timestamptz not null,
  primary key (log_id, id)
);
create index pending_first on pending (log_id, at, id);

create table entry (
  log_id uuid not null references log (id),
  idx bigint not null check (idx >= 0),
  id uuid not null,
  body bytea not null check (octet_length(body) between 1 and 65535),
  leaf bytea not null check (octet_length(leaf) = 32),
  primary key (log_id, idx),
  unique (log_id, id)
);

-- The tree over a log's entries: how many, its right edge (whole subtrees, the largest first), its root.
create table head (
  log_id uuid primary key references log (id),
  size bigint not null check (size >= 0),
  edge bytea not null check (octet_length(edge) between 0 and 2016),
  root bytea not null check (octet_length(root) = 32)
);

-- A signed note over the tree at one size.
create table checkpoint (
  log_id uuid not null references log (id),
  size bigint not null check (size >= 0),
  note bytea not null,
  at timestamptz not null,
  primary key (log_id, size)
);

-- What a witness adds to a checkpoint: one line of the note each.
create table cosignature (
  log_id uuid not null,
  size bigint not null,
  witness text not null check (witness <> ''),
  line text not null,
  at timestamptz not null,
  primary key (log_id, size, witness),
  foreign key (log_id, size) references checkpoint (log_id, size)
);

-- Bytes by their SHA-256. Without a body they are in a file of that name.
create table content (
  hash bytea primary key check (octet_length(hash) = 32),
  size bigint not null check (size >= 0),
  body bytea check (octet_length(body) = size)
);

-- What an entry commits to, encrypted, field by field. The keys are not in this database: whoever
-- destroys a subject's key has erased its values, here and in every copy of this table.
create table sealed_value (
  entry_id uuid not null,
  field text not null,
  subject text not null,
  commitment text not null,
  box bytea not null,
  primary key (entry_id, field)
);
create index sealed_value_subject on sealed_value (subject);

-- A verdict and what it was reached on.
create table verdict (
  id uuid primary key,
  at timestamptz not null,
  item text not null,
  partner text not null,
  outcome text not null,
  facts bytea not null references content (hash),
  standing bytea not null references content (hash),
  request bytea not null references content (hash),
  packs bytea not null references content (hash),
  record bytea not null references content (hash)
);
create index verdict_facts on verdict (facts);
create index verdict_item on verdict (item);
create index verdict_partner on verdict (partner);

-- Reads of sensitive things, until a batch of them is entered in the ledger under the batch's id.
create table read_pending (
  id uuid primary key,
  at timestamptz not null,
  body bytea not null
);

create table read_batch (
  id uuid primary key,
  since timestamptz not null,
  until timestamptz not null,
  reads bigint not null check (reads > 0),
  content bytea not null references content (hash)
);

grant select on log, pending, entry, head, checkpoint, cosignature, content, sealed_value, verdict,
  read_batch, migration to caveat_app;
grant insert on log, pending, content, sealed_value, verdict, read_pending to caveat_app;

grant select on log, pending, entry, head, checkpoint, cosignature, content, sealed_value,
  read_pending, read_batch, migration to caveat_sequencer;
grant insert on pending, entry, head, checkpoint, cosignature, content, read_batch
  to caveat_sequencer;
grant update (size, edge, root) on head to caveat_sequencer;
grant delete on pending, read_pending, sealed_value to caveat_sequencer;

grant select on log, pending, entry, head, checkpoint, cosignature, content, sealed_value, verdict,
  read_pending, read_batch, migration to caveat_auditor;
