-- Version 9 of the store: who looks after an account, notes about accounts, and who is a VIP by rule and by hand. Never edited.

drop view "said_account";
alter table "account" add column "owner" varchar;
alter table "told_account" add column "owner" varchar;
create view "said_account" as
from "told_account" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_account" as o join "account" as t on t.source_id = o.source_id and t."account_id" = o."account_id";

-- What somebody wrote about an account. Nothing is ever overwritten: who takes a note back is kept beside it.
create table account_note (
    note_id bigint not null,
    account_key varchar not null,
    made_at timestamp not null,    -- UTC
    made_by varchar not null,
    note varchar not null,         -- masked
    removed_at timestamp,          -- UTC; null: it stands
    removed_by varchar
);

-- Every rule there ever was; the newest counts. Without any, an account is a VIP where its source says so.
create table vip_rule (
    rule_id bigint not null,
    made_at timestamp not null,    -- UTC
    made_by varchar not null,
    least_fee double,              -- won a month; null: not looked at
    plans varchar[] not null,      -- none: not looked at
    tags varchar[] not null,       -- of contacts in the year before; none: not looked at
    is_all boolean not null,       -- all of these have to hold, else any of them
    is_told boolean not null,      -- whom the source calls a VIP is one, too
    hotline varchar[] not null     -- "team:…" and "channel:…" that are the VIPs' own line
);

-- Accounts put on the list or off it by hand; the newest of an account counts, before the rule.
create table vip_mark (
    mark_id bigint not null,
    account_key varchar not null,
    made_at timestamp not null,    -- UTC
    made_by varchar not null,
    is_vip boolean,                -- null: the rule decides again
    reason varchar                 -- masked
);

-- What rule and list come to, made anew with the facts; an account that is not in it is what its source says.
create table vip_account (account_key varchar not null, is_vip boolean not null);
