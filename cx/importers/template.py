"""Our own templates and downloads: one format for every canonical table."""

from cx.importing.template import template
from cx.schema import TABLES

FORMATS = tuple(template(table) for table in TABLES.values())
