"""Zendesk: the history of its tickets' fields, as connectors copy it into a data base: a row per change of one field.

A change is a step of its ticket, told nobody outside. A status says when the ticket was put aside, solved and opened again:
"open" is "reopened", which counts as such only once it had been solved. An assignee or a group says when it was handed on.
The name of the field is kept beside the row. Times are UTC. Imported into the source of the tickets, whichever comes first,
it tells their reopenings and how long they lay waiting for the customer.
Source: the column list of fivetran/dbt_zendesk (Apache-2.0), seed of ticket_field_history.
"""

from cx.importing.format import Extract, Field, Format, Made

STATUS = Made("value (status)", "value", where=("field_name", ("status",)))
FIELD = Made("field_name (step)", "field_name")  # the name itself is kept beside the row
COURSE = (
    ("new", "changed"),
    ("open", "reopened"),
    ("pending", "snoozed"),
    ("hold", "snoozed"),
    ("solved", "resolved"),
    ("closed", "closed"),
    ("deleted", "closed"),
    ("*", "changed"),
)
CHANGE = Extract(
    "ticket_event",
    (
        Field("ticket_id", ("ticket_id",)),
        Field("happened_at", ("updated",)),
        Field("event", (STATUS.header,), words=COURSE),
        Field(
            "event", (FIELD.header,), words=(("assignee_id", "assigned"), ("group_id", "assigned"), ("*", "changed"))
        ),
        Field("actor", ("user_id",), words=(("-1", "system"), ("*", ""))),
        Field("actor_id", ("user_id",)),
        Field("to_value", ("value",)),
        Field("is_public", constant="false"),
    ),
    claims=("field_name", "ticket_id", "updated", "value"),
    sheets=("ticket_field_history",),
    key_from=("ticket_id", "updated", "field_name", "value"),
)
FORMAT = Format("zendesk_history", (CHANGE,), zone="UTC", made=(STATUS, FIELD))
