-- What the register is at: its services, people, roles, compartments, machines' tokens, partners and
-- permissions. Another value after every transaction that changes any of it, and none it ever had before:
-- whoever remembers rows of it looks at this, and forgets them where it is another. There is no row until
-- something is registered. The sequencer erases sealed values that such rows hold.
create table register_mark (
  id integer primary key check (id = 1),
  mark uuid not null
);
grant select, insert on register_mark to caveat_app, caveat_sequencer;
grant update (mark) on register_mark to caveat_app, caveat_sequencer;
grant select on register_mark to caveat_auditor;
