-- Version 11 of the store: by which rules and examples the kinds and causes of texts were told. Never edited.

alter table voc_state add column told_by varchar;    -- null: by those of an earlier version
