-- Version 17 of the store: how probable it is that a text is critical, and that it is long-term. Never edited.

alter table voc_reading add column critical_share double;   -- 0-1
alter table voc_reading add column long_term_share double;  -- 0-1
update voc_state set told_by = null;
