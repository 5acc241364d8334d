create table account (
  issuer text not null,
  subject text not null,
  person uuid not null,
  at timestamp with time zone not null,
  constraint account_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint account_pkey PRIMARY KEY (issuer, subject)
);
CREATE INDEX account_person ON public.account USING btree (person);
grant delete on account to caveat_app;
grant insert on account to caveat_app;
grant select on account to caveat_app;
grant select on account to caveat_auditor;

create table act (
  id uuid not null,
  case_id uuid not null,
  seq bigint not null,
  previous bigint,
  kind text not null,
  person uuid not null,
  at timestamp with time zone not null,
  constraint act_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint act_case_id_previous_fkey FOREIGN KEY (case_id, previous) REFERENCES act(case_id, seq),
  constraint act_case_id_seq_key UNIQUE (case_id, seq),
  constraint act_check CHECK (((seq = 1) = (previous IS NULL))),
  constraint act_check1 CHECK ((previous = (seq - 1))),
  constraint act_check2 CHECK (((seq = 1) = (kind = 'open'::text))),
  constraint act_id_case_id_person_key UNIQUE (id, case_id, person),
  constraint act_kind_check CHECK ((kind <> ''::text)),
  constraint act_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint act_pkey PRIMARY KEY (id),
  constraint act_seq_check CHECK ((seq >= 1))
);
grant insert on act to caveat_app;
grant select on act to caveat_app;
grant select on act to caveat_auditor;

create table alarm (
  id uuid not null,
  kind text not null,
  person uuid not null,
  case_id uuid,
  item uuid,
  at timestamp with time zone not null,
  constraint alarm_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint alarm_item_fkey FOREIGN KEY (item) REFERENCES item(id),
  constraint alarm_kind_check CHECK ((kind <> ''::text)),
  constraint alarm_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint alarm_pkey PRIMARY KEY (id)
);
CREATE INDEX alarm_at ON public.alarm USING btree (at, id);
grant insert on alarm to caveat_app;
grant select on alarm to caveat_app;
grant select on alarm to caveat_auditor;

create table api_token (
  id uuid not null,
  hash bytea not null,
  person uuid not null,
  machine text not null,
  scopes text not null,
  certificate bytea,
  at timestamp with time zone not null,
  expires timestamp with time zone not null,
  constraint api_token_certificate_check CHECK ((octet_length(certificate) = 32)),
  constraint api_token_check CHECK ((expires > at)),
  constraint api_token_hash_check CHECK ((octet_length(hash) = 32)),
  constraint api_token_hash_key UNIQUE (hash),
  constraint api_token_machine_check CHECK ((machine <> ''::text)),
  constraint api_token_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint api_token_pkey PRIMARY KEY (id),
  constraint api_token_scopes_check CHECK ((scopes <> ''::text))
);
CREATE INDEX api_token_person ON public.api_token USING btree (person);
grant insert on api_token to caveat_app;
grant select on api_token to caveat_app;
grant select on api_token to caveat_auditor;

create table api_token_end (
  token uuid not null,
  at timestamp with time zone not null,
  by_person uuid not null,
  constraint api_token_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint api_token_end_pkey PRIMARY KEY (token),
  constraint api_token_end_token_fkey FOREIGN KEY (token) REFERENCES api_token(id)
);
grant insert on api_token_end to caveat_app;
grant select on api_token_end to caveat_app;
grant select on api_token_end to caveat_auditor;

create table approval (
  act uuid not null,
  case_id uuid not null,
  manifest bytea not null,
  role text not null,
  approver uuid not null,
  requester uuid not null,
  round integer not null,
  previous integer,
  grant_id uuid not null,
  valid_from date not null,
  valid_until date not null,
  on_day date not null,
  expires date not null,
  constraint approval_act_case_id_approver_fkey FOREIGN KEY (act, case_id, approver) REFERENCES act(id, case_id, person),
  constraint approval_act_case_id_manifest_role_approver_expires_key UNIQUE (act, case_id, manifest, role, approver, expires),
  constraint approval_case_id_manifest_role_approver_previous_fkey FOREIGN KEY (case_id, manifest, role, approver, previous) REFERENCES approval_end(case_id, manifest, role, approver, round),
  constraint approval_case_id_manifest_role_approver_round_key UNIQUE (case_id, manifest, role, approver, round),
  constraint approval_case_id_requester_fkey FOREIGN KEY (case_id, requester) REFERENCES case_file(id, requester),
  constraint approval_check CHECK ((approver <> requester)),
  constraint approval_check1 CHECK (((on_day >= valid_from) AND (on_day <= valid_until))),
  constraint approval_check2 CHECK (((expires >= on_day) AND (expires <= valid_until))),
  constraint approval_check3 CHECK (((round = 1) = (previous IS NULL))),
  constraint approval_check4 CHECK ((previous = (round - 1))),
  constraint approval_grant_id_approver_role_valid_from_valid_until_fkey FOREIGN KEY (grant_id, approver, role, valid_from, valid_until) REFERENCES role_confirmation(grant_id, person, role, valid_from, valid_until),
  constraint approval_manifest_check CHECK ((octet_length(manifest) = 32)),
  constraint approval_pkey PRIMARY KEY (act),
  constraint approval_role_check CHECK ((role <> 'administrator'::text)),
  constraint approval_round_check CHECK ((round >= 1))
);
CREATE INDEX approval_grant ON public.approval USING btree (grant_id);
grant insert on approval to caveat_app;
grant select on approval to caveat_app;
grant select on approval to caveat_auditor;

create table approval_end (
  approval uuid not null,
  act uuid not null,
  case_id uuid not null,
  manifest bytea not null,
  role text not null,
  approver uuid not null,
  round integer not null,
  constraint approval_end_act_case_id_approver_fkey FOREIGN KEY (act, case_id, approver) REFERENCES act(id, case_id, person),
  constraint approval_end_case_id_manifest_role_approver_round_key UNIQUE (case_id, manifest, role, approver, round),
  constraint approval_end_pkey PRIMARY KEY (approval)
);
grant insert on approval_end to caveat_app;
grant select on approval_end to caveat_app;
grant select on approval_end to caveat_auditor;

create table case_clearance (
  case_id uuid not null,
  clearance uuid not null,
  manifest bytea not null,
  constraint case_clearance_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint case_clearance_clearance_case_id_manifest_fkey FOREIGN KEY (clearance, case_id, manifest) REFERENCES clearance(id, case_id, manifest),
  constraint case_clearance_pkey PRIMARY KEY (case_id)
);
grant delete on case_clearance to caveat_app;
grant insert on case_clearance to caveat_app;
grant select on case_clearance to caveat_app;
grant select on case_clearance to caveat_auditor;
grant update (clearance) on case_clearance to caveat_app;
grant update (manifest) on case_clearance to caveat_app;

create table case_compartment (
  case_id uuid not null,
  compartment text not null,
  constraint case_compartment_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint case_compartment_compartment_fkey FOREIGN KEY (compartment) REFERENCES compartment(id),
  constraint case_compartment_pkey PRIMARY KEY (case_id, compartment)
);
grant insert on case_compartment to caveat_app;
grant select on case_compartment to caveat_app;
grant select on case_compartment to caveat_auditor;

create table case_file (
  id uuid not null,
  service text not null,
  item uuid not null,
  requester uuid not null,
  opened timestamp with time zone not null,
  status text not null,
  outcome text not null,
  seq bigint not null,
  revision bigint not null,
  updated timestamp with time zone not null,
  decided_on date not null,
  item_version bigint not null,
  packs bytea not null,
  next_change date,
  recheck boolean not null,
  is_due boolean not null,
  constraint case_file_id_requester_key UNIQUE (id, requester),
  constraint case_file_item_fkey FOREIGN KEY (item) REFERENCES item(id),
  constraint case_file_outcome_check CHECK ((outcome = ANY (ARRAY['release'::text, 'release-with-caveats'::text, 'hold'::text, 'refer'::text, 'withhold'::text]))),
  constraint case_file_packs_check CHECK ((octet_length(packs) = 32)),
  constraint case_file_pkey PRIMARY KEY (id),
  constraint case_file_requester_fkey FOREIGN KEY (requester) REFERENCES person(id),
  constraint case_file_revision_check CHECK ((revision >= 1)),
  constraint case_file_seq_check CHECK ((seq >= 1)),
  constraint case_file_service_fkey FOREIGN KEY (service) REFERENCES service(id),
  constraint case_file_status_check CHECK ((status = ANY (ARRAY['open'::text, 'refused'::text, 'withdrawn'::text, 'closed'::text, 'erased'::text])))
);
CREATE INDEX case_file_change ON public.case_file USING btree (next_change, id);
CREATE INDEX case_file_due ON public.case_file USING btree (service, is_due, updated DESC, id DESC);
CREATE INDEX case_file_item ON public.case_file USING btree (item);
CREATE INDEX case_file_outcome ON public.case_file USING btree (service, outcome, updated DESC, id DESC);
CREATE INDEX case_file_packs ON public.case_file USING btree (status, packs, id);
CREATE INDEX case_file_recheck ON public.case_file USING btree (recheck, id);
CREATE INDEX case_file_status ON public.case_file USING btree (service, status, updated DESC, id DESC);
CREATE INDEX case_file_updated ON public.case_file USING btree (service, updated DESC, id DESC);
grant insert on case_file to caveat_app;
grant select (id) on case_file to caveat_sequencer;
grant select (item) on case_file to caveat_sequencer;
grant select on case_file to caveat_app;
grant select on case_file to caveat_auditor;
grant update (decided_on) on case_file to caveat_app;
grant update (is_due) on case_file to caveat_app;
grant update (item_version) on case_file to caveat_app;
grant update (next_change) on case_file to caveat_app;
grant update (outcome) on case_file to caveat_app;
grant update (packs) on case_file to caveat_app;
grant update (recheck) on case_file to caveat_app;
grant update (revision) on case_file to caveat_app;
grant update (seq) on case_file to caveat_app;
grant update (status) on case_file to caveat_app;
grant update (updated) on case_file to caveat_app;

create table case_mention (
  handle bytea not null,
  case_id uuid not null,
  at timestamp with time zone not null,
  constraint case_mention_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint case_mention_handle_check CHECK ((octet_length(handle) = 32)),
  constraint case_mention_pkey PRIMARY KEY (handle, case_id)
);
CREATE INDEX case_mention_case ON public.case_mention USING btree (case_id);
grant insert on case_mention to caveat_app;
grant select on case_mention to caveat_app;
grant select on case_mention to caveat_auditor;

create table case_partner (
  case_id uuid not null,
  partner text not null,
  part text not null,
  revision bigint not null,
  is_live boolean not null,
  service text not null,
  status text not null,
  outcome text not null,
  is_due boolean not null,
  updated timestamp with time zone not null,
  constraint case_partner_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint case_partner_part_check CHECK ((part = ANY (ARRAY['recipient'::text, 'member'::text, 'former'::text]))),
  constraint case_partner_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint case_partner_pkey PRIMARY KEY (case_id, partner)
);
CREATE INDEX case_partner_outcome ON public.case_partner USING btree (partner, service, outcome, updated DESC, case_id DESC);
CREATE INDEX case_partner_stale ON public.case_partner USING btree (partner, is_live, revision);
CREATE INDEX case_partner_status ON public.case_partner USING btree (partner, service, status, updated DESC, case_id DESC);
CREATE INDEX case_partner_updated ON public.case_partner USING btree (partner, service, updated DESC, case_id DESC);
grant insert on case_partner to caveat_app;
grant select on case_partner to caveat_app;
grant select on case_partner to caveat_auditor;
grant update (is_due) on case_partner to caveat_app;
grant update (is_live) on case_partner to caveat_app;
grant update (outcome) on case_partner to caveat_app;
grant update (part) on case_partner to caveat_app;
grant update (revision) on case_partner to caveat_app;
grant update (status) on case_partner to caveat_app;
grant update (updated) on case_partner to caveat_app;

create table case_party (
  case_id uuid not null,
  person uuid not null,
  let_in_by uuid,
  status text not null,
  outcome text not null,
  is_due boolean not null,
  updated timestamp with time zone not null,
  at timestamp with time zone not null,
  constraint case_party_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint case_party_check CHECK ((let_in_by <> person)),
  constraint case_party_let_in_by_fkey FOREIGN KEY (let_in_by) REFERENCES person(id),
  constraint case_party_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint case_party_pkey PRIMARY KEY (case_id, person)
);
CREATE INDEX case_party_due ON public.case_party USING btree (person, is_due, updated DESC, case_id DESC);
CREATE INDEX case_party_outcome ON public.case_party USING btree (person, outcome, updated DESC, case_id DESC);
CREATE INDEX case_party_status ON public.case_party USING btree (person, status, updated DESC, case_id DESC);
CREATE INDEX case_party_updated ON public.case_party USING btree (person, updated DESC, case_id DESC);
grant insert on case_party to caveat_app;
grant select on case_party to caveat_app;
grant select on case_party to caveat_auditor;
grant update (is_due) on case_party to caveat_app;
grant update (outcome) on case_party to caveat_app;
grant update (status) on case_party to caveat_app;
grant update (updated) on case_party to caveat_app;

create table case_verdict (
  case_id uuid not null,
  partner text not null,
  nth integer not null,
  previous integer,
  verdict uuid not null,
  seq bigint not null,
  on_day date not null,
  constraint case_verdict_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint case_verdict_case_id_partner_previous_fkey FOREIGN KEY (case_id, partner, previous) REFERENCES case_verdict(case_id, partner, nth),
  constraint case_verdict_check CHECK (((nth = 1) = (previous IS NULL))),
  constraint case_verdict_check1 CHECK ((previous = (nth - 1))),
  constraint case_verdict_nth_check CHECK ((nth >= 1)),
  constraint case_verdict_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint case_verdict_pkey PRIMARY KEY (case_id, partner, nth),
  constraint case_verdict_verdict_fkey FOREIGN KEY (verdict) REFERENCES verdict(id),
  constraint case_verdict_verdict_key UNIQUE (verdict)
);
grant insert on case_verdict to caveat_app;
grant select on case_verdict to caveat_app;
grant select on case_verdict to caveat_auditor;

create table challenge (
  hash bytea not null,
  purpose text not null,
  person uuid,
  body text not null,
  expires timestamp with time zone not null,
  constraint challenge_hash_check CHECK ((octet_length(hash) = 32)),
  constraint challenge_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint challenge_pkey PRIMARY KEY (hash)
);
CREATE INDEX challenge_expires ON public.challenge USING btree (expires);
grant delete on challenge to caveat_app;
grant insert on challenge to caveat_app;
grant select on challenge to caveat_app;

create table channel_credential (
  id uuid not null,
  partner text not null,
  kind text not null,
  addresses text not null,
  valid_from timestamp with time zone not null,
  valid_until timestamp with time zone not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint channel_credential_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint channel_credential_check CHECK ((valid_from < valid_until)),
  constraint channel_credential_id_kind_key UNIQUE (id, kind),
  constraint channel_credential_id_partner_key UNIQUE (id, partner),
  constraint channel_credential_kind_check CHECK ((kind = ANY (ARRAY['secret'::text, 'certificate'::text]))),
  constraint channel_credential_partner_fkey FOREIGN KEY (partner) REFERENCES partner_root(partner),
  constraint channel_credential_pkey PRIMARY KEY (id)
);
CREATE INDEX channel_credential_partner ON public.channel_credential USING btree (partner, at, id);
grant insert on channel_credential to caveat_app;
grant select on channel_credential to caveat_app;
grant select on channel_credential to caveat_auditor;
grant select on channel_credential to caveat_partner_reader;

create table channel_credential_end (
  credential uuid not null,
  entry uuid not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint channel_credential_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint channel_credential_end_credential_fkey FOREIGN KEY (credential) REFERENCES channel_credential(id),
  constraint channel_credential_end_entry_key UNIQUE (entry),
  constraint channel_credential_end_pkey PRIMARY KEY (credential)
);
grant insert on channel_credential_end to caveat_app;
grant select on channel_credential_end to caveat_app;
grant select on channel_credential_end to caveat_auditor;
grant select on channel_credential_end to caveat_partner_reader;

create table channel_key (
  hash bytea not null,
  kind text not null,
  credential uuid not null,
  constraint channel_key_credential_key UNIQUE (credential),
  constraint channel_key_credential_kind_fkey FOREIGN KEY (credential, kind) REFERENCES channel_credential(id, kind),
  constraint channel_key_hash_check CHECK ((octet_length(hash) = 32)),
  constraint channel_key_pkey PRIMARY KEY (hash)
);
grant insert on channel_key to caveat_app;
grant select on channel_key to caveat_app;
grant select on channel_key to caveat_auditor;
grant select on channel_key to caveat_partner_reader;

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

create table clearance (
  id uuid not null,
  case_id uuid not null,
  manifest bytea not null,
  roles integer not null,
  at timestamp with time zone not null,
  constraint clearance_id_case_id_manifest_key UNIQUE (id, case_id, manifest),
  constraint clearance_id_case_id_manifest_roles_fkey FOREIGN KEY (id, case_id, manifest, roles) REFERENCES demand(id, case_id, manifest, roles),
  constraint clearance_id_roles_fkey FOREIGN KEY (id, roles) REFERENCES clearance_step(demand, nth),
  constraint clearance_pkey PRIMARY KEY (id)
);
CREATE INDEX clearance_case ON public.clearance USING btree (case_id);
grant insert on clearance to caveat_app;
grant select on clearance to caveat_app;
grant select on clearance to caveat_auditor;

create table clearance_step (
  demand uuid not null,
  nth integer not null,
  previous integer,
  case_id uuid not null,
  manifest bytea not null,
  partner text,
  role text,
  approver uuid,
  approval uuid,
  permission uuid,
  expires date,
  on_day date not null,
  constraint clearance_step_approval_case_id_manifest_role_approver_exp_fkey FOREIGN KEY (approval, case_id, manifest, role, approver, expires) REFERENCES approval(act, case_id, manifest, role, approver, expires),
  constraint clearance_step_check CHECK (((nth = 0) = (previous IS NULL))),
  constraint clearance_step_check1 CHECK ((previous = (nth - 1))),
  constraint clearance_step_check2 CHECK (((nth = 0) = (partner IS NULL))),
  constraint clearance_step_check3 CHECK (((nth = 0) = (role IS NULL))),
  constraint clearance_step_check4 CHECK (((nth = 0) = (approver IS NULL))),
  constraint clearance_step_check5 CHECK (((nth = 0) = (expires IS NULL))),
  constraint clearance_step_check6 CHECK (((nth = 0) = ((approval IS NULL) AND (permission IS NULL)))),
  constraint clearance_step_check7 CHECK (((approval IS NULL) OR (permission IS NULL))),
  constraint clearance_step_check8 CHECK ((on_day <= expires)),
  constraint clearance_step_demand_case_id_manifest_fkey FOREIGN KEY (demand, case_id, manifest) REFERENCES demand(id, case_id, manifest),
  constraint clearance_step_demand_nth_partner_role_fkey FOREIGN KEY (demand, nth, partner, role) REFERENCES demand_role(demand, nth, partner, role),
  constraint clearance_step_demand_partner_approver_key UNIQUE (demand, partner, approver),
  constraint clearance_step_demand_previous_fkey FOREIGN KEY (demand, previous) REFERENCES clearance_step(demand, nth),
  constraint clearance_step_nth_check CHECK ((nth >= 0)),
  constraint clearance_step_permission_case_id_partner_role_approver_ex_fkey FOREIGN KEY (permission, case_id, partner, role, approver, expires) REFERENCES permission_use(permission, case_id, partner, role, giver, until_day),
  constraint clearance_step_pkey PRIMARY KEY (demand, nth)
);
CREATE INDEX clearance_step_approval ON public.clearance_step USING btree (approval);
grant insert on clearance_step to caveat_app;
grant select on clearance_step to caveat_app;
grant select on clearance_step to caveat_auditor;

create table collection (
  id uuid not null,
  partner text not null,
  alias text not null,
  title text not null,
  description text,
  medium text not null,
  can_write boolean not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint collection_alias_check CHECK (((alias <> ''::text) AND (POSITION(('.'::text) IN (alias)) = 0) AND (POSITION((','::text) IN (alias)) = 0) AND (POSITION(('*'::text) IN (alias)) = 0) AND (POSITION(('/'::text) IN (alias)) = 0))),
  constraint collection_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint collection_id_partner_key UNIQUE (id, partner),
  constraint collection_id_partner_medium_key UNIQUE (id, partner, medium),
  constraint collection_medium_check CHECK ((medium = ANY (ARRAY['taxii'::text, 'misp-feed'::text, 'package'::text, 'export'::text]))),
  constraint collection_partner_alias_key UNIQUE (partner, alias),
  constraint collection_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint collection_partner_title_key UNIQUE (partner, title),
  constraint collection_pkey PRIMARY KEY (id),
  constraint collection_title_check CHECK (((title <> ''::text) AND (POSITION(('.'::text) IN (title)) = 0) AND (POSITION((','::text) IN (title)) = 0) AND (POSITION(('*'::text) IN (title)) = 0) AND (POSITION(('/'::text) IN (title)) = 0)))
);
grant insert on collection to caveat_app;
grant select on collection to caveat_app;
grant select on collection to caveat_auditor;
grant select on collection to caveat_partner_reader;
grant select on collection to caveat_sequencer;

create table compartment (
  id text not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint compartment_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint compartment_id_check CHECK ((id <> ''::text)),
  constraint compartment_pkey PRIMARY KEY (id)
);
grant insert on compartment to caveat_app;
grant select on compartment to caveat_app;
grant select on compartment to caveat_auditor;

create table compartment_member (
  id uuid not null,
  compartment text not null,
  person uuid not null,
  valid_from date not null,
  valid_until date not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint compartment_member_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint compartment_member_check CHECK ((valid_until >= valid_from)),
  constraint compartment_member_check1 CHECK ((by_person <> person)),
  constraint compartment_member_compartment_fkey FOREIGN KEY (compartment) REFERENCES compartment(id),
  constraint compartment_member_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint compartment_member_pkey PRIMARY KEY (id)
);
CREATE INDEX compartment_member_person ON public.compartment_member USING btree (person);
grant insert on compartment_member to caveat_app;
grant select on compartment_member to caveat_app;
grant select on compartment_member to caveat_auditor;

create table compartment_member_end (
  member uuid not null,
  last_day date not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint compartment_member_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint compartment_member_end_member_fkey FOREIGN KEY (member) REFERENCES compartment_member(id),
  constraint compartment_member_end_pkey PRIMARY KEY (member)
);
grant insert on compartment_member_end to caveat_app;
grant select on compartment_member_end to caveat_app;
grant select on compartment_member_end to caveat_auditor;

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

create table copy (
  act uuid not null,
  case_id uuid not null,
  partner text not null,
  medium text not null,
  sha256 bytea not null,
  content bytea not null,
  at timestamp with time zone not null,
  constraint copy_act_case_id_partner_medium_sha256_key UNIQUE (act, case_id, partner, medium, sha256),
  constraint copy_act_fkey FOREIGN KEY (act) REFERENCES act(id),
  constraint copy_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint copy_content_fkey FOREIGN KEY (content) REFERENCES content(hash),
  constraint copy_medium_check CHECK ((medium = ANY (ARRAY['taxii'::text, 'misp-feed'::text, 'package'::text, 'export'::text]))),
  constraint copy_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint copy_pkey PRIMARY KEY (act),
  constraint copy_sha256_check CHECK ((octet_length(sha256) = 32))
);
CREATE INDEX copy_case ON public.copy USING btree (case_id);
grant insert on copy to caveat_app;
grant select on copy to caveat_app;
grant select on copy to caveat_auditor;
grant select on copy to caveat_sequencer;

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

create table demand (
  id uuid not null,
  case_id uuid not null,
  manifest bytea not null,
  roles integer not null,
  at timestamp with time zone not null,
  constraint demand_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint demand_id_case_id_manifest_key UNIQUE (id, case_id, manifest),
  constraint demand_id_case_id_manifest_roles_key UNIQUE (id, case_id, manifest, roles),
  constraint demand_manifest_check CHECK ((octet_length(manifest) = 32)),
  constraint demand_pkey PRIMARY KEY (id),
  constraint demand_roles_check CHECK ((roles >= 0))
);
grant insert on demand to caveat_app;
grant select on demand to caveat_app;
grant select on demand to caveat_auditor;

create table demand_role (
  demand uuid not null,
  nth integer not null,
  partner text not null,
  role text not null,
  constraint demand_role_demand_fkey FOREIGN KEY (demand) REFERENCES demand(id),
  constraint demand_role_demand_nth_partner_role_key UNIQUE (demand, nth, partner, role),
  constraint demand_role_demand_partner_role_key UNIQUE (demand, partner, role),
  constraint demand_role_nth_check CHECK ((nth >= 1)),
  constraint demand_role_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint demand_role_pkey PRIMARY KEY (demand, nth),
  constraint demand_role_role_check CHECK ((role <> 'administrator'::text))
);
grant insert on demand_role to caveat_app;
grant select on demand_role to caveat_app;
grant select on demand_role to caveat_auditor;

create table disclosure (
  what uuid not null,
  collection uuid not null,
  partner text not null,
  release uuid,
  recall uuid,
  log_id uuid not null,
  idx bigint not null,
  size bigint not null,
  shown bigint not null,
  first_position bigint,
  last_position bigint,
  receipt uuid,
  at timestamp with time zone not null,
  constraint disclosure_check CHECK ((idx < size)),
  constraint disclosure_check1 CHECK (((release IS NULL) <> (recall IS NULL))),
  constraint disclosure_check2 CHECK ((release = what)),
  constraint disclosure_check3 CHECK ((recall = what)),
  constraint disclosure_check4 CHECK (((shown = 0) = (first_position IS NULL))),
  constraint disclosure_check5 CHECK (((shown = 0) = (last_position IS NULL))),
  constraint disclosure_check6 CHECK ((last_position = ((first_position + shown) - 1))),
  constraint disclosure_log_id_idx_what_fkey FOREIGN KEY (log_id, idx, what) REFERENCES entry(log_id, idx, id),
  constraint disclosure_log_id_size_fkey FOREIGN KEY (log_id, size) REFERENCES checkpoint(log_id, size),
  constraint disclosure_pkey PRIMARY KEY (what, collection),
  constraint disclosure_recall_collection_partner_fkey FOREIGN KEY (recall, collection, partner) REFERENCES recall_copy(recall, collection, partner),
  constraint disclosure_receipt_key UNIQUE (receipt),
  constraint disclosure_release_collection_partner_fkey FOREIGN KEY (release, collection, partner) REFERENCES release_copy(release, collection, partner),
  constraint disclosure_shown_check CHECK ((shown >= 0)),
  constraint disclosure_what_collection_partner_key UNIQUE (what, collection, partner)
);
CREATE INDEX disclosure_partner ON public.disclosure USING btree (partner, at, what, collection);
CREATE INDEX disclosure_position ON public.disclosure USING btree (collection, first_position);
grant insert on disclosure to caveat_sequencer;
grant select (at) on disclosure to caveat_partner_reader;
grant select (collection) on disclosure to caveat_partner_reader;
grant select (partner) on disclosure to caveat_partner_reader;
grant select (recall) on disclosure to caveat_partner_reader;
grant select (receipt) on disclosure to caveat_partner_reader;
grant select (release) on disclosure to caveat_partner_reader;
grant select (shown) on disclosure to caveat_partner_reader;
grant select (what) on disclosure to caveat_partner_reader;
grant select on disclosure to caveat_app;
grant select on disclosure to caveat_auditor;
grant select on disclosure to caveat_sequencer;
alter table disclosure enable row level security;
alter table disclosure force row level security;
create policy disclosure_add on disclosure for a to caveat_migrator, caveat_sequencer with check (true);
create policy disclosure_read on disclosure for r to caveat_app, caveat_auditor, caveat_migrator, caveat_sequencer using (true);
create policy disclosure_read_own on disclosure for r to caveat_partner_reader using ((partner = current_setting('caveat.partner'::text, true)));

create table disclosure_pending (
  what uuid not null,
  collection uuid not null,
  constraint disclosure_pending_collection_fkey FOREIGN KEY (collection) REFERENCES collection(id),
  constraint disclosure_pending_pkey PRIMARY KEY (collection, what),
  constraint disclosure_pending_what_fkey FOREIGN KEY (what) REFERENCES act(id)
);
grant delete on disclosure_pending to caveat_sequencer;
grant insert on disclosure_pending to caveat_app;
grant select on disclosure_pending to caveat_app;
grant select on disclosure_pending to caveat_auditor;
grant select on disclosure_pending to caveat_sequencer;

create table duty (
  case_id uuid not null,
  id text not null,
  service text not null,
  says text not null,
  basis text not null,
  due date not null,
  escalates_to text not null,
  done boolean not null,
  overdue boolean not null,
  at timestamp with time zone not null,
  constraint duty_basis_check CHECK ((basis = ANY (ARRAY['law'::text, 'practice'::text, 'proposed'::text]))),
  constraint duty_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint duty_id_check CHECK ((id <> ''::text)),
  constraint duty_pkey PRIMARY KEY (case_id, id),
  constraint duty_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
CREATE INDEX duty_due ON public.duty USING btree (service, done, due, case_id, id);
CREATE INDEX duty_overdue ON public.duty USING btree (service, overdue, escalates_to, due, case_id, id);
grant insert on duty to caveat_app;
grant select on duty to caveat_app;
grant select on duty to caveat_auditor;
grant update (done) on duty to caveat_app;
grant update (due) on duty to caveat_app;
grant update (overdue) on duty to caveat_app;

create table enrolment (
  id uuid not null,
  hash bytea not null,
  person uuid not null,
  kind text not null,
  by_person uuid,
  at timestamp with time zone not null,
  usable_from timestamp with time zone not null,
  expires timestamp with time zone not null,
  constraint enrolment_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint enrolment_check CHECK (((by_person IS NULL) = (kind = 'founding'::text))),
  constraint enrolment_check1 CHECK ((by_person <> person)),
  constraint enrolment_check2 CHECK ((usable_from >= at)),
  constraint enrolment_check3 CHECK ((expires > usable_from)),
  constraint enrolment_hash_check CHECK ((octet_length(hash) = 32)),
  constraint enrolment_hash_key UNIQUE (hash),
  constraint enrolment_id_person_by_person_key UNIQUE (id, person, by_person),
  constraint enrolment_kind_check CHECK ((kind = ANY (ARRAY['founding'::text, 'invitation'::text, 'recovery'::text]))),
  constraint enrolment_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint enrolment_pkey PRIMARY KEY (id)
);
CREATE INDEX enrolment_person ON public.enrolment USING btree (person);
grant insert on enrolment to caveat_app;
grant select on enrolment to caveat_app;
grant select on enrolment to caveat_auditor;

create table enrolment_confirmation (
  enrolment uuid not null,
  person uuid not null,
  by_person uuid not null,
  confirmed_by uuid not null,
  at timestamp with time zone not null,
  constraint enrolment_confirmation_check CHECK ((confirmed_by <> person)),
  constraint enrolment_confirmation_check1 CHECK ((confirmed_by <> by_person)),
  constraint enrolment_confirmation_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES person(id),
  constraint enrolment_confirmation_enrolment_person_by_person_fkey FOREIGN KEY (enrolment, person, by_person) REFERENCES enrolment(id, person, by_person),
  constraint enrolment_confirmation_pkey PRIMARY KEY (enrolment)
);
grant insert on enrolment_confirmation to caveat_app;
grant select on enrolment_confirmation to caveat_app;
grant select on enrolment_confirmation to caveat_auditor;

create table enrolment_end (
  enrolment uuid not null,
  how text not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint enrolment_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint enrolment_end_enrolment_fkey FOREIGN KEY (enrolment) REFERENCES enrolment(id),
  constraint enrolment_end_how_check CHECK ((how = ANY (ARRAY['used'::text, 'stopped'::text]))),
  constraint enrolment_end_pkey PRIMARY KEY (enrolment)
);
grant insert on enrolment_end to caveat_app;
grant select on enrolment_end to caveat_app;
grant select on enrolment_end to caveat_auditor;

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
CREATE UNIQUE INDEX entry_place ON public.entry USING btree (log_id, idx, id);
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

create table hold (
  id uuid not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint hold_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint hold_pkey PRIMARY KEY (id)
);
grant insert on hold to caveat_app;
grant select on hold to caveat_app;
grant select on hold to caveat_auditor;

create table hold_end (
  hold uuid not null,
  entry uuid not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint hold_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint hold_end_entry_key UNIQUE (entry),
  constraint hold_end_hold_fkey FOREIGN KEY (hold) REFERENCES hold(id),
  constraint hold_end_pkey PRIMARY KEY (hold)
);
grant insert on hold_end to caveat_app;
grant select on hold_end to caveat_app;
grant select on hold_end to caveat_auditor;

create table hold_mention (
  hold uuid not null,
  handle bytea not null,
  constraint hold_mention_handle_check CHECK ((octet_length(handle) = 32)),
  constraint hold_mention_hold_fkey FOREIGN KEY (hold) REFERENCES hold(id),
  constraint hold_mention_pkey PRIMARY KEY (hold, handle)
);
CREATE INDEX hold_mention_handle ON public.hold_mention USING btree (handle);
grant insert on hold_mention to caveat_app;
grant select on hold_mention to caveat_app;
grant select on hold_mention to caveat_auditor;

create table intake (
  id uuid not null,
  partner text not null,
  collection uuid not null,
  credential uuid not null,
  at timestamp with time zone not null,
  constraint intake_collection_partner_fkey FOREIGN KEY (collection, partner) REFERENCES collection(id, partner),
  constraint intake_credential_partner_fkey FOREIGN KEY (credential, partner) REFERENCES channel_credential(id, partner),
  constraint intake_id_partner_key UNIQUE (id, partner),
  constraint intake_pkey PRIMARY KEY (id)
);
CREATE INDEX intake_partner ON public.intake USING btree (partner, at, id);
grant insert on intake to caveat_app;
grant select on intake to caveat_app;
grant select on intake to caveat_auditor;
grant select on intake to caveat_partner_reader;

create table intake_object (
  intake uuid not null,
  nth integer not null,
  object_id text not null,
  version text not null,
  state text not null,
  message text,
  content bytea,
  item uuid,
  constraint intake_object_check CHECK (((state = 'failure'::text) OR (content IS NOT NULL))),
  constraint intake_object_content_fkey FOREIGN KEY (content) REFERENCES content(hash),
  constraint intake_object_intake_fkey FOREIGN KEY (intake) REFERENCES intake(id),
  constraint intake_object_item_fkey FOREIGN KEY (item) REFERENCES item(id),
  constraint intake_object_nth_check CHECK ((nth >= 1)),
  constraint intake_object_pkey PRIMARY KEY (intake, nth),
  constraint intake_object_state_check CHECK ((state = ANY (ARRAY['success'::text, 'failure'::text, 'pending'::text])))
);
CREATE INDEX intake_object_state ON public.intake_object USING btree (state, intake, nth);
grant insert on intake_object to caveat_app;
grant select (intake) on intake_object to caveat_partner_reader;
grant select (message) on intake_object to caveat_partner_reader;
grant select (nth) on intake_object to caveat_partner_reader;
grant select (object_id) on intake_object to caveat_partner_reader;
grant select (state) on intake_object to caveat_partner_reader;
grant select (version) on intake_object to caveat_partner_reader;
grant select on intake_object to caveat_app;
grant select on intake_object to caveat_auditor;
grant update (item) on intake_object to caveat_app;
grant update (message) on intake_object to caveat_app;
grant update (state) on intake_object to caveat_app;

create table item (
  id uuid not null,
  sha256 bytea not null,
  size bigint not null,
  format text not null,
  original bytea not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  version bigint not null,
  constraint item_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint item_original_fkey FOREIGN KEY (original) REFERENCES content(hash),
  constraint item_pkey PRIMARY KEY (id),
  constraint item_sha256_check CHECK ((octet_length(sha256) = 32)),
  constraint item_sha256_key UNIQUE (sha256),
  constraint item_size_check CHECK ((size >= 0)),
  constraint item_version_check CHECK ((version >= 1))
);
grant insert on item to caveat_app;
grant select on item to caveat_app;
grant select on item to caveat_auditor;
grant update (version) on item to caveat_app;

create table item_compartment (
  item uuid not null,
  compartment text not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint item_compartment_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint item_compartment_compartment_fkey FOREIGN KEY (compartment) REFERENCES compartment(id),
  constraint item_compartment_item_fkey FOREIGN KEY (item) REFERENCES item(id),
  constraint item_compartment_pkey PRIMARY KEY (item, compartment)
);
grant insert on item_compartment to caveat_app;
grant select on item_compartment to caveat_app;
grant select on item_compartment to caveat_auditor;

create table item_mention (
  handle bytea not null,
  item uuid not null,
  at timestamp with time zone not null,
  constraint item_mention_handle_check CHECK ((octet_length(handle) = 32)),
  constraint item_mention_item_fkey FOREIGN KEY (item) REFERENCES item(id),
  constraint item_mention_pkey PRIMARY KEY (handle, item)
);
CREATE INDEX item_mention_item ON public.item_mention USING btree (item);
grant insert on item_mention to caveat_app;
grant select on item_mention to caveat_app;
grant select on item_mention to caveat_auditor;

create table item_service (
  item uuid not null,
  service text not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint item_service_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint item_service_item_fkey FOREIGN KEY (item) REFERENCES item(id),
  constraint item_service_pkey PRIMARY KEY (item, service),
  constraint item_service_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
grant insert on item_service to caveat_app;
grant select on item_service to caveat_app;
grant select on item_service to caveat_auditor;

create table item_version (
  item uuid not null,
  number bigint not null,
  previous bigint,
  entry uuid not null,
  facts bytea not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint item_version_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint item_version_check1 CHECK (((number = 1) = (previous IS NULL))),
  constraint item_version_check2 CHECK ((previous = (number - 1))),
  constraint item_version_entry_key UNIQUE (entry),
  constraint item_version_facts_fkey FOREIGN KEY (facts) REFERENCES content(hash),
  constraint item_version_item_fkey FOREIGN KEY (item) REFERENCES item(id),
  constraint item_version_item_previous_fkey FOREIGN KEY (item, previous) REFERENCES item_version(item, number),
  constraint item_version_number_check CHECK ((number >= 1)),
  constraint item_version_pkey PRIMARY KEY (item, number)
);
grant insert on item_version to caveat_app;
grant select on item_version to caveat_app;
grant select on item_version to caveat_auditor;

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

create table notice (
  id uuid not null,
  recall uuid not null,
  partner text not null,
  onward text,
  due date not null,
  state text not null,
  at timestamp with time zone not null,
  constraint notice_onward_check CHECK (((octet_length(onward) >= 1) AND (octet_length(onward) <= 64))),
  constraint notice_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint notice_pkey PRIMARY KEY (id),
  constraint notice_recall_fkey FOREIGN KEY (recall) REFERENCES recall(id),
  constraint notice_state_check CHECK ((state = ANY (ARRAY['open'::text, 'acknowledged'::text, 'destroyed'::text, 'escalated'::text])))
);
CREATE INDEX notice_due ON public.notice USING btree (state, due, id);
CREATE INDEX notice_partner ON public.notice USING btree (partner, at, id);
CREATE INDEX notice_recall ON public.notice USING btree (recall);
grant insert on notice to caveat_app;
grant select on notice to caveat_app;
grant select on notice to caveat_auditor;
grant select on notice to caveat_partner_reader;
grant update (state) on notice to caveat_app;
alter table notice enable row level security;
alter table notice force row level security;
create policy notice_add on notice for a to caveat_app, caveat_migrator with check (true);
create policy notice_change on notice for w to caveat_app using (true) with check (true);
create policy notice_read on notice for r to caveat_app, caveat_auditor, caveat_migrator using (true);
create policy notice_read_own on notice for r to caveat_partner_reader using ((partner = current_setting('caveat.partner'::text, true)));

create table order_erasure (
  order_id uuid not null,
  subject text not null,
  done boolean not null,
  constraint order_erasure_order_id_fkey FOREIGN KEY (order_id) REFERENCES person_order(id),
  constraint order_erasure_pkey PRIMARY KEY (order_id, subject)
);
CREATE INDEX order_erasure_done ON public.order_erasure USING btree (done, order_id);
grant insert on order_erasure to caveat_app;
grant select on order_erasure to caveat_app;
grant select on order_erasure to caveat_auditor;
grant update (done) on order_erasure to caveat_app;

create table outbox (
  partner text not null,
  collection uuid not null,
  position bigint not null,
  date_added timestamp with time zone not null,
  object_id text not null,
  type text not null,
  spec_version text not null,
  version timestamp with time zone not null,
  sort integer not null,
  typed bigint not null,
  versioned bigint not null,
  media_type text not null,
  size bigint not null,
  body bytea not null,
  what uuid not null,
  constraint outbox_check CHECK ((octet_length(body) = size)),
  constraint outbox_check1 CHECK ((version <= date_added)),
  constraint outbox_media_type_check CHECK ((media_type <> ''::text)),
  constraint outbox_object_id_check CHECK ((object_id <> ''::text)),
  constraint outbox_partner_collection_date_added_key UNIQUE (partner, collection, date_added),
  constraint outbox_partner_collection_sort_spec_version_fkey FOREIGN KEY (partner, collection, sort, spec_version) REFERENCES outbox_sort(partner, collection, sort, spec_version),
  constraint outbox_partner_collection_type_fkey FOREIGN KEY (partner, collection, type) REFERENCES outbox_type(partner, collection, type),
  constraint outbox_pkey PRIMARY KEY (partner, collection, "position"),
  constraint outbox_position_check CHECK (("position" >= 1)),
  constraint outbox_what_collection_partner_fkey FOREIGN KEY (what, collection, partner) REFERENCES disclosure(what, collection, partner)
);
CREATE INDEX outbox_object ON public.outbox USING btree (partner, collection, object_id, "position");
CREATE INDEX outbox_sorted ON public.outbox USING btree (partner, collection, sort, "position");
CREATE INDEX outbox_typed ON public.outbox USING btree (partner, collection, typed, "position");
CREATE INDEX outbox_versioned ON public.outbox USING btree (partner, collection, versioned, "position");
CREATE INDEX outbox_what ON public.outbox USING btree (what, collection, "position");
grant delete on outbox to caveat_sequencer;
grant insert on outbox to caveat_sequencer;
grant select on outbox to caveat_auditor;
grant select on outbox to caveat_partner_reader;
grant select on outbox to caveat_sequencer;
grant update (sort) on outbox to caveat_sequencer;
grant update (typed) on outbox to caveat_sequencer;
grant update (versioned) on outbox to caveat_sequencer;
grant update (what) on outbox to caveat_sequencer;
alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_add on outbox for a to caveat_migrator, caveat_sequencer with check (true);
create policy outbox_change on outbox for w to caveat_sequencer using (true) with check (true);
create policy outbox_read on outbox for r to caveat_auditor, caveat_migrator, caveat_sequencer using (true);
create policy outbox_read_own on outbox for r to caveat_partner_reader using ((partner = current_setting('caveat.partner'::text, true)));
create policy outbox_take_away on outbox for d to caveat_sequencer using ((EXISTS ( SELECT 1 FROM (disclosure d JOIN recall_copy r ON (((r.recall = d.recall) AND (r.collection = d.collection)))) WHERE ((d.collection = outbox.collection) AND ((r.release = outbox.what) OR (r.recall = outbox.what))))));
create policy outbox_take_erased on outbox for d to caveat_sequencer using (((EXISTS ( SELECT 1 FROM (release r JOIN case_file f ON ((f.id = r.case_id))) WHERE ((r.id = outbox.what) AND ((NOT (EXISTS ( SELECT 1 FROM sealed_value v WHERE (v.subject = (f.id)::text)))) OR (NOT (EXISTS ( SELECT 1 FROM sealed_value v WHERE (v.subject = (f.item)::text)))))))) OR (EXISTS ( SELECT 1 FROM ((recall_copy b JOIN release r ON ((r.id = b.release))) JOIN case_file f ON ((f.id = r.case_id))) WHERE ((b.recall = outbox.what) AND ((NOT (EXISTS ( SELECT 1 FROM sealed_value v WHERE (v.subject = (f.id)::text)))) OR (NOT (EXISTS ( SELECT 1 FROM sealed_value v WHERE (v.subject = (f.item)::text))))))))));

create table outbox_head (
  collection uuid not null,
  partner text not null,
  position bigint not null,
  date_added timestamp with time zone not null,
  state uuid,
  constraint outbox_head_collection_partner_fkey FOREIGN KEY (collection, partner) REFERENCES collection(id, partner),
  constraint outbox_head_pkey PRIMARY KEY (collection),
  constraint outbox_head_position_check CHECK (("position" >= 0))
);
grant insert on outbox_head to caveat_sequencer;
grant select (collection) on outbox_head to caveat_partner_reader;
grant select (date_added) on outbox_head to caveat_partner_reader;
grant select (partner) on outbox_head to caveat_partner_reader;
grant select (state) on outbox_head to caveat_partner_reader;
grant select on outbox_head to caveat_auditor;
grant select on outbox_head to caveat_sequencer;
grant update (date_added) on outbox_head to caveat_sequencer;
grant update (position) on outbox_head to caveat_sequencer;
grant update (state) on outbox_head to caveat_sequencer;

create table outbox_shared (
  partner text not null,
  collection uuid not null,
  position bigint not null,
  what uuid not null,
  constraint outbox_shared_partner_collection_position_fkey FOREIGN KEY (partner, collection, "position") REFERENCES outbox(partner, collection, "position"),
  constraint outbox_shared_pkey PRIMARY KEY (what, collection, "position"),
  constraint outbox_shared_what_collection_partner_fkey FOREIGN KEY (what, collection, partner) REFERENCES disclosure(what, collection, partner)
);
CREATE INDEX outbox_shared_row ON public.outbox_shared USING btree (partner, collection, "position");
grant delete on outbox_shared to caveat_sequencer;
grant insert on outbox_shared to caveat_sequencer;
grant select on outbox_shared to caveat_auditor;
grant select on outbox_shared to caveat_sequencer;

create table outbox_sort (
  partner text not null,
  collection uuid not null,
  sort integer not null,
  spec_version text not null,
  is_first boolean not null,
  is_last boolean not null,
  is_latest boolean not null,
  constraint outbox_sort_collection_partner_fkey FOREIGN KEY (collection, partner) REFERENCES collection(id, partner),
  constraint outbox_sort_partner_collection_sort_spec_version_key UNIQUE (partner, collection, sort, spec_version),
  constraint outbox_sort_partner_collection_spec_version_is_first_is_las_key UNIQUE (partner, collection, spec_version, is_first, is_last, is_latest),
  constraint outbox_sort_pkey PRIMARY KEY (partner, collection, sort),
  constraint outbox_sort_sort_check CHECK (((sort >= 1) AND (sort <= 1023)))
);
grant insert on outbox_sort to caveat_sequencer;
grant select on outbox_sort to caveat_auditor;
grant select on outbox_sort to caveat_partner_reader;
grant select on outbox_sort to caveat_sequencer;

create table outbox_type (
  partner text not null,
  collection uuid not null,
  type text not null,
  number bigint not null,
  constraint outbox_type_collection_partner_fkey FOREIGN KEY (collection, partner) REFERENCES collection(id, partner),
  constraint outbox_type_number_check CHECK ((number >= 0)),
  constraint outbox_type_pkey PRIMARY KEY (partner, collection, type),
  constraint outbox_type_type_check CHECK ((type <> ''::text))
);
grant insert on outbox_type to caveat_sequencer;
grant select on outbox_type to caveat_auditor;
grant select on outbox_type to caveat_partner_reader;
grant select on outbox_type to caveat_sequencer;

create table outbox_until (
  recall uuid not null,
  collection uuid not null,
  partner text not null,
  until_day date not null,
  constraint outbox_until_pkey PRIMARY KEY (collection, recall),
  constraint outbox_until_recall_collection_partner_fkey FOREIGN KEY (recall, collection, partner) REFERENCES disclosure(what, collection, partner)
);
CREATE INDEX outbox_until_day ON public.outbox_until USING btree (until_day);
grant delete on outbox_until to caveat_sequencer;
grant insert on outbox_until to caveat_sequencer;
grant select on outbox_until to caveat_auditor;
grant select on outbox_until to caveat_sequencer;

create table partner (
  id text not null,
  subject uuid not null,
  is_group boolean not null,
  revision bigint not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint partner_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint partner_id_check CHECK ((id <> ''::text)),
  constraint partner_pkey PRIMARY KEY (id),
  constraint partner_revision_check CHECK ((revision >= 1)),
  constraint partner_subject_key UNIQUE (subject)
);
grant insert on partner to caveat_app;
grant select on partner to caveat_app;
grant select on partner to caveat_auditor;
grant update (revision) on partner to caveat_app;

create table partner_root (
  partner text not null,
  segment text not null,
  at timestamp with time zone not null,
  constraint partner_root_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint partner_root_pkey PRIMARY KEY (partner),
  constraint partner_root_segment_check CHECK ((segment <> ALL (ARRAY[''::text, 'taxii2'::text]))),
  constraint partner_root_segment_key UNIQUE (segment)
);
grant insert on partner_root to caveat_app;
grant select on partner_root to caveat_app;
grant select on partner_root to caveat_auditor;
grant select on partner_root to caveat_partner_reader;

create table partner_version (
  partner text not null,
  number bigint not null,
  previous bigint,
  entry uuid not null,
  hash bytea not null,
  recorded_on date not null,
  valid_from date not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint partner_version_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint partner_version_check CHECK (((number = 1) = (previous IS NULL))),
  constraint partner_version_check1 CHECK ((previous = (number - 1))),
  constraint partner_version_check2 CHECK ((valid_from >= recorded_on)),
  constraint partner_version_entry_key UNIQUE (entry),
  constraint partner_version_hash_check CHECK ((octet_length(hash) = 32)),
  constraint partner_version_number_check CHECK ((number >= 1)),
  constraint partner_version_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint partner_version_partner_previous_fkey FOREIGN KEY (partner, previous) REFERENCES partner_version(partner, number),
  constraint partner_version_pkey PRIMARY KEY (partner, number)
);
CREATE INDEX partner_version_day ON public.partner_version USING btree (valid_from);
grant insert on partner_version to caveat_app;
grant select on partner_version to caveat_app;
grant select on partner_version to caveat_auditor;

create table partner_word (
  id uuid not null,
  partner text not null,
  kind text not null,
  about uuid not null,
  case_id uuid not null,
  by_person uuid,
  credential uuid,
  at timestamp with time zone not null,
  constraint partner_word_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint partner_word_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint partner_word_check CHECK (((by_person IS NULL) <> (credential IS NULL))),
  constraint partner_word_credential_partner_fkey FOREIGN KEY (credential, partner) REFERENCES channel_credential(id, partner),
  constraint partner_word_kind_check CHECK ((kind = ANY (ARRAY['receipt'::text, 'acknowledgement'::text, 'destruction'::text, 'feedback'::text]))),
  constraint partner_word_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint partner_word_pkey PRIMARY KEY (id)
);
CREATE INDEX partner_word_about ON public.partner_word USING btree (about, at, id);
grant insert on partner_word to caveat_app;
grant select on partner_word to caveat_app;
grant select on partner_word to caveat_auditor;

create table passkey (
  id text not null,
  person uuid not null,
  public_key bytea not null,
  counter bigint not null,
  at timestamp with time zone not null,
  constraint passkey_counter_check CHECK ((counter >= 0)),
  constraint passkey_id_check CHECK ((id <> ''::text)),
  constraint passkey_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint passkey_pkey PRIMARY KEY (id)
);
CREATE INDEX passkey_person ON public.passkey USING btree (person);
grant insert on passkey to caveat_app;
grant select on passkey to caveat_app;
grant select on passkey to caveat_auditor;
grant update (counter) on passkey to caveat_app;

create table passkey_end (
  passkey text not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint passkey_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint passkey_end_passkey_fkey FOREIGN KEY (passkey) REFERENCES passkey(id),
  constraint passkey_end_pkey PRIMARY KEY (passkey)
);
grant insert on passkey_end to caveat_app;
grant select on passkey_end to caveat_app;
grant select on passkey_end to caveat_auditor;

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

create table permission (
  id uuid not null,
  service text not null,
  partner text not null,
  role text not null,
  giver uuid not null,
  grant_id uuid not null,
  valid_from date not null,
  valid_until date not null,
  on_day date not null,
  until_day date not null,
  unevaluated boolean not null,
  quota integer not null,
  at timestamp with time zone not null,
  constraint permission_check CHECK (((on_day >= valid_from) AND (on_day <= valid_until))),
  constraint permission_check1 CHECK (((until_day >= on_day) AND (until_day <= valid_until))),
  constraint permission_check2 CHECK (((NOT unevaluated) OR (until_day <= (on_day + 366)))),
  constraint permission_grant_id_giver_role_valid_from_valid_until_fkey FOREIGN KEY (grant_id, giver, role, valid_from, valid_until) REFERENCES role_confirmation(grant_id, person, role, valid_from, valid_until),
  constraint permission_id_partner_role_giver_quota_until_day_key UNIQUE (id, partner, role, giver, quota, until_day),
  constraint permission_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint permission_pkey PRIMARY KEY (id),
  constraint permission_quota_check CHECK ((quota >= 1)),
  constraint permission_role_check CHECK ((role <> 'administrator'::text)),
  constraint permission_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
CREATE INDEX permission_partner ON public.permission USING btree (partner, service, until_day);
grant insert on permission to caveat_app;
grant select on permission to caveat_app;
grant select on permission to caveat_auditor;

create table permission_end (
  permission uuid not null,
  entry uuid not null,
  last_day date not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint permission_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint permission_end_entry_key UNIQUE (entry),
  constraint permission_end_permission_fkey FOREIGN KEY (permission) REFERENCES permission(id),
  constraint permission_end_pkey PRIMARY KEY (permission)
);
grant insert on permission_end to caveat_app;
grant select on permission_end to caveat_app;
grant select on permission_end to caveat_auditor;

create table permission_use (
  permission uuid not null,
  nth integer not null,
  previous integer,
  case_id uuid not null,
  requester uuid not null,
  partner text not null,
  role text not null,
  giver uuid not null,
  quota integer not null,
  until_day date not null,
  on_day date not null,
  at timestamp with time zone not null,
  constraint permission_use_case_id_requester_fkey FOREIGN KEY (case_id, requester) REFERENCES case_file(id, requester),
  constraint permission_use_check CHECK ((nth <= quota)),
  constraint permission_use_check1 CHECK ((giver <> requester)),
  constraint permission_use_check2 CHECK ((on_day <= until_day)),
  constraint permission_use_check3 CHECK (((nth = 1) = (previous IS NULL))),
  constraint permission_use_check4 CHECK ((previous = (nth - 1))),
  constraint permission_use_nth_check CHECK ((nth >= 1)),
  constraint permission_use_permission_case_id_key UNIQUE (permission, case_id),
  constraint permission_use_permission_case_id_partner_role_giver_until__key UNIQUE (permission, case_id, partner, role, giver, until_day),
  constraint permission_use_permission_partner_role_giver_quota_until_d_fkey FOREIGN KEY (permission, partner, role, giver, quota, until_day) REFERENCES permission(id, partner, role, giver, quota, until_day),
  constraint permission_use_permission_previous_fkey FOREIGN KEY (permission, previous) REFERENCES permission_use(permission, nth),
  constraint permission_use_pkey PRIMARY KEY (permission, nth)
);
CREATE INDEX permission_use_case ON public.permission_use USING btree (case_id);
grant insert on permission_use to caveat_app;
grant select on permission_use to caveat_app;
grant select on permission_use to caveat_auditor;

create table person (
  id uuid not null,
  service text not null,
  name text not null,
  administers boolean not null,
  at timestamp with time zone not null,
  constraint person_id_administers_key UNIQUE (id, administers),
  constraint person_name_check CHECK ((name <> ''::text)),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
grant insert on person to caveat_app;
grant select on person to caveat_app;
grant select on person to caveat_auditor;

create table person_end (
  person uuid not null,
  at timestamp with time zone not null,
  by_person uuid not null,
  constraint person_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint person_end_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint person_end_pkey PRIMARY KEY (person)
);
grant insert on person_end to caveat_app;
grant select on person_end to caveat_app;
grant select on person_end to caveat_auditor;

create table person_order (
  id uuid not null,
  kind text not null,
  basis text not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint person_order_basis_check CHECK ((basis <> ''::text)),
  constraint person_order_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint person_order_kind_check CHECK ((kind = ANY (ARRAY['deletion'::text, 'correction'::text]))),
  constraint person_order_pkey PRIMARY KEY (id)
);
grant insert on person_order to caveat_app;
grant select on person_order to caveat_app;
grant select on person_order to caveat_auditor;

create table person_order_item (
  order_id uuid not null,
  item uuid not null,
  constraint person_order_item_item_fkey FOREIGN KEY (item) REFERENCES item(id),
  constraint person_order_item_order_id_fkey FOREIGN KEY (order_id) REFERENCES person_order(id),
  constraint person_order_item_pkey PRIMARY KEY (order_id, item)
);
CREATE INDEX person_order_item_item ON public.person_order_item USING btree (item);
grant insert on person_order_item to caveat_app;
grant select on person_order_item to caveat_app;
grant select on person_order_item to caveat_auditor;

create table profile (
  partner text not null,
  topic text not null,
  number bigint not null,
  previous bigint,
  entry uuid not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint profile_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint profile_check CHECK (((number = 1) = (previous IS NULL))),
  constraint profile_check1 CHECK ((previous = (number - 1))),
  constraint profile_entry_key UNIQUE (entry),
  constraint profile_number_check CHECK ((number >= 1)),
  constraint profile_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint profile_partner_topic_previous_fkey FOREIGN KEY (partner, topic, previous) REFERENCES profile(partner, topic, number),
  constraint profile_pkey PRIMARY KEY (partner, topic, number),
  constraint profile_topic_check CHECK ((topic <> ''::text))
);
grant insert on profile to caveat_app;
grant select on profile to caveat_app;
grant select on profile to caveat_auditor;

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

create table recall (
  id uuid not null,
  release uuid not null,
  kind text not null,
  replacement uuid,
  due date not null,
  at timestamp with time zone not null,
  constraint recall_check CHECK (((kind = 'correction'::text) OR (replacement IS NULL))),
  constraint recall_check1 CHECK ((replacement <> release)),
  constraint recall_id_fkey FOREIGN KEY (id) REFERENCES act(id),
  constraint recall_id_release_key UNIQUE (id, release),
  constraint recall_kind_check CHECK ((kind = ANY (ARRAY['recall'::text, 'correction'::text]))),
  constraint recall_pkey PRIMARY KEY (id),
  constraint recall_release_fkey FOREIGN KEY (release) REFERENCES release(id),
  constraint recall_replacement_fkey FOREIGN KEY (replacement) REFERENCES release(id)
);
CREATE INDEX recall_release ON public.recall USING btree (release);
grant insert on recall to caveat_app;
grant select (id) on recall to caveat_partner_reader;
grant select (kind) on recall to caveat_partner_reader;
grant select (release) on recall to caveat_partner_reader;
grant select on recall to caveat_app;
grant select on recall to caveat_auditor;
grant select on recall to caveat_sequencer;

create table recall_copy (
  recall uuid not null,
  release uuid not null,
  collection uuid not null,
  partner text not null,
  sha256 bytea,
  content bytea,
  until_day date not null,
  constraint recall_copy_check CHECK (((sha256 IS NULL) = (content IS NULL))),
  constraint recall_copy_content_fkey FOREIGN KEY (content) REFERENCES content(hash),
  constraint recall_copy_pkey PRIMARY KEY (recall, collection),
  constraint recall_copy_recall_collection_partner_key UNIQUE (recall, collection, partner),
  constraint recall_copy_recall_release_fkey FOREIGN KEY (recall, release) REFERENCES recall(id, release),
  constraint recall_copy_release_collection_partner_fkey FOREIGN KEY (release, collection, partner) REFERENCES release_copy(release, collection, partner),
  constraint recall_copy_sha256_check CHECK ((octet_length(sha256) = 32))
);
CREATE INDEX recall_copy_release ON public.recall_copy USING btree (release, collection);
grant insert on recall_copy to caveat_app;
grant select on recall_copy to caveat_app;
grant select on recall_copy to caveat_auditor;
grant select on recall_copy to caveat_sequencer;

create table register_mark (
  id integer not null,
  mark uuid not null,
  constraint register_mark_id_check CHECK ((id = 1)),
  constraint register_mark_pkey PRIMARY KEY (id)
);
grant insert on register_mark to caveat_app;
grant insert on register_mark to caveat_sequencer;
grant select on register_mark to caveat_app;
grant select on register_mark to caveat_auditor;
grant select on register_mark to caveat_sequencer;
grant update (mark) on register_mark to caveat_app;
grant update (mark) on register_mark to caveat_sequencer;

create table release (
  id uuid not null,
  case_id uuid not null,
  manifest bytea not null,
  clearance uuid not null,
  at timestamp with time zone not null,
  constraint release_clearance_case_id_manifest_fkey FOREIGN KEY (clearance, case_id, manifest) REFERENCES clearance(id, case_id, manifest),
  constraint release_id_case_id_key UNIQUE (id, case_id),
  constraint release_id_fkey FOREIGN KEY (id) REFERENCES act(id),
  constraint release_manifest_check CHECK ((octet_length(manifest) = 32)),
  constraint release_pkey PRIMARY KEY (id)
);
CREATE INDEX release_case ON public.release USING btree (case_id);
grant insert on release to caveat_app;
grant select on release to caveat_app;
grant select on release to caveat_auditor;
grant select on release to caveat_sequencer;

create table release_copy (
  release uuid not null,
  case_id uuid not null,
  collection uuid not null,
  partner text not null,
  medium text not null,
  copy uuid not null,
  sha256 bytea not null,
  constraint release_copy_collection_partner_medium_fkey FOREIGN KEY (collection, partner, medium) REFERENCES collection(id, partner, medium),
  constraint release_copy_copy_case_id_partner_medium_sha256_fkey FOREIGN KEY (copy, case_id, partner, medium, sha256) REFERENCES copy(act, case_id, partner, medium, sha256),
  constraint release_copy_pkey PRIMARY KEY (release, collection),
  constraint release_copy_release_case_id_fkey FOREIGN KEY (release, case_id) REFERENCES release(id, case_id),
  constraint release_copy_release_collection_partner_key UNIQUE (release, collection, partner),
  constraint release_copy_sha256_check CHECK ((octet_length(sha256) = 32))
);
CREATE INDEX release_copy_partner ON public.release_copy USING btree (partner);
grant insert on release_copy to caveat_app;
grant select on release_copy to caveat_app;
grant select on release_copy to caveat_auditor;
grant select on release_copy to caveat_sequencer;

create table revoked_name (
  partner text not null,
  name uuid not null,
  recall uuid not null,
  constraint revoked_name_partner_fkey FOREIGN KEY (partner) REFERENCES partner(id),
  constraint revoked_name_pkey PRIMARY KEY (partner, name, recall),
  constraint revoked_name_recall_fkey FOREIGN KEY (recall) REFERENCES recall(id)
);
CREATE INDEX revoked_name_recall ON public.revoked_name USING btree (recall);
grant insert on revoked_name to caveat_app;
grant select on revoked_name to caveat_app;
grant select on revoked_name to caveat_auditor;
grant select on revoked_name to caveat_sequencer;

create table role_confirmation (
  grant_id uuid not null,
  person uuid not null,
  role text not null,
  valid_from date not null,
  valid_until date not null,
  proposed_by uuid not null,
  confirmed_by uuid not null,
  at timestamp with time zone not null,
  constraint role_confirmation_check CHECK ((confirmed_by <> person)),
  constraint role_confirmation_check1 CHECK ((confirmed_by <> proposed_by)),
  constraint role_confirmation_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES person(id),
  constraint role_confirmation_grant_id_person_role_valid_from_valid_un_fkey FOREIGN KEY (grant_id, person, role, valid_from, valid_until, proposed_by) REFERENCES role_grant(id, person, role, valid_from, valid_until, proposed_by),
  constraint role_confirmation_grant_id_person_role_valid_from_valid_unt_key UNIQUE (grant_id, person, role, valid_from, valid_until),
  constraint role_confirmation_pkey PRIMARY KEY (grant_id)
);
grant insert on role_confirmation to caveat_app;
grant select on role_confirmation to caveat_app;
grant select on role_confirmation to caveat_auditor;

create table role_end (
  grant_id uuid not null,
  last_day date not null,
  by_person uuid not null,
  at timestamp with time zone not null,
  constraint role_end_by_person_fkey FOREIGN KEY (by_person) REFERENCES person(id),
  constraint role_end_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES role_grant(id),
  constraint role_end_pkey PRIMARY KEY (grant_id)
);
grant insert on role_end to caveat_app;
grant select on role_end to caveat_app;
grant select on role_end to caveat_auditor;

create table role_grant (
  id uuid not null,
  person uuid not null,
  administers boolean not null,
  role text not null,
  valid_from date not null,
  valid_until date not null,
  mandate text not null,
  salt bytea not null,
  proposed_by uuid,
  founder integer,
  at timestamp with time zone not null,
  constraint role_grant_check CHECK ((administers = (role = 'administrator'::text))),
  constraint role_grant_check1 CHECK ((valid_until >= valid_from)),
  constraint role_grant_check2 CHECK ((proposed_by <> person)),
  constraint role_grant_check3 CHECK (((proposed_by IS NULL) = (founder IS NOT NULL))),
  constraint role_grant_check4 CHECK (((proposed_by IS NOT NULL) OR administers)),
  constraint role_grant_founder_check CHECK (((founder >= 1) AND (founder <= 9))),
  constraint role_grant_founder_key UNIQUE (founder),
  constraint role_grant_id_person_role_valid_from_valid_until_proposed_b_key UNIQUE (id, person, role, valid_from, valid_until, proposed_by),
  constraint role_grant_mandate_check CHECK ((mandate <> ''::text)),
  constraint role_grant_person_administers_fkey FOREIGN KEY (person, administers) REFERENCES person(id, administers),
  constraint role_grant_pkey PRIMARY KEY (id),
  constraint role_grant_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES person(id),
  constraint role_grant_role_check CHECK ((role <> ''::text)),
  constraint role_grant_salt_check CHECK ((octet_length(salt) = 32))
);
CREATE INDEX role_grant_person ON public.role_grant USING btree (person);
grant insert on role_grant to caveat_app;
grant select on role_grant to caveat_app;
grant select on role_grant to caveat_auditor;

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

create table service (
  id text not null,
  name text not null,
  kind text not null,
  minister text,
  at timestamp with time zone not null,
  constraint service_id_check CHECK ((id <> ''::text)),
  constraint service_kind_check CHECK ((kind = ANY (ARRAY['civil'::text, 'military'::text, 'csirt'::text, 'police'::text, 'other'::text]))),
  constraint service_minister_check CHECK ((minister <> ''::text)),
  constraint service_name_check CHECK ((name <> ''::text)),
  constraint service_pkey PRIMARY KEY (id)
);
grant insert on service to caveat_app;
grant select on service to caveat_app;
grant select on service to caveat_auditor;

create table service_alias (
  service text not null,
  alias text not null,
  at timestamp with time zone not null,
  constraint service_alias_alias_check CHECK ((alias <> ''::text)),
  constraint service_alias_pkey PRIMARY KEY (service, alias),
  constraint service_alias_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
grant insert on service_alias to caveat_app;
grant select on service_alias to caveat_app;
grant select on service_alias to caveat_auditor;

create table service_country (
  service text not null,
  country text not null,
  at timestamp with time zone not null,
  constraint service_country_country_check CHECK ((octet_length(country) = 2)),
  constraint service_country_pkey PRIMARY KEY (service),
  constraint service_country_service_fkey FOREIGN KEY (service) REFERENCES service(id)
);
grant insert on service_country to caveat_app;
grant select on service_country to caveat_app;
grant select on service_country to caveat_auditor;

create table session (
  hash bytea not null,
  person uuid not null,
  method text not null,
  strong boolean not null,
  began timestamp with time zone not null,
  proven timestamp with time zone not null,
  seen timestamp with time zone not null,
  expires timestamp with time zone not null,
  constraint session_hash_check CHECK ((octet_length(hash) = 32)),
  constraint session_method_check CHECK ((method = ANY (ARRAY['passkey'::text, 'provider'::text]))),
  constraint session_person_fkey FOREIGN KEY (person) REFERENCES person(id),
  constraint session_pkey PRIMARY KEY (hash)
);
CREATE INDEX session_expires ON public.session USING btree (expires);
CREATE INDEX session_person ON public.session USING btree (person);
grant delete on session to caveat_app;
grant insert on session to caveat_app;
grant select on session to caveat_app;
grant select on session to caveat_auditor;
grant update (seen) on session to caveat_app;

create table used_signature (
  hash bytea not null,
  at timestamp with time zone not null,
  constraint used_signature_hash_check CHECK ((octet_length(hash) = 32)),
  constraint used_signature_pkey PRIMARY KEY (hash)
);
grant insert on used_signature to caveat_app;
grant select on used_signature to caveat_app;
grant select on used_signature to caveat_auditor;

create table verdict (
  id uuid not null,
  at timestamp with time zone not null,
  partner text not null,
  outcome text not null,
  facts bytea not null,
  packs bytea not null,
  standing bytea not null,
  constraint verdict_facts_fkey FOREIGN KEY (facts) REFERENCES content(hash),
  constraint verdict_packs_fkey FOREIGN KEY (packs) REFERENCES content(hash),
  constraint verdict_pkey PRIMARY KEY (id),
  constraint verdict_standing_check CHECK ((octet_length(standing) = 32))
);
CREATE INDEX verdict_facts ON public.verdict USING btree (facts);
CREATE INDEX verdict_partner ON public.verdict USING btree (partner);
grant insert on verdict to caveat_app;
grant select on verdict to caveat_app;
grant select on verdict to caveat_auditor;
