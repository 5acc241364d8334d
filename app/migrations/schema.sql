create table checkpoint (
  log_id uuid not null,
  size bigint not null,
  note bytea not null,
  at timestamp with time zone not null,
  constraint checkpoint_log_id_fkey FOREIGN KEY (log_id) REFERENCES log(id),
  constraint checkpoint_pkey PRIMARY KEY (log_id, size),
  constraint checkpoint_size_check CHECK ((size >= 0))
);
grant insert on checkpoint to caveat_sequencer;
grant select on checkpoint to caveat_app;
grant select on checkpoint to caveat_auditor;
grant select on checkpoint to caveat_sequencer;

create table content (
  hash bytea not null,
  size bigint not null,
  body bytea,
  constraint content_check CHECK ((octet_length(body) = size)),
  constraint content_hash_check CHECK ((octet_length(hash) = 32)),
  constraint content_pkey PRIMARY KEY (hash),
  constraint content_size_check CHECK ((size >= 0))
);
grant insert on content to caveat_app;
grant insert on content to caveat_sequencer;
grant select on content to caveat_app;
grant select on content to caveat_auditor;
grant select on content to caveat_sequencer;

create table cosignature (
  log_id uuid not null,
  size bigint not null,
  witness text not null,
  line text not null,
  at timestamp with time zone not null,
  constraint cosignature_log_id_size_fkey FOREIGN KEY (log_id, size) REFERENCES checkpoint(log_id, size),
  constraint cosignature_pkey PRIMARY KEY (log_id, size, witness),
  constraint cosignature_witness_check CHECK ((witness <> ''::text))
);
grant insert on cosignature to caveat_sequencer;
grant select on cosignature to caveat_app;
grant select on cosignature to caveat_auditor;
grant select on cosignature to caveat_sequencer;

create table entry (
  log_id uuid not null,
  idx bigint not null,
  id uuid not null,
  body bytea not null,
  leaf bytea not null,
  constraint entry_body_check CHECK (((octet_length(body) >= 1) AND (octet_length(body) <= 65535))),
  constraint entry_idx_check CHECK ((idx >= 0)),
  constraint entry_leaf_check CHECK ((octet_length(leaf) = 32)),
  constraint entry_log_id_fkey FOREIGN KEY (log_id) REFERENCES log(id),
  constraint entry_log_id_id_key UNIQUE (log_id, id),
  constraint entry_pkey PRIMARY KEY (log_id, idx)
);
grant insert on entry to caveat_sequencer;
grant select on entry to caveat_app;
grant select on entry to caveat_auditor;
grant select on entry to caveat_sequencer;

create table head (
  log_id uuid not null,
  size bigint not null,
  edge bytea not null,
  root bytea not null,
  constraint head_edge_check CHECK (((octet_length(edge) >= 0) AND (octet_length(edge) <= 2016))),
  constraint head_log_id_fkey FOREIGN KEY (log_id) REFERENCES log(id),
  constraint head_pkey PRIMARY KEY (log_id),
  constraint head_root_check CHECK ((octet_length(root) = 32)),
  constraint head_size_check CHECK ((size >= 0))
);
grant insert on head to caveat_sequencer;
grant select on head to caveat_app;
grant select on head to caveat_auditor;
grant select on head to caveat_sequencer;
grant update (edge) on head to caveat_sequencer;
grant update (root) on head to caveat_sequencer;
grant update (size) on head to caveat_sequencer;

create table log (
  id uuid not null,
  origin text not null,
  partner text,
  constraint log_origin_check CHECK ((origin <> ''::text)),
  constraint log_origin_key UNIQUE (origin),
  constraint log_partner_check CHECK ((partner <> ''::text)),
  constraint log_partner_key UNIQUE (partner),
  constraint log_pkey PRIMARY KEY (id)
);
grant insert on log to caveat_app;
grant select on log to caveat_app;
grant select on log to caveat_auditor;
grant select on log to caveat_sequencer;

create table migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  constraint migration_pkey PRIMARY KEY (number)
);
grant select on migration to caveat_app;
grant select on migration to caveat_auditor;
grant select on migration to caveat_sequencer;

create table pending (
  log_id uuid not null,
  id uuid not null,
  body bytea not null,
  at timestamp with time zone not null,
  constraint pending_body_check CHECK (((octet_length(body) >= 1) AND (octet_length(body) <= 65535))),
  constraint pending_pkey PRIMARY KEY (log_id, id)
);
CREATE INDEX pending_first ON public.pending USING btree (log_id, at, id);
grant delete on pending to caveat_sequencer;
grant insert on pending to caveat_app;
grant insert on pending to caveat_sequencer;
grant select on pending to caveat_app;
grant select on pending to caveat_auditor;
grant select on pending to caveat_sequencer;

create table read_batch (
  id uuid not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  reads bigint not null,
  content bytea not null,
  constraint read_batch_content_fkey FOREIGN KEY (content) REFERENCES content(hash),
  constraint read_batch_pkey PRIMARY KEY (id),
  constraint read_batch_reads_check CHECK ((reads > 0))
);
grant insert on read_batch to caveat_sequencer;
grant select on read_batch to caveat_app;
grant select on read_batch to caveat_auditor;
grant select on read_batch to caveat_sequencer;

create table read_pending (
  id uuid not null,
  at timestamp with time zone not null,
  body bytea not null,
  constraint read_pending_pkey PRIMARY KEY (id)
);
grant delete on read_pending to caveat_sequencer;
grant insert on read_pending to caveat_app;
grant select on read_pending to caveat_auditor;
grant select on read_pending to caveat_sequencer;

create table sealed_value (
  entry_id uuid not null,
  field text not null,
  subject text not null,
  commitment text not null,
  box bytea not null,
  constraint sealed_value_pkey PRIMARY KEY (entry_id, field)
);
CREATE INDEX sealed_value_subject ON public.sealed_value USING btree (subject);
grant delete on sealed_value to caveat_sequencer;
grant insert on sealed_value to caveat_app;
grant select on sealed_value to caveat_app;
grant select on sealed_value to caveat_auditor;
grant select on sealed_value to caveat_sequencer;

create table verdict (
  id uuid not null,
  at timestamp with time zone not null,
  item text not null,
  partner text not null,
  outcome text not null,
  facts bytea not null,
  standing bytea not null,
  request bytea not null,
  packs bytea not null,
  record bytea not null,
  constraint verdict_facts_fkey FOREIGN KEY (facts) REFERENCES content(hash),
  constraint verdict_packs_fkey FOREIGN KEY (packs) REFERENCES content(hash),
  constraint verdict_pkey PRIMARY KEY (id),
  constraint verdict_record_fkey FOREIGN KEY (record) REFERENCES content(hash),
  constraint verdict_request_fkey FOREIGN KEY (request) REFERENCES content(hash),
  constraint verdict_standing_fkey FOREIGN KEY (standing) REFERENCES content(hash)
);
CREATE INDEX verdict_facts ON public.verdict USING btree (facts);
CREATE INDEX verdict_item ON public.verdict USING btree (item);
CREATE INDEX verdict_partner ON public.verdict USING btree (partner);
grant insert on verdict to caveat_app;
grant select on verdict to caveat_app;
grant select on verdict to caveat_auditor;
