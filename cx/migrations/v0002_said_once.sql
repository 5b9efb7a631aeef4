-- Version 2 of the store: what only one row of one batch says is kept once, in the canonical table. Never edited.
-- sole_<table>: the canonical row of this key is what that row of that batch says. told_<table>: all other sayings.

alter table "said_ticket" rename to "told_ticket";
create table "sole_ticket" (batch_id bigint, part bigint, source_id bigint, line bigint, "ticket_id" varchar);
create view "said_ticket" as
from "told_ticket" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_ticket" as o join "ticket" as t on t.source_id = o.source_id and t."ticket_id" = o."ticket_id";

alter table "said_ticket_event" rename to "told_ticket_event";
create table "sole_ticket_event" (batch_id bigint, part bigint, source_id bigint, line bigint, "event_id" varchar);
create view "said_ticket_event" as
from "told_ticket_event" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_ticket_event" as o join "ticket_event" as t on t.source_id = o.source_id and t."event_id" = o."event_id";

alter table "said_feedback" rename to "told_feedback";
create table "sole_feedback" (batch_id bigint, part bigint, source_id bigint, line bigint, "feedback_id" varchar);
create view "said_feedback" as
from "told_feedback" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_feedback" as o join "feedback" as t on t.source_id = o.source_id and t."feedback_id" = o."feedback_id";

alter table "said_survey_answer" rename to "told_survey_answer";
create table "sole_survey_answer" (batch_id bigint, part bigint, source_id bigint, line bigint, "answer_id" varchar);
create view "said_survey_answer" as
from "told_survey_answer" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_survey_answer" as o join "survey_answer" as t on t.source_id = o.source_id and t."answer_id" = o."answer_id";

alter table "said_account" rename to "told_account";
create table "sole_account" (batch_id bigint, part bigint, source_id bigint, line bigint, "account_id" varchar);
create view "said_account" as
from "told_account" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_account" as o join "account" as t on t.source_id = o.source_id and t."account_id" = o."account_id";

alter table "said_contact" rename to "told_contact";
create table "sole_contact" (batch_id bigint, part bigint, source_id bigint, line bigint, "contact_id" varchar);
create view "said_contact" as
from "told_contact" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_contact" as o join "contact" as t on t.source_id = o.source_id and t."contact_id" = o."contact_id";

alter table "said_agent" rename to "told_agent";
create table "sole_agent" (batch_id bigint, part bigint, source_id bigint, line bigint, "agent_id" varchar);
create view "said_agent" as
from "told_agent" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_agent" as o join "agent" as t on t.source_id = o.source_id and t."agent_id" = o."agent_id";

alter table "said_shift" rename to "told_shift";
create table "sole_shift" (batch_id bigint, part bigint, source_id bigint, line bigint, "shift_id" varchar);
create view "said_shift" as
from "told_shift" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_shift" as o join "shift" as t on t.source_id = o.source_id and t."shift_id" = o."shift_id";

alter table "said_contract" rename to "told_contract";
create table "sole_contract" (batch_id bigint, part bigint, source_id bigint, line bigint, "contract_id" varchar);
create view "said_contract" as
from "told_contract" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_contract" as o join "contract" as t on t.source_id = o.source_id and t."contract_id" = o."contract_id";

alter table "said_lifecycle_event" rename to "told_lifecycle_event";
create table "sole_lifecycle_event" (batch_id bigint, part bigint, source_id bigint, line bigint, "event_id" varchar);
create view "said_lifecycle_event" as
from "told_lifecycle_event" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_lifecycle_event" as o join "lifecycle_event" as t on t.source_id = o.source_id and t."event_id" = o."event_id";

alter table "said_usage" rename to "told_usage";
create table "sole_usage" (batch_id bigint, part bigint, source_id bigint, line bigint, "usage_id" varchar);
create view "said_usage" as
from "told_usage" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_usage" as o join "usage" as t on t.source_id = o.source_id and t."usage_id" = o."usage_id";

alter table "said_partner" rename to "told_partner";
create table "sole_partner" (batch_id bigint, part bigint, source_id bigint, line bigint, "partner_id" varchar);
create view "said_partner" as
from "told_partner" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_partner" as o join "partner" as t on t.source_id = o.source_id and t."partner_id" = o."partner_id";

alter table "said_issue" rename to "told_issue";
create table "sole_issue" (batch_id bigint, part bigint, source_id bigint, line bigint, "issue_id" varchar);
create view "said_issue" as
from "told_issue" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_issue" as o join "issue" as t on t.source_id = o.source_id and t."issue_id" = o."issue_id";

alter table "said_experiment" rename to "told_experiment";
create table "sole_experiment" (batch_id bigint, part bigint, source_id bigint, line bigint, "experiment_id" varchar);
create view "said_experiment" as
from "told_experiment" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_experiment" as o join "experiment" as t on t.source_id = o.source_id and t."experiment_id" = o."experiment_id";

alter table "said_target" rename to "told_target";
create table "sole_target" (batch_id bigint, part bigint, source_id bigint, line bigint, "target_id" varchar);
create view "said_target" as
from "told_target" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_target" as o join "target" as t on t.source_id = o.source_id and t."target_id" = o."target_id";

alter table "said_annotation" rename to "told_annotation";
create table "sole_annotation" (batch_id bigint, part bigint, source_id bigint, line bigint, "annotation_id" varchar);
create view "said_annotation" as
from "told_annotation" union all by name
select o.batch_id, o.part, o.source_id, o.line, t.* exclude (source_id)
from "sole_annotation" as o join "annotation" as t on t.source_id = o.source_id and t."annotation_id" = o."annotation_id";
