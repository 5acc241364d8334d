-- Who works here, under which authority, and how they prove who they are.
--
-- Names are kept in the open: they are those of the house's own staff, and go by the rules of its
-- register. The ledger speaks of people by their ids. Every rule on who may give what to whom stands
-- in one function (usecases/people) and, as far as a row can say it, here once more.

create table service (
  id text primary key check (id <> ''),
  name text not null check (name <> ''),
  kind text not null check (kind in ('civil', 'military', 'csirt', 'police', 'other')),
  -- Who is its minister: named in what is put to the minister, never decided here.
  minister text check (minister <> ''),
  at timestamptz not null
);

-- Whoever administers decides nothing, and whoever decides administers nothing, for good: a person who
-- changes sides becomes another person here, with other keys.
create table person (
  id uuid primary key,
  service text not null references service (id),
  name text not null check (name <> ''),
  administers boolean not null,
  at timestamptz not null,
  unique (id, administers)
);

-- The end of somebody's access: from then on nothing of theirs works.
create table person_end (
  person uuid primary key references person (id),
  at timestamptz not null,
  by_person uuid not null references person (id)
);

-- A role takes two: who proposes it and who confirms it, neither of them whom it is for. The first
-- administrators are enrolled by the operator of the machine, at most nine times: the number.
create table role_grant (
  id uuid primary key,
  person uuid not null,
  administers boolean not null,
  role text not null check (role <> ''),
  valid_from date not null,
  -- 9999-12-31 where the mandate names no end: a reference to these columns holds only without nulls.
  valid_until date not null,
  -- The paper on which it rests, and who gave it. The ledger commits to the text with the salt.
  mandate text not null check (mandate <> ''),
  salt bytea not null check (octet_length(salt) = 32),
  proposed_by uuid references person (id),
  founder integer unique check (founder between 1 and 9),
  at timestamptz not null,
  foreign key (person, administers) references person (id, administers),
  check (administers = (role = 'administrator')),
  check (valid_until >= valid_from),
  check (proposed_by <> person),
  check ((proposed_by is null) = (founder is not null)),
  check (proposed_by is not null or administers),
  unique (id, person, role, valid_from, valid_until, proposed_by)
);
create index role_grant_person on role_grant (person);

-- One reference to the five columns of the second key shows that somebody holds a role, confirmed, and
-- until when.
create table role_confirmation (
  grant_id uuid primary key,
  person uuid not null,
  role text not null,
  valid_from date not null,
  valid_until date not null,
  proposed_by uuid not null,
  confirmed_by uuid not null references person (id),
  at timestamptz not null,
  foreign key (grant_id, person, role, valid_from, valid_until, proposed_by)
    references role_grant (id, person, role, valid_from, valid_until, proposed_by),
  check (confirmed_by <> person),
  check (confirmed_by <> proposed_by),
  unique (grant_id, person, role, valid_from, valid_until)
);

create table role_end (
  grant_id uuid primary key references role_grant (id),
  -- The last day on which it was held; before its first day, it never was.
  last_day date not null,
  by_person uuid not null references person (id),
  at timestamptz not null
);

-- Need to know: who may look into what. Nobody adds himself.
create table compartment (
  id text primary key check (id <> ''),
  by_person uuid not null references person (id),
  at timestamptz not null
);

create table compartment_member (
  id uuid primary key,
  compartment text not null references compartment (id),
  person uuid not null references person (id),
  valid_from date not null,
  valid_until date not null,
  by_person uuid not null references person (id),
  at timestamptz not null,
  check (valid_until >= valid_from),
  check (by_person <> person)
);
create index compartment_member_person on compartment_member (person);

create table compartment_member_end (
  member uuid primary key references compartment_member (id),
  last_day date not null,
  by_person uuid not null references person (id),
  at timestamptz not null
);

-- A link with which somebody gets a first or another key. Of every secret only its SHA-256 is kept.
-- Nobody makes one for himself. One that recovers an account is usable after a day, or at once when a
-- second administrator has confirmed it.
create table enrolment (
  id uuid primary key,
  hash bytea not null unique check (octet_length(hash) = 32),
  person uuid not null references person (id),
  kind text not null check (kind in ('founding', 'invitation', 'recovery')),
  by_person uuid references person (id),
  at timestamptz not null,
  usable_from timestamptz not null,
  expires timestamptz not null,
  check ((by_person is null) = (kind = 'founding')),
  check (by_person <> person),
  check (usable_from >= at),
  check (expires > usable_from),
  unique (id, person, by_person)
);
create index enrolment_person on enrolment (person);

create table enrolment_confirmation (
  enrolment uuid primary key,
  person uuid not null,
  by_person uuid not null,
  confirmed_by uuid not null references person (id),
  at timestamptz not null,
  foreign key (enrolment, person, by_person) references enrolment (id, person, by_person),
  check (confirmed_by <> person),
  check (confirmed_by <> by_person)
);

-- A link ends once: it was used, or somebody stopped it.
create table enrolment_end (
  enrolment uuid primary key references enrolment (id),
  how text not null check (how in ('used', 'stopped')),
  by_person uuid not null references person (id),
  at timestamptz not null
);

-- A passkey (WebAuthn level 2). Its counter only grows.
create table passkey (
  id text primary key check (id <> ''),
  person uuid not null references person (id),
  -- COSE_Key (RFC 9052), as the authenticator gave it.
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  at timestamptz not null
);
create index passkey_person on passkey (person);

create table passkey_end (
  passkey text primary key references passkey (id),
  by_person uuid not null references person (id),
  at timestamptz not null
);

-- An account at an identity provider: never by e-mail address.
create table account (
  issuer text not null,
  subject text not null,
  person uuid not null references person (id),
  at timestamptz not null,
  primary key (issuer, subject)
);
create index account_person on account (person);

create table session (
  hash bytea primary key check (octet_length(hash) = 32),
  person uuid not null references person (id),
  method text not null check (method in ('passkey', 'provider')),
  -- Whether it was begun in the way that is asked of those who sign.
  strong boolean not null,
  -- When it began under its first secret, when its person last proved who it is, when it was last used.
  began timestamptz not null,
  proven timestamptz not null,
  seen timestamptz not null,
  expires timestamptz not null
);
create index session_person on session (person);
create index session_expires on session (expires);

-- A secret of a machine, which works for a person who answers for it.
create table api_token (
  id uuid primary key,
  hash bytea not null unique check (octet_length(hash) = 32),
  person uuid not null references person (id),
  machine text not null check (machine <> ''),
  -- Names of scopes, with a space between them.
  scopes text not null check (scopes <> ''),
  -- SHA-256 of the public key (SubjectPublicKeyInfo) of the only client certificate it works with.
  certificate bytea check (octet_length(certificate) = 32),
  at timestamptz not null,
  expires timestamptz not null,
  check (expires > at)
);
create index api_token_person on api_token (person);

create table api_token_end (
  token uuid primary key references api_token (id),
  at timestamptz not null,
  by_person uuid not null references person (id)
);

-- What was asked of somebody at a sign-in or a signature, to be answered once.
create table challenge (
  hash bytea primary key check (octet_length(hash) = 32),
  purpose text not null,
  person uuid references person (id),
  body text not null,
  expires timestamptz not null
);
create index challenge_expires on challenge (expires);

-- Signatures that were accepted: none is accepted twice.
create table used_signature (
  hash bytea primary key check (octet_length(hash) = 32),
  at timestamptz not null
);

grant select on service, person, person_end, role_grant, role_confirmation, role_end, compartment,
  compartment_member, compartment_member_end, enrolment, enrolment_confirmation, enrolment_end,
  passkey, passkey_end, account, session, api_token, api_token_end, used_signature
  to caveat_app, caveat_auditor;
grant select on challenge to caveat_app;
grant insert on service, person, person_end, role_grant, role_confirmation, role_end, compartment,
  compartment_member, compartment_member_end, enrolment, enrolment_confirmation, enrolment_end,
  passkey, passkey_end, account, session, api_token, api_token_end, challenge, used_signature
  to caveat_app;
grant update (counter) on passkey to caveat_app;
grant update (seen) on session to caveat_app;
grant delete on account, session, challenge to caveat_app;
