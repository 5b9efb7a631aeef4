"""Our own templates and downloads: one format for every canonical table."""

from cx import schema
from cx.importing.template import template

FORMATS = tuple(template(table) for table in schema.TABLES.values())
