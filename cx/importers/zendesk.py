"""Zendesk: the ticket list as CSV (one row per ticket), and the answers of its API as JSON, NDJSON or flat tables of them.

List: times are in the account's zone and do not name it, so the source's zone holds; "… in minutes" columns are minutes.
API: times are UTC; metrics sit in `metric_set`, null meaning "not reached". The survey goes out when a ticket is solved, and
no export says when it was answered, so the day it was solved stands for it. API users are customers and agents in one list:
no name of that list is kept, agents get theirs from the ticket list or our own template.
"Satisfaction Score" holds words, in some accounts 1-5; "Not Offered" means nobody was asked. Good and Bad become 5 and 1.
Source: Zendesk help, "Exporting a view to a CSV file"; developer.zendesk.com (tickets, ticket metrics, users, organizations).
"""

from cx.importing.format import Extract, Field, Format

# How many agents, or groups, had it one after the other: one less is how often it was handed on.
STATIONS = (("0", "0"), *((str(number), str(number - 1)) for number in range(1, 100)))
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
    ("kakaotalk", "chat"),
    ("line", "chat"),
    ("whatsapp", "chat"),
    ("any_channel", "chat"),
    ("sms", "message"),
    ("native message", "chat"),
    ("facebook", "chat"),
    ("twitter", "chat"),
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
REQUESTER = ("Requester id", "Requester external id", "Requester email")
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
        Field("contact_id", REQUESTER),
        Field("person_name", ("Requester",)),
        Field("ignored", ("Requester email",)),
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
        Field("transfer_count", ("Assignee stations",), words=STATIONS),
        Field("transfer_count", ("Group stations",), words=STATIONS),
        Field("ignored", ("Summation column",)),
    ),
    claims=("Id", "Created at", "Updated at", "Status", "Via"),
)
RATINGS = Extract(
    "survey_answer",
    (
        Field("answer_id", ("Id", "Ticket ID")),
        Field("survey", constant="csat"),
        Field("dimension", constant="overall"),
        Field("ticket_id", ("Id", "Ticket ID")),
        Field("sent_at", ("Solved at",)),
        Field("answered_at", ("Solved at", "Updated at")),
        Field("answer_state", RATING, words=STATES),
        Field("score", RATING, words=SCORES),
        Field("contact_id", REQUESTER),
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
METRICS = ("metric_set", "ticket_metrics", "metrics")


def metric(name: str) -> tuple[str, ...]:
    """The headers a metric may have: inside the ticket, or flattened beside it."""
    return tuple(f"{place}.{name}" for place in METRICS)


API_TICKET = Extract(
    "ticket",
    (
        Field("ticket_id", ("id",)),
        Field("opened_at", ("created_at",)),
        Field("channel", ("via.channel",), words=CHANNELS),
        Field("contact_id", ("requester_id",)),
        Field("account_id", ("organization_id",)),
        Field("agent_id", ("assignee_id",)),
        Field("team", ("group_id",)),
        Field("category", ("type",)),
        Field("tags", ("tags",)),
        Field("priority", ("priority",)),
        Field("status", ("status",), words=STATUSES),
        Field("subject", ("subject", "raw_subject")),
        Field("body", ("description",)),
        Field("first_resolved_at", metric("initially_solved_at")),
        Field("resolved_at", metric("solved_at")),
        Field("updated_at", ("updated_at",)),
        Field("first_response_seconds", metric("reply_time_in_minutes.calendar"), form="minutes"),
        Field("first_response_business_seconds", metric("reply_time_in_minutes.business"), form="minutes"),
        Field("resolution_seconds", metric("full_resolution_time_in_minutes.calendar"), form="minutes"),
        Field("resolution_business_seconds", metric("full_resolution_time_in_minutes.business"), form="minutes"),
        Field("reply_count", metric("replies")),
        Field("reopen_count", metric("reopens")),
        Field("transfer_count", metric("assignee_stations"), words=STATIONS),
        Field("transfer_count", metric("group_stations"), words=STATIONS),
        Field("ignored", ("recipient",)),
        Field("ignored", ("url",)),
    ),
    claims=("id", "created_at", "updated_at", "requester_id", "via.channel"),
    sheets=("tickets", "results"),
)
API_RATING = Extract(
    "survey_answer",
    (
        Field("answer_id", ("satisfaction_rating.id",)),
        Field("survey", constant="csat"),
        Field("dimension", constant="overall"),
        Field("ticket_id", ("id",)),
        Field("answered_at", metric("solved_at")),
        Field("answered_at", ("updated_at",)),
        Field("answer_state", ("satisfaction_rating.score",), words=STATES),
        Field("score", ("satisfaction_rating.score",), words=SCORES),
        Field("comment", ("satisfaction_rating.comment",)),
        Field("contact_id", ("requester_id",)),
        Field("account_id", ("organization_id",)),
        Field("agent_id", ("assignee_id",)),
        Field("channel", ("via.channel",), words=CHANNELS),
        Field("updated_at", ("updated_at",)),
    ),
    claims=("id", "requester_id", "satisfaction_rating.score"),
    sheets=("tickets", "results"),
    when="answer_state",
    missing=NOT_ASKED,
    key_from=("id",),
    keep_extra=False,
    scale=(1, 5),
)
API_COMMENT = Extract(
    "ticket_event",
    (
        Field("event_id", ("id",)),
        Field("ticket_id", ("ticket_id",)),
        Field("happened_at", ("created_at", "created")),
        Field("event", constant="replied"),
        Field("actor_id", ("author_id", "user_id")),
        Field("is_public", ("public",)),
        Field("body", ("plain_body", "body")),
    ),
    claims=("id", "ticket_id", "created_at", "author_id", "public", "body"),
    sheets=("comments",),
)
API_CONTACT = Extract(
    "contact",
    (
        Field("contact_id", ("id",)),
        Field("account_id", ("organization_id",)),
        Field("person_name", ("name",)),
        Field("ignored", ("email",)),
        Field("ignored", ("phone",)),
        Field("ignored", ("alias",)),
        Field("ignored", ("signature",)),
        Field("created_at", ("created_at",)),
    ),
    claims=("id", "role", "organization_id", "ticket_restriction"),
    sheets=("users",),
)
API_AGENT = Extract(
    "agent",
    (
        Field("agent_id", ("id",)),
        Field("role", ("role",), words=(("end-user", ""),)),
    ),
    claims=API_CONTACT.claims,
    sheets=("users",),
    when="role",
    keep_extra=False,
)
API_ACCOUNT = Extract(
    "account",
    (
        Field("account_id", ("id",)),
        Field("account_name", ("name",)),
        Field("updated_at", ("updated_at",)),
    ),
    claims=("id", "name", "shared_tickets", "shared_comments"),
    sheets=("organizations",),
)
TICKET_LIST = Format("zendesk", (TICKET, RATINGS, AGENTS, ACCOUNTS))
API = Format("zendesk_api", (API_TICKET, API_RATING, API_COMMENT, API_CONTACT, API_AGENT, API_ACCOUNT), zone="UTC")
FORMATS = (TICKET_LIST, API)
