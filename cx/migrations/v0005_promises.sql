-- Version 5 of the store: SLA policies, who decided what and when, and reviews of consultations. Never edited.

create table sla_policy (
    policy_id bigint not null,
    target varchar not null,      -- "first_response" or "resolution"
    priority varchar, channel varchar, product varchar, segment varchar, -- null: all
    clock varchar not null,       -- "calendar" or "business"
    goal_seconds bigint,          -- null: nothing is promised from its day on
    from_day date,                -- null: since ever
    to_day date                   -- null: until another takes its place
);
create table change_log (
    change_id bigint not null,
    changed_at timestamp not null, -- UTC
    actor varchar not null,
    about varchar not null,        -- "target", "event", "policy"
    subject varchar not null,      -- its number
    before json,                   -- null: was not there
    after json                     -- null: is gone
);
create table "qa_review" (
    source_id bigint,
    "review_id" varchar,
    "reviewed_at" timestamp,
    "ticket_id" varchar,
    "agent_id" varchar,
    "score" double,
    "scale_low" double,
    "scale_high" double,
    "is_difficult" boolean,
    "comment" varchar,
    "extra" json
);
create table "told_qa_review" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "review_id" varchar,
    "reviewed_at" timestamp,
    "ticket_id" varchar,
    "agent_id" varchar,
    "score" double,
    "scale_low" double,
    "scale_high" double,
    "is_difficult" boolean,
    "comment" varchar,
    "extra" json
);
create table "sole_qa_review" (batch_id bigint, part bigint, source_id bigint, line bigint, "review_id" varchar);
create view "said_qa_review" as
from "told_qa_review" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_qa_review" as o join "qa_review" as t on t.source_id = o.source_id and t."review_id" = o."review_id";
