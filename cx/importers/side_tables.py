"""Tables that a copy of a tool's data base brings along and that hold no contact, account, answer or step of one.

They are known here in order to be refused with that reason: read as anything else, every line of a schedule or of an agreement
would count as a contact. Deals of HubSpot without the column of their company are a step in nobody's life.
Source: the column lists of fivetran/dbt_zendesk and fivetran/dbt_hubspot_source (Apache-2.0).
"""

from cx.importing.format import Extract, Field, Format

SIDE = (
    ("sla_policy_id", "metric", "target", "priority"),
    ("start_time_utc", "end_time_utc", "time_zone", "name"),
    ("deal_id", "date_entered", "source_id", "value"),
)
DEALS = (("deal_id", "property_dealname", "deal_pipeline_stage_id"),)


def _refused(name: str, tables: tuple[tuple[str, ...], ...], reason: str) -> Format:
    extracts = (
        Extract("ticket", tuple(Field("ignored", (column,)) for column in columns), claims=columns)
        for columns in tables
    )
    return Format(name, tuple(extracts), refused=reason)


FORMATS = (
    _refused("side_table", SIDE, "format.side_table"),
    _refused("hubspot_deal_table", DEALS, "format.deal_without_account"),
)
