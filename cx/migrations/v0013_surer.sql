-- Version 13 of the store: how sure a cause is, and which texts are to be told anew while the kind of before is shown. Never edited.

alter table voc_reading add column cause_share double;  -- how sure, 0-1; null where no cause is told
alter table voc_reading add column is_outdated boolean; -- its kind was told before the last correction, or by other rules
update voc_state set told_by = null;
