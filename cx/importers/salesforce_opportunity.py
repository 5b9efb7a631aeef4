"""Salesforce opportunities: a list or report as CSV or XLSX, and the raw export of the Opportunity object.

An opportunity is a step in the life of its account: the stage it is in, at the time it came there, else at its close date. One that is
still open with a close date ahead, in an export without the time of the stage, has no such time and is rejected with that
reason. The amount is of the whole deal and no monthly fee: it is kept beside the row, contracts are imported from a sheet of contracts.
Source: field labels of the Opportunity object (Object Reference for the Salesforce Platform, "Opportunity"), and the column list
of fivetran/dbt_salesforce_source (Apache-2.0).
"""

from cx.importing.format import Extract, Field, Format

STEP = Extract(
    "lifecycle_event",
    (
        Field("event_id", ("Opportunity ID", "id", "18 Digit Opportunity ID")),
        Field("account_id", ("Account ID", "account_id", "Account Name")),
        Field("happened_at", ("Last Stage Change Date", "last_stage_change_date")),
        Field("happened_at", ("Close Date", "close_date")),
        Field("step", ("Stage", "stage_name")),
        Field("cause", ("Loss Reason", "Lost Reason", "Closed Lost Reason")),
        Field("note", ("Opportunity Name", "name")),
        Field("ignored", ("Opportunity Owner", "owner_id", "Owner")),
        Field("ignored", ("Description",)),
    ),
    claims=("Opportunity ID", "Account ID", "Stage", "Close Date"),
)
FORMAT = Format("salesforce_opportunity", (STEP,))
