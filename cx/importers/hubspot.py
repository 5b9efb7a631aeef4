"""HubSpot tickets: the export of the ticket list as CSV or XLSX.

Times are in the zone of the account and do not name it; lengths read "26:05:10" or are milliseconds. A status is a stage of
a pipeline and may be written with it, "Closed (Support Pipeline)": the stages HubSpot sets up are known, others are mapped
by their words. A ticket is closed once, which stands for resolved too. Lists are parted by ";".
Source: a public list of the ticket properties of an account with their labels, and public readers of such exports
("Ticket ID", "Create date", "Time to first agent email reply (HH:mm:ss)", "Associated Company (Primary)").
"""

from cx.importing.format import Extract, Field, Format

STAGES = (
    ("new", "open"),
    ("open", "open"),
    ("in progress", "open"),
    ("waiting on us", "open"),
    ("waiting on contact", "pending"),
    ("waiting on customer", "pending"),
    ("on hold", "pending"),
    ("resolved", "solved"),
    ("closed", "closed"),
)
SOURCES = (("chat", "chat"), ("email", "email"), ("form", "form"), ("phone", "phone"))
COMPANY = ("Associated Company IDs (Primary)", "Primary Company ID", "Associated Company (Primary)")
COMPANY_NAME = ("Associated Company (Primary)", "Primary Company Name", "Associated Company", "Company Name")
PEOPLE = (
    "Associated Contact IDs (Primary)",
    "Associated Contact IDs",
    "All associated contact emails",
    "Contact Email",
)
TICKET = Extract(
    "ticket",
    (
        Field("ticket_id", ("Ticket ID", "Record ID")),
        Field("opened_at", ("Create date",)),
        Field("channel", ("Source",), words=SOURCES),
        Field("account_id", (*COMPANY, *COMPANY_NAME), separator=";"),
        Field("contact_id", PEOPLE, separator=";"),
        Field("person_name", ("Associated Contact (Primary)", "Associated Contact")),
        Field("person_name", ("All associated contact first names",)),
        Field("person_name", ("All associated contact last names",)),
        Field("ignored", ("All associated contact emails", "Contact Email")),
        Field("ignored", ("All associated contact phones",)),
        Field("ignored", ("All associated contact mobile phones",)),
        Field("agent_id", ("Ticket owner",)),
        Field("team", ("HubSpot team",)),
        Field("category", ("Category",), separator=";"),
        Field("tags", ("Ticket Tags", "Tags")),
        Field("priority", ("Priority",)),
        Field("status", ("Ticket status",), words=STAGES, separator=" ("),
        Field("subject", ("Ticket name",)),
        Field("body", ("Ticket description",)),
        Field("first_response_at", ("First agent response date", "First agent email response date")),
        Field("resolved_at", ("Close date",)),
        Field("closed_at", ("Close date",)),
        Field("updated_at", ("Last modified date",)),
        Field("first_response_seconds", ("Time to first agent email reply (HH:mm:ss)",), form="milliseconds"),
        Field("first_response_seconds", ("Time to first agent email reply",), form="milliseconds"),
        Field("resolution_seconds", ("Time to close (HH:mm:ss)",), form="milliseconds"),
        Field("resolution_seconds", ("Time to close",), form="milliseconds"),
        Field("is_outbound", ("Outbound ticket",)),
    ),
    claims=("Ticket ID", "Ticket name", "Ticket status", "Create date"),
)
AGENTS = Extract(
    "agent",
    (Field("agent_id", ("Ticket owner",)), Field("agent_name", ("Ticket owner",)), Field("team", ("HubSpot team",))),
    rows="last",
    when="agent_id",
    keep_extra=False,
)
ACCOUNTS = Extract(
    "account",
    (
        Field("account_id", (*COMPANY, *COMPANY_NAME), separator=";"),
        Field("account_name", COMPANY_NAME, separator=";"),
    ),
    rows="last",
    when="account_id",
    keep_extra=False,
)
FORMAT = Format("hubspot", (TICKET, AGENTS, ACCOUNTS))
