-- Version 1 of the store. Never edited: what changes afterwards is a version of its own.

create table store_state (schema_version bigint, data_version bigint, settings_version bigint, salt varchar);
create table source (source_id bigint, name varchar, format varchar, zone varchar, created_at timestamp);
create table import_batch (
    batch_id bigint, source_id bigint, file_name varchar, sha256 varchar, mapping_version varchar, mappings json,
    imported_at timestamp, state varchar, undone_at timestamp, report json
);
create table import_part (batch_id bigint, part bigint, sheet varchar, table_name varchar, columns varchar[]);
create table import_batch_table (
    batch_id bigint, table_name varchar, read bigint, inserted bigint, updated bigint, unchanged bigint,
    merged bigint, duplicate bigint, rejected bigint
);
create table reject (
    batch_id bigint, table_name varchar, sheet varchar, line bigint, level varchar, column_name varchar,
    value varchar, reason varchar, reason_values json, row json
);
create table setting (name varchar, value json);
create table saved_mapping (mapping_id bigint, name varchar, mappings json, saved_at timestamp);
create table same_as (kind varchar, source_id bigint, id varchar, into_source_id bigint, into_id varchar);
create table "ticket" (
    source_id bigint,
    "ticket_id" varchar,
    "opened_at" timestamp,
    "channel" varchar,
    "account_id" varchar,
    "contact_id" varchar,
    "agent_id" varchar,
    "team" varchar,
    "product" varchar,
    "category" varchar,
    "tags" varchar,
    "priority" varchar,
    "status" varchar,
    "subject" varchar,
    "body" varchar,
    "queued_at" timestamp,
    "answered_at" timestamp,
    "first_response_at" timestamp,
    "first_resolved_at" timestamp,
    "resolved_at" timestamp,
    "closed_at" timestamp,
    "updated_at" timestamp,
    "first_response_seconds" bigint,
    "first_response_business_seconds" bigint,
    "queue_seconds" bigint,
    "ring_seconds" bigint,
    "talk_seconds" bigint,
    "hold_seconds" bigint,
    "after_call_seconds" bigint,
    "resolution_seconds" bigint,
    "resolution_business_seconds" bigint,
    "reply_count" bigint,
    "reopen_count" bigint,
    "transfer_count" bigint,
    "is_bot_involved" boolean,
    "is_human_involved" boolean,
    "is_outbound" boolean,
    "is_abandoned" boolean,
    "is_spam" boolean,
    "is_test" boolean,
    "merged_into_id" varchar,
    "is_sla_met" boolean,
    "extra" json
);
create table "said_ticket" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "ticket_id" varchar,
    "opened_at" timestamp,
    "channel" varchar,
    "account_id" varchar,
    "contact_id" varchar,
    "agent_id" varchar,
    "team" varchar,
    "product" varchar,
    "category" varchar,
    "tags" varchar,
    "priority" varchar,
    "status" varchar,
    "subject" varchar,
    "body" varchar,
    "queued_at" timestamp,
    "answered_at" timestamp,
    "first_response_at" timestamp,
    "first_resolved_at" timestamp,
    "resolved_at" timestamp,
    "closed_at" timestamp,
    "updated_at" timestamp,
    "first_response_seconds" bigint,
    "first_response_business_seconds" bigint,
    "queue_seconds" bigint,
    "ring_seconds" bigint,
    "talk_seconds" bigint,
    "hold_seconds" bigint,
    "after_call_seconds" bigint,
    "resolution_seconds" bigint,
    "resolution_business_seconds" bigint,
    "reply_count" bigint,
    "reopen_count" bigint,
    "transfer_count" bigint,
    "is_bot_involved" boolean,
    "is_human_involved" boolean,
    "is_outbound" boolean,
    "is_abandoned" boolean,
    "is_spam" boolean,
    "is_test" boolean,
    "merged_into_id" varchar,
    "is_sla_met" boolean,
    "extra" json
);
create table "ticket_event" (
    source_id bigint,
    "event_id" varchar,
    "ticket_id" varchar,
    "happened_at" timestamp,
    "event" varchar,
    "actor" varchar,
    "actor_id" varchar,
    "is_public" boolean,
    "from_value" varchar,
    "to_value" varchar,
    "body" varchar,
    "extra" json
);
create table "said_ticket_event" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "event_id" varchar,
    "ticket_id" varchar,
    "happened_at" timestamp,
    "event" varchar,
    "actor" varchar,
    "actor_id" varchar,
    "is_public" boolean,
    "from_value" varchar,
    "to_value" varchar,
    "body" varchar,
    "extra" json
);
create table "feedback" (
    source_id bigint,
    "feedback_id" varchar,
    "said_at" timestamp,
    "feedback" varchar,
    "account_id" varchar,
    "contact_id" varchar,
    "product" varchar,
    "channel" varchar,
    "category" varchar,
    "title" varchar,
    "body" varchar,
    "extra" json
);
create table "said_feedback" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "feedback_id" varchar,
    "said_at" timestamp,
    "feedback" varchar,
    "account_id" varchar,
    "contact_id" varchar,
    "product" varchar,
    "channel" varchar,
    "category" varchar,
    "title" varchar,
    "body" varchar,
    "extra" json
);
create table "survey_answer" (
    source_id bigint,
    "answer_id" varchar,
    "survey" varchar,
    "dimension" varchar,
    "wave" varchar,
    "sent_at" timestamp,
    "answered_at" timestamp,
    "answer_state" varchar,
    "score" double,
    "scale_low" double,
    "scale_high" double,
    "contact_id" varchar,
    "account_id" varchar,
    "ticket_id" varchar,
    "agent_id" varchar,
    "product" varchar,
    "channel" varchar,
    "comment" varchar,
    "updated_at" timestamp,
    "extra" json
);
create table "said_survey_answer" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "answer_id" varchar,
    "survey" varchar,
    "dimension" varchar,
    "wave" varchar,
    "sent_at" timestamp,
    "answered_at" timestamp,
    "answer_state" varchar,
    "score" double,
    "scale_low" double,
    "scale_high" double,
    "contact_id" varchar,
    "account_id" varchar,
    "ticket_id" varchar,
    "agent_id" varchar,
    "product" varchar,
    "channel" varchar,
    "comment" varchar,
    "updated_at" timestamp,
    "extra" json
);
create table "account" (
    source_id bigint,
    "account_id" varchar,
    "account_name" varchar,
    "plan" varchar,
    "segment" varchar,
    "industry" varchar,
    "region" varchar,
    "partner_id" varchar,
    "is_vip" boolean,
    "is_test" boolean,
    "started_day" date,
    "ended_day" date,
    "monthly_fee" double,
    "seats" bigint,
    "updated_at" timestamp,
    "extra" json
);
create table "said_account" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "account_id" varchar,
    "account_name" varchar,
    "plan" varchar,
    "segment" varchar,
    "industry" varchar,
    "region" varchar,
    "partner_id" varchar,
    "is_vip" boolean,
    "is_test" boolean,
    "started_day" date,
    "ended_day" date,
    "monthly_fee" double,
    "seats" bigint,
    "updated_at" timestamp,
    "extra" json
);
create table "contact" (
    source_id bigint,
    "contact_id" varchar,
    "account_id" varchar,
    "email_domain" varchar,
    "created_at" timestamp,
    "extra" json
);
create table "said_contact" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "contact_id" varchar,
    "account_id" varchar,
    "email_domain" varchar,
    "created_at" timestamp,
    "extra" json
);
create table "agent" (
    source_id bigint,
    "agent_id" varchar,
    "agent_name" varchar,
    "team" varchar,
    "role" varchar,
    "is_bot" boolean,
    "started_day" date,
    "ended_day" date,
    "extra" json
);
create table "said_agent" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "agent_id" varchar,
    "agent_name" varchar,
    "team" varchar,
    "role" varchar,
    "is_bot" boolean,
    "started_day" date,
    "ended_day" date,
    "extra" json
);
create table "shift" (
    source_id bigint,
    "shift_id" varchar,
    "agent_id" varchar,
    "starts_at" timestamp,
    "ends_at" timestamp,
    "channel" varchar
);
create table "said_shift" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "shift_id" varchar,
    "agent_id" varchar,
    "starts_at" timestamp,
    "ends_at" timestamp,
    "channel" varchar
);
create table "contract" (
    source_id bigint,
    "contract_id" varchar,
    "account_id" varchar,
    "plan" varchar,
    "starts_day" date,
    "ends_day" date,
    "monthly_fee" double,
    "seats" bigint,
    "outcome" varchar,
    "churn_cause" varchar,
    "extra" json
);
create table "said_contract" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "contract_id" varchar,
    "account_id" varchar,
    "plan" varchar,
    "starts_day" date,
    "ends_day" date,
    "monthly_fee" double,
    "seats" bigint,
    "outcome" varchar,
    "churn_cause" varchar,
    "extra" json
);
create table "lifecycle_event" (
    source_id bigint,
    "event_id" varchar,
    "account_id" varchar,
    "happened_at" timestamp,
    "step" varchar,
    "cause" varchar,
    "note" varchar,
    "extra" json
);
create table "said_lifecycle_event" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "event_id" varchar,
    "account_id" varchar,
    "happened_at" timestamp,
    "step" varchar,
    "cause" varchar,
    "note" varchar,
    "extra" json
);
create table "usage" (
    source_id bigint,
    "usage_id" varchar,
    "account_id" varchar,
    "day" date,
    "product" varchar,
    "feature" varchar,
    "amount" bigint,
    "users" bigint
);
create table "said_usage" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "usage_id" varchar,
    "account_id" varchar,
    "day" date,
    "product" varchar,
    "feature" varchar,
    "amount" bigint,
    "users" bigint
);
create table "partner" (
    source_id bigint,
    "partner_id" varchar,
    "partner_name" varchar,
    "tier" varchar,
    "started_day" date,
    "extra" json
);
create table "said_partner" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "partner_id" varchar,
    "partner_name" varchar,
    "tier" varchar,
    "started_day" date,
    "extra" json
);
create table "issue" (
    source_id bigint,
    "issue_id" varchar,
    "title" varchar,
    "stage" varchar,
    "owner" varchar,
    "product" varchar,
    "created_at" timestamp,
    "due_day" date,
    "released_at" timestamp,
    "extra" json
);
create table "said_issue" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "issue_id" varchar,
    "title" varchar,
    "stage" varchar,
    "owner" varchar,
    "product" varchar,
    "created_at" timestamp,
    "due_day" date,
    "released_at" timestamp,
    "extra" json
);
create table "experiment" (
    source_id bigint,
    "experiment_id" varchar,
    "hypothesis" varchar,
    "metric" varchar,
    "starts_day" date,
    "ends_day" date,
    "insight" varchar
);
create table "said_experiment" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "experiment_id" varchar,
    "hypothesis" varchar,
    "metric" varchar,
    "starts_day" date,
    "ends_day" date,
    "insight" varchar
);
create table "target" (
    source_id bigint,
    "target_id" varchar,
    "metric" varchar,
    "goal" double,
    "from_day" date,
    "to_day" date,
    "product" varchar,
    "channel" varchar
);
create table "said_target" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "target_id" varchar,
    "metric" varchar,
    "goal" double,
    "from_day" date,
    "to_day" date,
    "product" varchar,
    "channel" varchar
);
create table "annotation" (
    source_id bigint,
    "annotation_id" varchar,
    "annotation" varchar,
    "day" date,
    "title" varchar,
    "product" varchar
);
create table "said_annotation" (
    batch_id bigint,
    part bigint,
    source_id bigint,
    line bigint,
    "annotation_id" varchar,
    "annotation" varchar,
    "day" date,
    "title" varchar,
    "product" varchar
);
create table calendar_hours (
    calendar varchar,
    from_day date,
    to_day date,
    weekday tinyint,
    opens time,
    closes time
);
create table calendar_day (
    calendar varchar,
    day date,
    kind varchar,
    name varchar,
    blocks varchar
);
