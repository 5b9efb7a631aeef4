"""Salesforce accounts: an account list or report as CSV or XLSX, and the raw export of the Account object.

The type of an account ("Customer - Direct", "Channel Partner") is its segment. Number of employees and annual revenue are those of the
customer's own business and no seats or fees of ours: they are kept beside the row. The owner is one of the own team. Names, phones and addresses of other people are not read.
Source: field labels of the Account object (Object Reference for the Salesforce Platform, "Account"), and the column list of
fivetran/dbt_salesforce_source (Apache-2.0).
"""

from cx.importing.format import Extract, Field, Format

ACCOUNT = Extract(
    "account",
    (
        Field("account_id", ("Account ID", "id", "18 Digit Account ID")),
        Field("account_name", ("Account Name", "name")),
        Field("segment", ("Type", "Account Type")),
        Field("industry", ("Industry",)),
        Field("region", ("Billing State/Province", "billing_state", "Billing State")),
        Field("partner_id", ("Partner Account ID", "Partner Account")),
        Field("started_day", ("Customer Since", "Contract Start Date")),
        Field("updated_at", ("Last Modified Date", "SystemModstamp")),
        Field("owner", ("Account Owner", "Account Owner Alias")),
        Field("ignored", ("owner_id", "Owner ID")),
        Field("ignored", ("Phone",)),
        Field("ignored", ("Fax",)),
        Field("ignored", ("Billing Street",)),
        Field("ignored", ("Shipping Street",)),
        Field("ignored", ("Account Description", "Description")),
    ),
    claims=("Account ID", "Account Name", "Account Owner", "Billing State/Province"),
)
FORMAT = Format("salesforce_account", (ACCOUNT,))
