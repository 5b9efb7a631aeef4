"""Our own templates as formats: one for every canonical table, the header being the column's name or its label."""

from __future__ import annotations

from collections.abc import Sequence

from cx import schema
from cx.importing.format import Extract, Field, Format
from cx.importing.mapping import IGNORED, SOURCE
from cx.language import LANGUAGES, say

_MOSTLY = 0.5  # one id alone is in many files: then most headers must be ours
ESCAPED = "csv_escape"  # the last column of our own CSV downloads: says which cells carry one more apostrophe
NAMES = {"ticket": "template_contacts", "survey_answer": "template_surveys", "account": "template_accounts"}
KEYS = {
    "shift": ("agent_id", "starts_at"),
    "qa_review": ("ticket_id", "reviewed_at"),
    "usage": ("account_id", "day", "feature"),
}
CLAIMS = {"survey_answer": ("survey", "score")}


def own_marks(headers: Sequence[str]) -> frozenset[str]:
    """The columns our own files carry about a row that are not of it: the escape column of our CSV, and the two (line,
    reason) that files of rejected rows end with, where both stand there. An imported row must not keep them.
    """
    last = [header for header in headers if header != ESCAPED][-2:]
    marks = [[say(f"imports.mend_{name}", language) for name in ("line", "reason")] for language in LANGUAGES]
    mended = last if [header.strip() for header in last] in marks else []
    return frozenset(mended) | (frozenset(headers) & {ESCAPED})


def name_of(table: str) -> str:
    """The format's name for a canonical table: `template_contacts`, else `template_<table>`."""
    return NAMES.get(table, f"template_{table}")


def optional_key(table: str) -> bool:
    """Whether rows of the template may come without an id: the key is made from the columns of KEYS or the content."""
    return table in {"survey_answer", *KEYS}


def headers_of(column: str) -> tuple[str, ...]:
    """The headers accepted for a canonical column: its name and its label in each language."""
    return (column, *(say(f"column.label.{column}", language) for language in LANGUAGES))


def template(table: schema.Table) -> Format:
    """The format of our own template and downloads of one table. Surveys, shifts and usage may come without an id."""
    fields = [Field(column.name, headers_of(column.name)) for column in table.columns]
    fields += [Field(SOURCE, headers_of(SOURCE)), Field(IGNORED, (ESCAPED,))]
    without_key = optional_key(table.name)
    claims = CLAIMS.get(table.name) or tuple(name for name in table.required if name != table.key or not without_key)
    extract = Extract(
        table.name,
        tuple(fields),
        claims=claims,
        optional_key=without_key and table.name not in KEYS,
        key_from=KEYS.get(table.name, ()),
    )
    return Format(name_of(table.name), (extract,), least=_MOSTLY if len(claims) == 1 else 0.0)
