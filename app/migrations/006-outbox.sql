-- What a collection is at: another value after every transaction that adds to it or takes away from it, and
-- none it ever had before. Whoever keeps a page of it looks at this, and reads the page again where it is
-- another. Nothing is kept of one that has none, since nothing changed in it after this was written.
-- Partners' readers may see it, as they see the collection; how much was shown is not theirs.
alter table outbox_head add column state uuid;
grant update (state) on outbox_head to caveat_sequencer;
grant select (collection, partner, date_added, state) on outbox_head to caveat_partner_reader;

-- A row goes with the erasure of what it is of, too: where no sealed value is left of its item or of its
-- case, which both have from their first entry on. Until now only a recall opened this door, and what
-- was erased without one stayed where its partner fetches.
create policy outbox_take_erased on outbox for delete to caveat_sequencer
  using (
    exists (
      select 1 from release as r join case_file as f on f.id = r.case_id
      where r.id = outbox.what
        and (not exists (select 1 from sealed_value as v where v.subject = f.id::text)
          or not exists (select 1 from sealed_value as v where v.subject = f.item::text))
    )
    or exists (
      select 1 from recall_copy as b join release as r on r.id = b.release
        join case_file as f on f.id = r.case_id
      where b.recall = outbox.what
        and (not exists (select 1 from sealed_value as v where v.subject = f.id::text)
          or not exists (select 1 from sealed_value as v where v.subject = f.item::text))
    )
  );
