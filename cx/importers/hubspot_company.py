"""HubSpot companies: the export of the company list as CSV or XLSX, and the raw table of companies of Fivetran's connector.

The type of a company ("Prospect", "Partner") is its segment. Number of employees and annual revenue are the customer's own and kept beside
the row; names of properties may hold any sign. Times are in the zone of the account and do not name it.
Source: HubSpot's default company properties (knowledge base, "HubSpot's default company properties"), and the column list of
fivetran/dbt_hubspot_source (Apache-2.0).
"""

from cx.importing.format import Extract, Field, Format

COMPANY = Extract(
    "account",
    (
        Field("account_id", ("Record ID", "Company ID", "id")),
        Field("account_name", ("Company name", "property_name", "Name")),
        Field("segment", ("Type", "property_type")),
        Field("industry", ("Industry", "property_industry")),
        Field("region", ("State/Region", "property_state")),
        Field("started_day", ("Became a customer date", "property_closedate")),
        Field("updated_at", ("Last Modified Date", "property_hs_lastmodifieddate")),
        Field("owner", ("Company owner",)),
        Field("ignored", ("property_hubspot_owner_id",)),
        Field("ignored", ("Phone Number", "property_phone")),
        Field("ignored", ("Street Address", "property_address")),
        Field("ignored", ("Street Address 2", "property_address_2")),
        Field("ignored", ("Description", "property_description")),
    ),
    claims=("Record ID", "Company name", "Industry", "State/Region"),
)
FORMAT = Format("hubspot_company", (COMPANY,))
