-- What may name people leaves the verdict's row: the name of the item, who asked, their words, and
-- the reasons in a standing. The whole record is sealed with the verdict's entry in sealed_value, so
-- that destroying its key erases it; of the standing its hash remains. No version that kept verdicts
-- was released before this one, so nothing is lost with the columns.
alter table verdict drop column item;
alter table verdict drop column request;
alter table verdict drop column record;
alter table verdict drop column standing;
alter table verdict add column standing bytea not null check (octet_length(standing) = 32);
