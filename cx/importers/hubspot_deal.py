"""HubSpot deals: the export of the deal list as CSV or XLSX.

A deal is a step in the life of its company: the stage it is in, at the time it came there, else at its close date. One that is still open
with a close date ahead, in an export without the time of the stage, has no such time and is rejected with that reason. The
amount is of the whole deal and no monthly fee: it is kept beside the row. Stages may be written with their pipeline,
"Closed won (Sales Pipeline)".
Source: HubSpot's default deal properties (knowledge base, "HubSpot's default deal properties").
"""

from cx.importing.format import Extract, Field, Format

COMPANY = (
    "Associated Company IDs (Primary)",
    "Primary Associated Company ID",
    "Associated Company IDs",
    "Associated Company (Primary)",
    "Associated Company",
)
STEP = Extract(
    "lifecycle_event",
    (
        Field("event_id", ("Record ID", "Deal ID")),
        Field("account_id", COMPANY, separator=";"),
        Field("happened_at", ("Date entered current stage",)),
        Field("happened_at", ("Close Date",)),
        Field("step", ("Deal Stage",), separator=" ("),
        Field("cause", ("Closed Lost Reason",)),
        Field("note", ("Deal Name",)),
        Field("ignored", ("Deal owner",)),
        Field("ignored", ("Associated Contact", "Associated Contacts")),
        Field("ignored", ("Deal Description",)),
    ),
    claims=("Record ID", "Deal Name", "Deal Stage", "Close Date", "Associated Company IDs (Primary)"),
)
FORMAT = Format("hubspot_deal", (STEP,))
