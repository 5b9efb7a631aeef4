"""Version 1: the canonical tables, what every batch said about them, and the tables the store keeps for itself."""

from __future__ import annotations

import secrets

from duckdb import DuckDBPyConnection

from cx import facts
from cx.schema import TABLES

SYSTEM = """
create table store_state (schema_version bigint, data_version bigint, settings_version bigint, salt varchar);
create table source (source_id bigint, name varchar, format varchar, zone varchar, created_at timestamp);
create table import_batch (
    batch_id bigint, source_id bigint, file_name varchar, sha256 varchar, mapping_version varchar, mappings json,
    imported_at timestamp, state varchar, undone_at timestamp, report json
);
create table import_part (batch_id bigint, part bigint, sheet varchar, table_name varchar, columns varchar[]);
create table import_batch_table (
    batch_id bigint, table_name varchar, read bigint, inserted bigint, updated bigint, unchanged bigint,
    merged bigint, duplicate bigint, rejected bigint
);
create table reject (
    batch_id bigint, table_name varchar, sheet varchar, line bigint, level varchar, column_name varchar,
    value varchar, reason varchar, reason_values json, row json
);
create table setting (name varchar, value json);
create table saved_mapping (mapping_id bigint, name varchar, mappings json, saved_at timestamp);
create table same_as (kind varchar, source_id bigint, id varchar, into_source_id bigint, into_id varchar);
"""


def migrate(con: DuckDBPyConnection) -> None:
    """Create every table, empty."""
    con.execute(SYSTEM)
    con.execute("insert into store_state values (0, 0, 0, ?)", [secrets.token_hex(32)])
    for table in TABLES.values():
        columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in table.columns)
        con.execute(f'create table "{table.name}" (source_id bigint, {columns})')
        con.execute(
            f'create table "said_{table.name}" (batch_id bigint, part bigint, source_id bigint, line bigint, {columns})'
        )
    for statement in facts.ddl():
        con.execute(statement)
