-- Version 10 of the store: how long a contact was worked on as its source says, and files that hold pieces of contacts. Never edited.

drop view "said_ticket";
alter table "ticket" add column "handle_seconds" bigint;
alter table "told_ticket" add column "handle_seconds" bigint;
create view "said_ticket" as
from "told_ticket" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_ticket" as o join "ticket" as t on t.source_id = o.source_id and t."ticket_id" = o."ticket_id";

-- Where several rows make one contact: how each column is made of them, by which the pieces two files have make one too.
alter table import_part add column takes json;    -- {"opened_at": "min", …}; null: each row is a whole
