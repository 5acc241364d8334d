-- Cases: what somebody wants to share with whom, the steps people took, and what follows from them.
--
-- The acts are the truth; their words are sealed with their entries (sealed_value, under the case's
-- key), and what stands here is ids, codes, days and hashes. case_file, case_partner, case_party,
-- case_clearance and duty are derived and can be made anew from the acts. Who may sign what stands in
-- one function (core/casework) and, as far as rows can say it, here once more: an approval refers to a
-- confirmed role that was held on its day, and a clearance to as many distinct approvals as its
-- decision demanded. A number that begins at one and refers to the one before it has no gap and no
-- second branch.

-- The own services, beyond their names: where they are, and under which ids they appear in items.
create table service_country (
  service text primary key references service (id),
  country text not null check (octet_length(country) = 2),
  at timestamptz not null
);

create table service_alias (
  service text not null references service (id),
  alias text not null check (alias <> ''),
  at timestamptz not null,
  primary key (service, alias)
);

-- The register: partners and groups of them. What is held about one is sealed under its own key, the
-- subject. The revision goes up with everything that changes for it, so that cases which rest on an
-- earlier one are found.
create table partner (
  id text primary key check (id <> ''),
  subject uuid not null unique,
  is_group boolean not null,
  revision bigint not null check (revision >= 1),
  by_person uuid not null references person (id),
  at timestamptz not null
);

create table partner_version (
  partner text not null references partner (id),
  number bigint not null check (number >= 1),
  previous bigint,
  entry uuid not null unique,
  -- SHA-256 of the canonical JSON.
  hash bytea not null check (octet_length(hash) = 32),
  recorded_on date not null,
  valid_from date not null,
  by_person uuid not null references person (id),
  at timestamptz not null,
  primary key (partner, number),
  check ((number = 1) = (previous is null)),
  check (previous = number - 1),
  check (valid_from >= recorded_on),
  foreign key (partner, previous) references partner_version (partner, number)
);
create index partner_version_day on partner_version (valid_from);

-- What somebody wants to share. Its id is the subject of its key; the original is kept encrypted
-- under it, by the hash of the encrypted bytes.
create table item (
  id uuid primary key,
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  size bigint not null check (size >= 0),
  format text not null,
  original bytea not null references content (hash),
  by_person uuid not null references person (id),
  at timestamptz not null,
  -- The newest of its versions.
  version bigint not null check (version >= 1)
);

-- What is known of an item: its facts sheet, and who stated what (sealed with the entry).
create table item_version (
  item uuid not null references item (id),
  number bigint not null check (number >= 1),
  previous bigint,
  entry uuid not null unique,
  facts bytea not null references content (hash),
  by_person uuid not null references person (id),
  at timestamptz not null,
  primary key (item, number),
  check ((number = 1) = (previous is null)),
  check (previous = number - 1),
  foreign key (item, previous) references item_version (item, number)
);

-- Which of the own services hold it: the same bytes are one item.
create table item_service (
  item uuid not null references item (id),
  service text not null references service (id),
  by_person uuid not null references person (id),
  at timestamptz not null,
  primary key (item, service)
);

create table item_compartment (
  item uuid not null references item (id),
  compartment text not null references compartment (id),
  by_person uuid not null references person (id),
  at timestamptz not null,
  primary key (item, compartment)
);

create table case_file (
  id uuid primary key,
  service text not null references service (id),
  item uuid not null references item (id),
  requester uuid not null references person (id),
  opened timestamptz not null,
  status text not null check (status in ('open', 'refused', 'withdrawn', 'closed', 'erased')),
  -- Of its recipients the worst.
  outcome text not null
    check (outcome in ('release', 'release-with-caveats', 'hold', 'refer', 'withhold')),
  -- How many acts it has; and how often anything of it was written, on which whoever writes insists.
  seq bigint not null check (seq >= 1),
  revision bigint not null check (revision >= 1),
  updated timestamptz not null,
  -- What the last decision rested on, and the day on which it may come out otherwise.
  decided_on date not null,
  item_version bigint not null,
  packs bytea not null check (octet_length(packs) = 32),
  next_change date,
  recheck boolean not null,
  -- A duty is due, or past its day.
  is_due boolean not null,
  unique (id, requester)
);
create index case_file_updated on case_file (service, updated desc, id desc);
create index case_file_status on case_file (service, status, updated desc, id desc);
create index case_file_outcome on case_file (service, outcome, updated desc, id desc);
create index case_file_due on case_file (service, is_due, updated desc, id desc);
create index case_file_change on case_file (next_change, id);
create index case_file_recheck on case_file (recheck, id);
create index case_file_packs on case_file (status, packs, id);
create index case_file_item on case_file (item);

create table case_compartment (
  case_id uuid not null references case_file (id),
  compartment text not null references compartment (id),
  primary key (case_id, compartment)
);

-- Whom a case is about: those who would receive, and the members of a group that would. With a copy
-- of what lists are filtered by, and the revision of the partner that was decided on.
create table case_partner (
  case_id uuid not null references case_file (id),
  partner text not null references partner (id),
  part text not null check (part in ('recipient', 'member', 'former')),
  revision bigint not null,
  is_live boolean not null,
  service text not null,
  status text not null,
  outcome text not null,
  is_due boolean not null,
  updated timestamptz not null,
  primary key (case_id, partner)
);
create index case_partner_updated on case_partner (partner, service, updated desc, case_id desc);
create index case_partner_status on case_partner (partner, service, status, updated desc, case_id desc);
create index case_partner_outcome
  on case_partner (partner, service, outcome, updated desc, case_id desc);
create index case_partner_stale on case_partner (partner, is_live, revision);

-- Who may work on a case: who took a step in it, and whom one of them let in.
create table case_party (
  case_id uuid not null references case_file (id),
  person uuid not null references person (id),
  let_in_by uuid references person (id),
  status text not null,
  outcome text not null,
  is_due boolean not null,
  updated timestamptz not null,
  at timestamptz not null,
  primary key (case_id, person),
  check (let_in_by <> person)
);
create index case_party_updated on case_party (person, updated desc, case_id desc);
create index case_party_status on case_party (person, status, updated desc, case_id desc);
create index case_party_outcome on case_party (person, outcome, updated desc, case_id desc);

-- A step somebody took: under the id of its entry.
create table act (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  seq bigint not null check (seq >= 1),
  previous bigint,
  kind text not null check (kind <> ''),
  person uuid not null references person (id),
  at timestamptz not null,
  unique (case_id, seq),
  unique (id, case_id, person),
  check ((seq = 1) = (previous is null)),
  check (previous = seq - 1),
  check ((seq = 1) = (kind = 'open')),
  foreign key (case_id, previous) references act (case_id, seq)
);

-- An approval that was taken back, by the approver's own act: a retraction, or a refusal.
create table approval_end (
  approval uuid primary key,
  act uuid not null,
  case_id uuid not null,
  manifest bytea not null,
  role text not null,
  approver uuid not null,
  round integer not null,
  unique (case_id, manifest, role, approver, round),
  foreign key (act, case_id, approver) references act (id, case_id, person)
);

-- An approval: by somebody else than the requester, under a role that was granted and confirmed, on a
-- day on which it was held; it ends with the mandate at the latest. Nobody approves the same under the
-- same role again but after taking the approval back: that is its next round.
create table approval (
  act uuid primary key,
  case_id uuid not null,
  manifest bytea not null check (octet_length(manifest) = 32),
  role text not null check (role <> 'administrator'),
  approver uuid not null,
  requester uuid not null,
  round integer not null check (round >= 1),
  previous integer,
  grant_id uuid not null,
  valid_from date not null,
  valid_until date not null,
  on_day date not null,
  -- 9999-12-31 where there is none.
  expires date not null,
  check (approver <> requester),
  check (on_day between valid_from and valid_until),
  check (expires between on_day and valid_until),
  check ((round = 1) = (previous is null)),
  check (previous = round - 1),
  unique (case_id, manifest, role, approver, round),
  unique (act, case_id, manifest, role, approver, expires),
  foreign key (act, case_id, approver) references act (id, case_id, person),
  foreign key (case_id, requester) references case_file (id, requester),
  foreign key (grant_id, approver, role, valid_from, valid_until)
    references role_confirmation (grant_id, person, role, valid_from, valid_until),
  foreign key (case_id, manifest, role, approver, previous)
    references approval_end (case_id, manifest, role, approver, round)
);
create index approval_grant on approval (grant_id);

-- An approval given beforehand for a series of like cases. Purpose, scope and persons are sealed with
-- its entry, under its own key.
create table permission (
  id uuid primary key,
  service text not null references service (id),
  partner text not null references partner (id),
  role text not null check (role <> 'administrator'),
  giver uuid not null,
  grant_id uuid not null,
  valid_from date not null,
  valid_until date not null,
  on_day date not null,
  until_day date not null,
  unevaluated boolean not null,
  quota integer not null check (quota >= 1),
  at timestamptz not null,
  check (on_day between valid_from and valid_until),
  check (until_day between on_day and valid_until),
  -- Wiv 2017 art. 89(2): twelve months at most.
  check (not unevaluated or until_day <= on_day + 366),
  unique (id, partner, role, giver, quota, until_day),
  foreign key (grant_id, giver, role, valid_from, valid_until)
    references role_confirmation (grant_id, person, role, valid_from, valid_until)
);
create index permission_partner on permission (partner, service, until_day);

create table permission_end (
  permission uuid primary key references permission (id),
  entry uuid not null unique,
  last_day date not null,
  by_person uuid not null references person (id),
  at timestamptz not null
);

-- A case that rests on a permission: each counts once, and not beyond the quota.
create table permission_use (
  permission uuid not null,
  nth integer not null check (nth >= 1),
  previous integer,
  case_id uuid not null,
  requester uuid not null,
  partner text not null,
  role text not null,
  giver uuid not null,
  quota integer not null,
  until_day date not null,
  on_day date not null,
  at timestamptz not null,
  primary key (permission, nth),
  check (nth <= quota),
  check (giver <> requester),
  check (on_day <= until_day),
  check ((nth = 1) = (previous is null)),
  check (previous = nth - 1),
  unique (permission, case_id),
  unique (permission, case_id, partner, role, giver, until_day),
  foreign key (permission, partner, role, giver, quota, until_day)
    references permission (id, partner, role, giver, quota, until_day),
  foreign key (permission, previous) references permission_use (permission, nth),
  foreign key (case_id, requester) references case_file (id, requester)
);
create index permission_use_case on permission_use (case_id);

-- What a decision demanded for a manifest: how many signatures, and of which role for whom. Its id is
-- that of the entry.
create table demand (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  manifest bytea not null check (octet_length(manifest) = 32),
  roles integer not null check (roles >= 0),
  at timestamptz not null,
  unique (id, case_id, manifest),
  unique (id, case_id, manifest, roles)
);

create table demand_role (
  demand uuid not null references demand (id),
  nth integer not null check (nth >= 1),
  partner text not null references partner (id),
  role text not null check (role <> 'administrator'),
  primary key (demand, nth),
  unique (demand, partner, role),
  unique (demand, nth, partner, role)
);

-- The demand met, role by role, for each recipient by other people: the step 0 meets nothing, and every
-- other one stands on the one before it.
create table clearance_step (
  demand uuid not null,
  nth integer not null check (nth >= 0),
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
  primary key (demand, nth),
  check ((nth = 0) = (previous is null)),
  check (previous = nth - 1),
  check ((nth = 0) = (partner is null)),
  check ((nth = 0) = (role is null)),
  check ((nth = 0) = (approver is null)),
  check ((nth = 0) = (expires is null)),
  check ((nth = 0) = (approval is null and permission is null)),
  check (approval is null or permission is null),
  check (on_day <= expires),
  unique (demand, partner, approver),
  foreign key (demand, case_id, manifest) references demand (id, case_id, manifest),
  foreign key (demand, previous) references clearance_step (demand, nth),
  foreign key (demand, nth, partner, role) references demand_role (demand, nth, partner, role),
  foreign key (approval, case_id, manifest, role, approver, expires)
    references approval (act, case_id, manifest, role, approver, expires),
  foreign key (permission, case_id, partner, role, approver, expires)
    references permission_use (permission, case_id, partner, role, giver, until_day)
);
create index clearance_step_approval on clearance_step (approval);

-- That a case may be released. It cannot be written but on all steps of its demand; a release refers
-- to it.
create table clearance (
  id uuid primary key,
  case_id uuid not null,
  manifest bytea not null,
  roles integer not null,
  at timestamptz not null,
  unique (id, case_id, manifest),
  foreign key (id, case_id, manifest, roles) references demand (id, case_id, manifest, roles),
  foreign key (id, roles) references clearance_step (demand, nth)
);
create index clearance_case on clearance (case_id);

-- The clearance that holds now; none, where the case may not be released.
create table case_clearance (
  case_id uuid primary key references case_file (id),
  clearance uuid not null,
  manifest bytea not null,
  foreign key (clearance, case_id, manifest) references clearance (id, case_id, manifest)
);

-- The verdicts of a case, those that came out otherwise than the one before.
create table case_verdict (
  case_id uuid not null references case_file (id),
  partner text not null references partner (id),
  nth integer not null check (nth >= 1),
  previous integer,
  verdict uuid not null unique references verdict (id),
  seq bigint not null,
  on_day date not null,
  primary key (case_id, partner, nth),
  check ((nth = 1) = (previous is null)),
  check (previous = nth - 1),
  foreign key (case_id, partner, previous) references case_verdict (case_id, partner, nth)
);

-- What must be done because of a case, by a day. Never deleted: a later decision that no longer asks
-- for it does not undo it.
create table duty (
  case_id uuid not null references case_file (id),
  id text not null check (id <> ''),
  service text not null references service (id),
  says text not null,
  basis text not null check (basis in ('law', 'practice', 'proposed')),
  due date not null,
  escalates_to text not null,
  done boolean not null,
  overdue boolean not null,
  at timestamptz not null,
  primary key (case_id, id)
);
create index duty_due on duty (service, done, due, case_id, id);
create index duty_overdue on duty (service, overdue, escalates_to, due, case_id, id);

-- Somebody looked, or reached, where there was no need. The id is that of the entry.
create table alarm (
  id uuid primary key,
  kind text not null check (kind <> ''),
  person uuid not null references person (id),
  case_id uuid references case_file (id),
  item uuid references item (id),
  at timestamptz not null
);
create index alarm_at on alarm (at, id);

-- Where a person is mentioned, by keyed hashes of names and numbers: who does not have the key cannot
-- try names out.
create table item_mention (
  handle bytea not null check (octet_length(handle) = 32),
  item uuid not null references item (id),
  at timestamptz not null,
  primary key (handle, item)
);
create index item_mention_item on item_mention (item);

create table case_mention (
  handle bytea not null check (octet_length(handle) = 32),
  case_id uuid not null references case_file (id),
  at timestamptz not null,
  primary key (handle, case_id)
);
create index case_mention_case on case_mention (case_id);

-- While a complaint runs nothing about the person is deleted. Its words are sealed with its entry.
create table hold (
  id uuid primary key,
  by_person uuid not null references person (id),
  at timestamptz not null
);

create table hold_mention (
  hold uuid not null references hold (id),
  handle bytea not null check (octet_length(handle) = 32),
  primary key (hold, handle)
);
create index hold_mention_handle on hold_mention (handle);

create table hold_end (
  hold uuid primary key references hold (id),
  entry uuid not null unique,
  by_person uuid not null references person (id),
  at timestamptz not null
);

-- An order to delete or to correct what is held about a person, and on which items.
create table person_order (
  id uuid primary key,
  kind text not null check (kind in ('deletion', 'correction')),
  -- A code: an article, the number of an order.
  basis text not null check (basis <> ''),
  by_person uuid not null references person (id),
  at timestamptz not null
);

create table person_order_item (
  order_id uuid not null references person_order (id),
  item uuid not null references item (id),
  primary key (order_id, item)
);
create index person_order_item_item on person_order_item (item);

-- What a deletion erases, key by key; what is not done yet is resumed.
create table order_erasure (
  order_id uuid not null references person_order (id),
  subject text not null,
  done boolean not null,
  primary key (order_id, subject)
);
create index order_erasure_done on order_erasure (done, order_id);

grant select on service_country, service_alias, partner, partner_version, item, item_version,
  item_service, item_compartment, case_file, case_compartment, case_partner, case_party, act, approval_end, approval,
  permission, permission_end, permission_use, demand, demand_role, clearance_step, clearance,
  case_clearance, case_verdict, duty, alarm, item_mention, case_mention, hold, hold_mention, hold_end,
  person_order, person_order_item, order_erasure
  to caveat_app, caveat_auditor;
grant insert on service_country, service_alias, partner, partner_version, item, item_version,
  item_service, item_compartment, case_file, case_compartment, case_partner, case_party, act, approval_end, approval,
  permission, permission_end, permission_use, demand, demand_role, clearance_step, clearance,
  case_clearance, case_verdict, duty, alarm, item_mention, case_mention, hold, hold_mention, hold_end,
  person_order, person_order_item, order_erasure
  to caveat_app;
grant update (revision) on partner to caveat_app;
grant update (version) on item to caveat_app;
grant update (status, outcome, seq, revision, updated, decided_on, item_version, packs, next_change,
  recheck, is_due) on case_file to caveat_app;
grant update (part, revision, is_live, status, outcome, is_due, updated) on case_partner to caveat_app;
grant update (status, outcome, is_due, updated) on case_party to caveat_app;
grant update (clearance, manifest) on case_clearance to caveat_app;
grant delete on case_clearance to caveat_app;
grant update (done, overdue, due) on duty to caveat_app;
grant update (done) on order_erasure to caveat_app;
