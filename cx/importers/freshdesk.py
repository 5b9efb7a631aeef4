"""Freshdesk and Freshservice: the ticket export as CSV or XLSX, and the answers of their API as JSON.

Export: times are in the account's zone and do not name it. The columns "(in hrs)" hold HH:MM:SS on the business clock and
are often empty though the times are there; the times win wherever both are. Freshservice writes the same columns in Title
Case and names the requester. "Time tracked" is the sum of the time entries, HH:MM or HH:MM:SS; zero is a ticket nobody
measured, so it is blank. "Survey results" holds one of seven words from "Extremely unhappy" to "Extremely happy": a
scale of 1 to 7, on which fewer are offered where the survey has three or five choices.
API: times are UTC, status, priority and source are numbers; `stats` has the times of replies. A description is HTML.
Source: the field map of Freshworks' own export test and seven public readers of such files (export); the public JSON
schemas of Freshdesk and Freshworks and developers.freshdesk.com, "Tickets", "Conversations", "Satisfaction Ratings" (API).
"""

from cx.importing.format import Extract, Field, Format, Inner, Made

STATUSES = (
    ("2", "open"),
    ("3", "pending"),
    ("4", "solved"),
    ("5", "closed"),
    ("6", "pending"),
    ("7", "pending"),
    ("open", "open"),
    ("pending", "pending"),
    ("resolved", "solved"),
    ("closed", "closed"),
    ("waiting on customer", "pending"),
    ("waiting on third party", "pending"),
)
CHANNELS = (
    ("1", "email"),
    ("2", "board"),
    ("3", "phone"),
    ("4", "board"),
    ("5", "chat"),
    ("6", "chat"),
    ("7", "chat"),
    ("8", "chat"),
    ("9", "form"),
    ("10", "email"),
    ("11", "other"),
    ("12", "chat"),
    ("13", "chat"),
    ("email", "email"),
    ("outbound email", "email"),
    ("portal", "board"),
    ("forum", "board"),
    ("phone", "phone"),
    ("walkup", "other"),
    ("chat", "chat"),
    ("mobihelp", "chat"),
    ("whatsapp", "chat"),
    ("twitter", "chat"),
    ("facebook", "chat"),
    ("slack", "chat"),
    ("ms teams", "chat"),
    ("feedback widget", "form"),
    ("ecommerce", "other"),
    ("bot", "chat"),
)
FROM_US = (("10", "true"), ("outbound email", "true"), ("*", "false"))
PRIORITIES = (("1", "Low"), ("2", "Medium"), ("3", "High"), ("4", "Urgent"))
MOODS = (
    ("extremely happy", "7"),
    ("very happy", "6"),
    ("happy", "5"),
    ("neutral", "4"),
    ("unhappy", "3"),
    ("very unhappy", "2"),
    ("extremely unhappy", "1"),
)
NO_TIME = (("00:00", ""), ("00:00:00", ""), ("0", ""))
TICKET_ID = ("Ticket ID",)
CREATED = ("Created time",)
RESOLVED = ("Resolved time",)
UPDATED = ("Last update time", "Last updated time")
REQUESTER = ("Contact ID", "Email", "Requester Email")
COMPANY = ("Company Name", "Company", "Department")
TICKET = Extract(
    "ticket",
    (
        Field("ticket_id", TICKET_ID),
        Field("opened_at", CREATED),
        Field("channel", ("Source",), words=CHANNELS),
        Field("is_outbound", ("Source",), words=FROM_US),
        Field("contact_id", REQUESTER),
        Field("person_name", ("Full name", "Requester Name")),
        Field("ignored", ("Email", "Requester Email")),
        Field("ignored", ("Mobile phone",)),
        Field("ignored", ("Work phone",)),
        Field("account_id", COMPANY),
        Field("agent_id", ("Agent",)),
        Field("team", ("Group",)),
        Field("product", ("Product",)),
        Field("category", ("Category",)),
        Field("category", ("Type",)),
        Field("tags", ("Tags",)),
        Field("priority", ("Priority",)),
        Field("status", ("Status",), words=STATUSES),
        Field("subject", ("Subject",)),
        Field("body", ("Description",)),
        Field("first_response_at", ("Initial response time",)),
        Field("resolved_at", RESOLVED),
        Field("resolved_at", ("Closed time",)),
        Field("closed_at", ("Closed time",)),
        Field("updated_at", UPDATED),
        Field("first_response_business_seconds", ("First response time (in hrs)",), form="hours"),
        Field("resolution_business_seconds", ("Resolution time (in hrs)",), form="hours"),
        Field("handle_seconds", ("Time tracked",), form="h:m", words=NO_TIME),
        Field("reply_count", ("Agent interactions",)),
        Field(
            "is_sla_met", ("Resolution status",), words=(("within sla", "true"), ("sla violated", "false"), ("*", ""))
        ),
    ),
    claims=("Ticket ID", "Subject", "Status", "Created time", "Resolved time"),
)
RATINGS = Extract(
    "survey_answer",
    (
        Field("answer_id", TICKET_ID),
        Field("survey", constant="csat"),
        Field("dimension", constant="overall"),
        Field("ticket_id", TICKET_ID),
        Field("answered_at", RESOLVED),
        Field("answered_at", UPDATED),
        Field("score", ("Survey results", "Survey result"), words=MOODS),
        Field("contact_id", REQUESTER),
        Field("account_id", COMPANY),
        Field("agent_id", ("Agent",)),
        Field("channel", ("Source",), words=CHANNELS),
        Field("updated_at", UPDATED),
    ),
    when="score",
    keep_extra=False,
    scale=(1, 7),
)
AGENTS = Extract(
    "agent",
    (
        Field("agent_id", ("Agent",)),
        Field("agent_name", ("Agent",)),
        Field("team", ("Group",)),
    ),
    rows="last",
    when="agent_id",
    keep_extra=False,
)
ACCOUNTS = Extract(
    "account",
    (Field("account_id", COMPANY), Field("account_name", COMPANY)),
    rows="last",
    when="account_id",
    keep_extra=False,
)
BODY = ("description_text", "description")
API_TICKET = Extract(
    "ticket",
    (
        Field("ticket_id", ("id",)),
        Field("opened_at", ("created_at",)),
        Field("channel", ("source",), words=CHANNELS),
        Field("is_outbound", ("source",), words=FROM_US),
        Field("contact_id", ("requester_id",)),
        Field("person_name", ("requester.name",)),
        Field("ignored", ("requester.email",)),
        Field("ignored", ("requester.mobile",)),
        Field("ignored", ("requester.phone",)),
        Field("account_id", ("company_id", "department_id")),
        Field("agent_id", ("responder_id",)),
        Field("team", ("group_id",)),
        Field("product", ("product_id",)),
        Field("category", ("type", "category")),
        Field("tags", ("tags",)),
        Field("priority", ("priority",), words=PRIORITIES),
        Field("status", ("status",), words=STATUSES),
        Field("subject", ("subject",)),
        Field("body", BODY),
        Field("ignored", ("description",)),
        Field("first_response_at", ("stats.first_responded_at",)),
        Field("resolved_at", ("stats.resolved_at",)),
        Field("resolved_at", ("stats.closed_at",)),
        Field("closed_at", ("stats.closed_at",)),
        Field("updated_at", ("updated_at",)),
        Field("is_spam", ("spam",)),
    ),
    claims=("id", "created_at", "requester_id", "responder_id", "status"),
    sheets=("tickets", "results"),
)
API_OPENING = Extract(
    "ticket_event",
    (
        Field("ticket_id", ("id",)),
        Field("happened_at", ("created_at",)),
        Field("event", constant="opened"),
        Field("actor", ("source",), words=(("10", "agent"), ("*", "customer"))),
        Field("is_public", constant="true"),
        Field("body", BODY),
    ),
    claims=API_TICKET.claims,
    sheets=API_TICKET.sheets,
    key_from=("id", "created_at"),
    keep_extra=False,
)
API_ACCOUNT = Extract(
    "account",
    (Field("account_id", ("company_id",)), Field("account_name", ("company.name",))),
    claims=API_TICKET.claims,
    sheets=API_TICKET.sheets,
    rows="last",
    when="account_name",
    keep_extra=False,
)
API_MESSAGE = Extract(
    "ticket_event",
    (
        Field("event_id", ("id",)),
        Field("ticket_id", ("ticket_id",)),
        Field("ticket_id", ("parent.id",)),
        Field("happened_at", ("created_at",)),
        Field("event", constant="replied"),
        Field("actor", ("incoming",), words=(("true", "customer"), ("false", "agent"))),
        Field("actor_id", ("user_id",)),
        Field("is_public", ("private",), words=(("true", "false"), ("false", "true"))),
        Field("body", ("body_text", "body")),
        Field("ignored", ("body",)),
        Field("ignored", ("to_emails",)),
        Field("ignored", ("from_email",)),
        Field("ignored", ("cc_emails",)),
        Field("ignored", ("bcc_emails",)),
        Field("ignored", ("support_email",)),
    ),
    claims=("id", "incoming", "private", "user_id", "created_at"),
    sheets=("conversations",),
)
EXPORT = Format("freshdesk", (TICKET, RATINGS, AGENTS, ACCOUNTS), made=(Made("Description", "Description", "plain"),))
API = Format(
    "freshdesk_api",
    (API_TICKET, API_OPENING, API_ACCOUNT, API_MESSAGE),
    zone="UTC",
    kinds=("json", "jsonl"),
    inner=(Inner("conversations"),),
    made=tuple(Made(name, name, "plain") for name in ("description", "description_text", "body", "body_text")),
)
FORMATS = (EXPORT, API)
