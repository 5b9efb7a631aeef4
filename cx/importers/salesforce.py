"""Salesforce cases: a case list or report as CSV or XLSX, and the raw export of the Case object.

Times are in the zone of whoever made the report and do not name it; the raw export's carry "Z". A report ends with lines
that say who made it: they are told and not read. Cases know one closing time, which stands for both resolved and closed.
"Age" grows until the case is closed and is not read: the times say more.
Source: field labels of the Case object (Object Reference for the Salesforce Platform, "Case"), and public readers of case
reports and of their footer lines.
"""

from cx.importing.format import Extract, Field, Format

STATUSES = (
    ("new", "open"),
    ("working", "open"),
    ("escalated", "open"),
    ("in progress", "open"),
    ("re-opened", "open"),
    ("on hold", "pending"),
    ("waiting for customer", "pending"),
    ("waiting on customer", "pending"),
    ("awaiting customer", "pending"),
    ("closed", "closed"),
    ("resolved", "solved"),
    ("solved", "solved"),
    ("merged", "closed"),
    ("duplicate", "closed"),
)
ORIGINS = (
    ("phone", "phone"),
    ("email", "email"),
    ("web", "form"),
    ("web form", "form"),
    ("chat", "chat"),
    ("messaging", "chat"),
    ("community", "board"),
    ("facebook", "chat"),
    ("twitter", "chat"),
    ("sms", "message"),
)
NUMBER = ("Case Number",)
OPENED = ("Date/Time Opened", "Created Date", "Opened Date")
CLOSED = ("Date/Time Closed", "Closed Date")
OWNER_NAME = ("Case Owner", "Owner", "Case Owner Alias", "Owner Name")
OWNER = (*OWNER_NAME, "Owner ID")
ACCOUNT_NAME = ("Account Name", "Account")
ACCOUNT = ("Account ID", *ACCOUNT_NAME)
TICKET = Extract(
    "ticket",
    (
        Field("ticket_id", NUMBER),
        Field("opened_at", OPENED),
        Field("channel", ("Case Origin", "Origin"), words=ORIGINS),
        Field("account_id", ACCOUNT),
        Field("contact_id", ("Contact ID", "Contact: Email", "Contact Email")),
        Field("person_name", ("Contact Name", "Contact")),
        Field("person_name", ("Web Name", "Supplied Name")),
        Field("ignored", ("Contact: Email", "Contact Email")),
        Field("ignored", ("Contact Phone",)),
        Field("ignored", ("Contact Mobile",)),
        Field("ignored", ("Contact Fax",)),
        Field("ignored", ("Web Email", "Supplied Email")),
        Field("ignored", ("Web Phone", "Supplied Phone")),
        Field("agent_id", OWNER),
        Field("team", ("Case Owner Role", "Owner Role")),
        Field("product", ("Product", "Product Name")),
        Field("category", ("Type", "Case Type")),
        Field("tags", ("Case Reason", "Reason")),
        Field("priority", ("Priority",)),
        Field("status", ("Status",), words=STATUSES),
        Field("subject", ("Subject",)),
        Field("body", ("Description",)),
        Field("resolved_at", CLOSED),
        Field("closed_at", CLOSED),
        Field("updated_at", ("Case Last Modified Date", "Last Modified Date", "Case: Last Modified Date")),
    ),
    claims=("Case Number", "Status", "Date/Time Opened"),
)
AGENTS = Extract(
    "agent",
    (Field("agent_id", OWNER), Field("agent_name", OWNER_NAME), Field("team", ("Case Owner Role", "Owner Role"))),
    rows="last",
    when="agent_id",
    keep_extra=False,
)
ACCOUNTS = Extract(
    "account",
    (Field("account_id", ACCOUNT), Field("account_name", ACCOUNT_NAME)),
    rows="last",
    when="account_name",
    keep_extra=False,
)
FORMAT = Format("salesforce", (TICKET, AGENTS, ACCOUNTS))
