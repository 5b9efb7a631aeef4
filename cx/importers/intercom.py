"""Intercom: conversations of its API as JSON or NDJSON, and the same kept as flat history tables.

API: times are epoch seconds. The lengths in `statistics` have the hours outside office hours taken out, so they are lengths
on the business clock. A conversation that was not begun by a customer is outbound; its first message is ours and no body of
a contact. A rating is asked for at `conversation_rating.created_at`, with or without an answer. Bodies are HTML. Tags have
no order: the first stands for the category until somebody maps it. A closed conversation opens again when the customer
writes, so closing it is resolving it.
History tables have a row per change: the newest of an id counts. They do not tell when a conversation was closed; that is
in the parts ("close").
Source: developers.intercom.com, "Conversation", "Conversation statistics", "Conversation part"; intercom.com help 6762778;
fivetran/dbt_intercom_source (Apache-2.0), seeds of conversation_history and conversation_part_history.
"""

from cx.importing.format import Extract, Field, Format, Inner, Made

CUSTOMER = ("user", "lead", "contact", "visitor")
ACTORS = (
    *((word, "customer") for word in CUSTOMER),
    ("admin", "agent"),
    ("team", "agent"),
    ("bot", "bot"),
    ("operator", "bot"),
    ("*", "system"),
)
STEPS = (
    ("conversation_message", "opened"),
    ("comment", "replied"),
    ("quick_reply", "replied"),
    ("note", "noted"),
    ("note_and_reopen", "reopened"),
    ("open", "reopened"),
    ("assign_and_reopen", "reopened"),
    ("close", "resolved"),
    ("snoozed", "snoozed"),
    ("assignment", "assigned"),
    ("default_assignment", "assigned"),
    ("away_mode_assignment", "assigned"),
    ("assign_and_unsnooze", "assigned"),
    ("*", "changed"),
)
SEEN = (
    *((word, "true") for word in ("conversation_message", "comment", "quick_reply", "open", "close")),
    ("*", "false"),
)
STATES = (("open", "open"), ("closed", "closed"), ("snoozed", "pending"))
CHANNELS = (
    ("conversation", "chat"),
    ("admin_initiated", "chat"),
    ("messenger", "chat"),
    ("chat", "chat"),
    ("inapp", "chat"),
    ("push", "chat"),
    ("facebook", "chat"),
    ("instagram", "chat"),
    ("twitter", "chat"),
    ("whatsapp", "chat"),
    ("email", "email"),
    ("sms", "message"),
    ("phone_call", "phone"),
    ("phone_switch", "phone"),
    ("video_call", "phone"),
)
FROM_US = (("customer_initiated", "false"), ("*", "true"))
SLA = (("hit", "true"), ("missed", "false"), ("*", ""))
ANSWERED = (("*", "answered"),)
SCORES = ("1", "2", "3", "4", "5")

RATING = "conversation_rating"
CLAIMS = ("id", "created_at", "state", "source.delivered_as")
CONVERSATIONS = ("conversations", "data")
OPENER = "source.author.id (customer)"
CONTACT = (
    Field("contact_id", ("contacts.contacts", "contacts"), separator=","),
    Field("contact_id", (OPENER,)),
)
CONVERSATION = Extract(
    "ticket",
    (
        Field("ticket_id", ("id",)),
        Field("opened_at", ("created_at",), form="epoch_s"),
        Field("channel", ("source.type",), words=CHANNELS),
        *CONTACT,
        Field("person_name", ("source.author.name",)),
        Field("ignored", ("source.author.email",)),
        Field("agent_id", ("admin_assignee_id", "assignee.id")),
        Field("team", ("team_assignee_id",)),
        Field("category", ("tags.tags",), separator=","),
        Field("tags", ("tags.tags",)),
        Field("priority", ("priority",), words=(("priority", "priority"), ("*", ""))),
        Field("status", ("state",), words=STATES),
        Field("subject", ("source.subject",)),
        Field("subject", ("title",)),
        Field("body", ("source.body (customer)",)),
        Field("first_response_at", ("statistics.first_admin_reply_at",), form="epoch_s"),
        Field("first_resolved_at", ("statistics.first_close_at",), form="epoch_s"),
        Field("resolved_at", ("statistics.last_close_at (closed)",), form="epoch_s"),
        Field("closed_at", ("statistics.last_close_at (closed)",), form="epoch_s"),
        Field("updated_at", ("updated_at",), form="epoch_s"),
        Field("first_response_business_seconds", ("statistics.time_to_admin_reply",), form="seconds"),
        Field("resolution_business_seconds", ("statistics.time_to_last_close",), form="seconds"),
        Field("reopen_count", ("statistics.count_reopens",)),
        Field("is_bot_involved", ("ai_agent_participated",)),
        Field("is_outbound", ("source.delivered_as",), words=FROM_US),
        Field("is_sla_met", ("sla_applied.sla_status",), words=SLA),
        Field("ignored", ("source.url",)),
    ),
    claims=CLAIMS,
    sheets=CONVERSATIONS,
)
OPENING = Extract(
    "ticket_event",
    (
        Field("ticket_id", ("id",)),
        Field("happened_at", ("created_at",), form="epoch_s"),
        Field("event", constant="opened"),
        Field("actor", ("source.author.type",), words=ACTORS),
        Field("actor_id", ("source.author.id",)),
        Field("is_public", constant="true"),
        Field("body", ("source.body",)),
    ),
    claims=CLAIMS,
    sheets=CONVERSATIONS,
    key_from=("id", "created_at"),
    keep_extra=False,
)
RATINGS = Extract(
    "survey_answer",
    (
        Field("answer_id", ("id",)),
        Field("survey", constant="csat"),
        Field("dimension", constant="overall"),
        Field("ticket_id", ("id",)),
        Field("sent_at", (f"{RATING}.created_at",), form="epoch_s"),
        Field("answered_at", (f"{RATING}.updated_at (answered)",), form="epoch_s"),
        Field("answered_at", (f"{RATING}.created_at (answered)",), form="epoch_s"),
        Field("answer_state", (f"{RATING}.rating",), words=ANSWERED),
        Field("answer_state", constant="unanswered"),
        Field("score", (f"{RATING}.rating",)),
        Field("comment", (f"{RATING}.remark",)),
        Field("contact_id", (f"{RATING}.contact.id",)),
        *CONTACT,
        Field("agent_id", (f"{RATING}.teammate.id",)),
        Field("agent_id", ("admin_assignee_id",)),
        Field("channel", ("source.type",), words=CHANNELS),
        Field("updated_at", ("updated_at",), form="epoch_s"),
    ),
    claims=CLAIMS,
    sheets=CONVERSATIONS,
    when="sent_at",
    keep_extra=False,
    scale=(1, 5),
)
PART = Extract(
    "ticket_event",
    (
        Field("event_id", ("id",)),
        Field("ticket_id", ("parent.id",)),
        Field("happened_at", ("created_at",), form="epoch_s"),
        Field("event", ("part_type",), words=STEPS),
        Field("actor", ("author.type",), words=ACTORS),
        Field("actor_id", ("author.id",)),
        Field("is_public", ("part_type",), words=SEEN),
        Field("to_value", ("assigned_to.id",)),
        Field("body", ("body",)),
        Field("ignored", ("author.name",)),
        Field("ignored", ("author.email",)),
    ),
    claims=("id", "part_type", "author.type", "created_at", "parent.id"),
    sheets=("conversation_parts.conversation_parts",),
)
HISTORY_CLAIMS = ("id", "created_at", "state", "source_delivered_as", "updated_at")
HISTORY = Extract(
    "ticket",
    (
        Field("ticket_id", ("id",)),
        Field("opened_at", ("created_at",)),
        Field("channel", ("source_type",), words=CHANNELS),
        Field("contact_id", ("source_author_id (customer)",)),
        Field("agent_id", ("assignee_id (admin)",)),
        Field("team", ("assignee_id (team)",)),
        Field("priority", ("priority",), words=(("priority", "priority"), ("*", ""))),
        Field("status", ("state",), words=STATES),
        Field("subject", ("source_subject",)),
        Field("body", ("source_body (customer)",)),
        Field("updated_at", ("updated_at",)),
        Field("is_outbound", ("source_delivered_as",), words=FROM_US),
        Field("is_sla_met", ("sla_status",), words=SLA),
        Field("ignored", ("source_url",)),
        Field("ignored", ("first_contact_reply_url",)),
        Field("ignored", ("assignee_id",)),
    ),
    claims=HISTORY_CLAIMS,
    rows="last",
    order="updated_at",
)
HISTORY_OPENING = Extract(
    "ticket_event",
    (
        Field("ticket_id", ("id",)),
        Field("happened_at", ("created_at",)),
        Field("event", constant="opened"),
        Field("actor", ("source_author_type",), words=ACTORS),
        Field("actor_id", ("source_author_id",)),
        Field("is_public", constant="true"),
        Field("body", ("source_body",)),
    ),
    claims=HISTORY_CLAIMS,
    rows="last",
    order="updated_at",
    key_from=("id", "created_at"),
    keep_extra=False,
)
HISTORY_RATINGS = Extract(
    "survey_answer",
    (
        Field("answer_id", ("id",)),
        Field("survey", constant="csat"),
        Field("dimension", constant="overall"),
        Field("ticket_id", ("id",)),
        Field("sent_at", (f"{RATING}_created_at",)),
        Field("answered_at", (f"{RATING}_created_at (answered)",)),
        Field("answer_state", (f"{RATING}_value",), words=ANSWERED),
        Field("answer_state", constant="unanswered"),
        Field("score", (f"{RATING}_value",)),
        Field("comment", (f"{RATING}_remark",)),
        Field("contact_id", ("source_author_id (customer)",)),
        Field("agent_id", ("assignee_id (admin)",)),
        Field("channel", ("source_type",), words=CHANNELS),
        Field("updated_at", ("updated_at",)),
    ),
    claims=HISTORY_CLAIMS,
    rows="last",
    order="updated_at",
    when="sent_at",
    keep_extra=False,
    scale=(1, 5),
)
HISTORY_PART = Extract(
    "ticket_event",
    (
        Field("event_id", ("id",)),
        Field("ticket_id", ("conversation_id",)),
        Field("happened_at", ("created_at",)),
        Field("event", ("part_type",), words=STEPS),
        Field("actor", ("author_type",), words=ACTORS),
        Field("actor_id", ("author_id",)),
        Field("is_public", ("part_type",), words=SEEN),
        Field("to_value", ("assigned_to_id",)),
        Field("body", ("body",)),
    ),
    claims=("id", "conversation_id", "part_type", "author_type", "created_at"),
    rows="last",
    order="updated_at",
)
API = Format(
    "intercom_api",
    (CONVERSATION, OPENING, RATINGS, PART),
    zone="UTC",
    kinds=("json", "jsonl"),
    inner=(
        Inner("conversation_parts.conversation_parts"),
        Inner("contacts.contacts", take="id"),
        Inner("contacts", take="id"),
        Inner("tags.tags", take="name"),
        Inner("teammates.admins", take="id"),
        Inner("teammates.teammates", take="id"),
    ),
    made=(
        Made("source.body", "source.body", "plain"),
        Made("body", "body", "plain"),
        Made(f"{RATING}.remark", f"{RATING}.remark", "plain"),
        Made("source.body (customer)", "source.body", "plain", where=("source.author.type", CUSTOMER)),
        Made(OPENER, "source.author.id", where=("source.author.type", CUSTOMER)),
        Made("statistics.last_close_at (closed)", "statistics.last_close_at", where=("state", ("closed",))),
        Made(f"{RATING}.created_at (answered)", f"{RATING}.created_at", where=(f"{RATING}.rating", SCORES)),
        Made(f"{RATING}.updated_at (answered)", f"{RATING}.updated_at", where=(f"{RATING}.rating", SCORES)),
    ),
)
TABLES = Format(
    "intercom_history",
    (HISTORY, HISTORY_OPENING, HISTORY_RATINGS, HISTORY_PART),
    zone="UTC",
    made=(
        Made("source_body", "source_body", "plain"),
        Made("body", "body", "plain"),
        Made("source_body (customer)", "source_body", "plain", where=("source_author_type", CUSTOMER)),
        Made("source_author_id (customer)", "source_author_id", where=("source_author_type", CUSTOMER)),
        Made("assignee_id (admin)", "assignee_id", where=("assignee_type", ("admin",))),
        Made("assignee_id (team)", "assignee_id", where=("assignee_type", ("team",))),
        Made(f"{RATING}_created_at (answered)", f"{RATING}_created_at", where=(f"{RATING}_value", SCORES)),
    ),
)
FORMATS = (API, TABLES)
