"""Zendesk's ticket export as CSV (views and Explore): one row per ticket.

Times are in the account's zone and do not name it: the source's zone holds. "… in minutes" columns are minutes.
"Satisfaction Score" holds words, in some accounts 1-5; "Not Offered" means nobody was asked. Good and Bad become 5 and 1.
Source: Zendesk help, "Exporting a view to a CSV file"; the columns of public ticket exports.
"""

from cx.importing.format import Extract, Field, Format

CHANNELS = (
    ("web form", "form"),
    ("web", "form"),
    ("web service", "other"),
    ("web service (api)", "other"),
    ("api", "other"),
    ("mail", "email"),
    ("email", "email"),
    ("chat", "chat"),
    ("native_messaging", "chat"),
    ("messaging", "chat"),
    ("web messaging", "chat"),
    ("mobile", "chat"),
    ("mobile sdk", "chat"),
    ("mobile_sdk", "chat"),
    ("web widget", "form"),
    ("web_widget", "form"),
    ("phone call (inbound)", "phone"),
    ("phone call (incoming)", "phone"),
    ("phone call (outbound)", "phone"),
    ("phone call (outgoing)", "phone"),
    ("voicemail", "phone"),
    ("voice", "phone"),
    ("get satisfaction", "board"),
    ("help center post", "board"),
    ("help_center", "board"),
    ("kakaotalk", "message"),
    ("line", "message"),
    ("whatsapp", "message"),
    ("any_channel", "message"),
    ("sms", "message"),
    ("native message", "message"),
    ("facebook", "message"),
    ("twitter", "message"),
    ("closed ticket", "other"),
    ("business rule", "other"),
    ("rule", "other"),
)
STATUSES = (
    ("new", "open"),
    ("open", "open"),
    ("pending", "pending"),
    ("hold", "pending"),
    ("on-hold", "pending"),
    ("on hold", "pending"),
    ("solved", "solved"),
    ("closed", "closed"),
    ("deleted", "closed"),
)
NOT_ASKED = ("not offered", "unoffered")
STATES = (
    ("offered", "unanswered"),
    ("good", "answered"),
    ("bad", "answered"),
    *((str(score), "answered") for score in range(1, 6)),
)
SCORES = (("good", "5"), ("bad", "1"), ("offered", ""))
RATING = ("Satisfaction Score", "Satisfaction rating")


def minutes(target: str, name: str) -> Field:
    """A length the export gives in minutes."""
    return Field(target, (f"{name} in minutes", f"{name} (minutes)", f"{name} time (mins)"), form="minutes")


WITHIN = "in minutes within business hours"
TICKET = Extract(
    "ticket",
    (
        Field("ticket_id", ("Id", "Ticket ID")),
        Field("opened_at", ("Created at", "Ticket created")),
        Field("channel", ("Via", "Channel"), words=CHANNELS),
        Field("contact_id", ("Requester id", "Requester external id")),
        Field("person_name", ("Requester",)),
        Field("account_id", ("Organization", "Organization name", "Requester domain")),
        Field("agent_id", ("Assignee",)),
        Field("team", ("Group",)),
        Field("product", ("Brand",)),
        Field("category", ("Ticket type", "Type")),
        Field("tags", ("Tags",)),
        Field("priority", ("Priority",)),
        Field("status", ("Status",), words=STATUSES),
        Field("subject", ("Subject",)),
        Field("body", ("Description",)),
        Field("resolved_at", ("Solved at",)),
        Field("updated_at", ("Updated at",)),
        minutes("first_response_seconds", "First reply time"),
        Field("first_response_business_seconds", (f"First reply time {WITHIN}",), form="minutes"),
        minutes("resolution_seconds", "Full resolution time"),
        Field("resolution_business_seconds", (f"Full resolution time {WITHIN}",), form="minutes"),
        Field("reply_count", ("Replies",)),
        Field("reopen_count", ("Reopens",)),
        Field("ignored", ("Summation column",)),
    ),
    claims=("Id", "Created at", "Updated at", "Status", "Via"),
)
RATINGS = Extract(
    "survey_answer",
    (
        Field("answer_id", ("Id", "Ticket ID")),
        Field("survey", constant="csat"),
        Field("ticket_id", ("Id", "Ticket ID")),
        Field("sent_at", ("Solved at",)),
        Field("answered_at", ("Solved at", "Updated at")),
        Field("answer_state", RATING, words=STATES),
        Field("score", RATING, words=SCORES),
        Field("contact_id", ("Requester id", "Requester external id")),
        Field("account_id", ("Organization", "Organization name", "Requester domain")),
        Field("agent_id", ("Assignee",)),
        Field("channel", ("Via", "Channel"), words=CHANNELS),
        Field("comment", ("Satisfaction Comment",)),
        Field("updated_at", ("Updated at",)),
    ),
    when="answer_state",
    missing=NOT_ASKED,
    keep_extra=False,
    scale=(1, 5),
)
AGENTS = Extract(
    "agent",
    (Field("agent_id", ("Assignee",)), Field("agent_name", ("Assignee",)), Field("team", ("Group",))),
    rows="last",
    when="agent_id",
    keep_extra=False,
)
ACCOUNTS = Extract(
    "account",
    (
        Field("account_id", ("Organization", "Organization name", "Requester domain")),
        Field("account_name", ("Organization", "Organization name", "Requester domain")),
    ),
    rows="last",
    when="account_id",
    keep_extra=False,
)
FORMAT = Format("zendesk", (TICKET, RATINGS, AGENTS, ACCOUNTS))
