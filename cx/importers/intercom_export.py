"""Intercom conversations as a partner tool exports them: a CSV with one row per message, times in UTC without zone.

A conversation is made of its rows: its body is the customer's first message, its agent the last of the team who wrote to the
customer. One that the team began is outbound. `conversation_closed_at` is the last closing and counts only while the
conversation is closed. Names of agents stand in one column with those of customers and are not kept.
Source: prodsight.ai help, "What does the Intercom conversation export contain".
"""

from cx.importing.format import Extract, Field, Format, Made
from cx.importing.mapping import Given

CUSTOMER = ("user", "lead", "contact", "visitor")
FROM_CUSTOMER = (Given("message_author_type", CUSTOMER),)
FROM_TEAM = (Given("message_author_type", ("admin",)), Given("message_type", ("comment", "conversation_message")))
ACTORS = (
    *((word, "customer") for word in CUSTOMER),
    ("admin", "agent"),
    ("team", "agent"),
    ("bot", "bot"),
    ("*", "system"),
)
STEPS = (
    ("conversation_message", "opened"),
    ("comment", "replied"),
    ("note", "noted"),
    ("open", "reopened"),
    ("assign_and_reopen", "reopened"),
    ("close", "resolved"),
    ("snoozed", "snoozed"),
    ("assignment", "assigned"),
    ("*", "changed"),
)
SEEN = (*((word, "true") for word in ("conversation_message", "comment", "open", "close")), ("*", "false"))
CLAIMS = ("message_id", "conversation_id", "conversation_created_at", "message_type", "message_author_type")
TICKET = Extract(
    "ticket",
    (
        Field("ticket_id", ("conversation_id",)),
        Field("opened_at", ("conversation_created_at",)),
        Field("channel", constant="chat"),
        Field("contact_id", ("message_author_id", "message_author_user_id"), given=FROM_CUSTOMER),
        Field("account_id", ("message_author_companies",), separator=",", given=FROM_CUSTOMER),
        Field("agent_id", ("message_author_id",), given=FROM_TEAM, take="last"),
        Field("category", ("conversation_tags",), separator=","),
        Field("tags", ("conversation_tags",)),
        Field("status", ("conversation_state",), words=(("snoozed", "pending"),)),
        Field("body", ("message_body",), given=FROM_CUSTOMER),
        Field("first_response_at", ("conversation_first_response_at",)),
        Field("resolved_at", ("conversation_closed_at",), given=(Given("conversation_state", ("closed",)),)),
        Field("closed_at", ("conversation_closed_at",), given=(Given("conversation_state", ("closed",)),)),
        Field(
            "is_outbound",
            ("message_author_type",),
            words=(*((word, "false") for word in CUSTOMER), ("*", "true")),
            given=(Given("message_type", ("conversation_message",)),),
        ),
    ),
    claims=CLAIMS,
    rows="together",
    order="message_created_at",
    keep_extra=False,
)
MESSAGE = Extract(
    "ticket_event",
    (
        Field("event_id", ("message_id",)),
        Field("ticket_id", ("conversation_id",)),
        Field("happened_at", ("message_created_at",)),
        Field("event", ("message_type",), words=STEPS),
        Field("actor", ("message_author_type",), words=ACTORS),
        Field("actor_id", ("message_author_id", "message_author_user_id")),
        Field("is_public", ("message_type",), words=SEEN),
        Field("body", ("message_body",)),
        Field("person_name", ("message_author_name",)),
        Field("ignored", ("message_author_email",)),
        Field("ignored", ("message_author_user_id",)),
    ),
    claims=CLAIMS,
)
FORMAT = Format("intercom_export", (TICKET, MESSAGE), zone="UTC", made=(Made("message_body", "message_body", "plain"),))
