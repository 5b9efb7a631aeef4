"""Tables of a report as HTML without a script: for the page, compact, readable on a phone; every word is escaped.

`STYLE` has to stand once where they are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cx.charts import spark, tokens
from cx.language import say
from cx.metric import find, metrics
from cx.reports.said import BAD, GOOD, PALE, Line, Said, Section, Sheet
from cx.reports.tables import Table

_CLASSES = {"value": "value", "year": "year", "target": "target"}
_TONES = {GOOD: "good", BAD: "bad", PALE: "pale"}
# On a phone a row is a small grid: name and value, change and year, target below them; the small pictures are left out.
# On paper what stands beside each other stays so: the framework would put a column with a chart below the one before it.
STYLE = f"""<style>
.cxt {{ width: 100%; border-collapse: collapse; font-size: 13.5px; line-height: 1.3; color: {tokens.TEXT}; word-break: keep-all; }}
.cxt caption {{ text-align: left; font-size: 17px; font-weight: 600; padding: 0 0 4px; }}
.cxt th {{ text-align: left; font-weight: 400; font-size: 12px; color: {tokens.MUTED}; padding: 2px 8px 4px 0; border: 0; }}
.cxt td, .cxt tbody th {{ padding: 6px 8px 6px 0; border: 0; border-top: 1px solid {tokens.BORDER}; vertical-align: middle; }}
.cxt tbody th {{ font-size: 13.5px; color: {tokens.TEXT}; }}
.cxt .good {{ color: {tokens.GOOD}; }}
.cxt .bad {{ color: {tokens.BAD}; }}
.cxt .pale {{ color: {tokens.MUTED}; }}
.cxt + .cxt {{ margin-top: 14px; }}
.cxk {{ table-layout: fixed; }}
.cxk .trend {{ width: 98px; }}
.cxk .kpi {{ width: 21%; }}
.cxk .value {{ width: 17%; }}
.cxk .target {{ width: 19%; }}
.cxt small {{ font-size: 12px; color: {tokens.MUTED}; white-space: nowrap; }}
.cxt b {{ font-weight: 600; white-space: nowrap; }}
.cxt .n {{ text-align: right; white-space: nowrap; }}
.cxt i {{ display: block; height: 8px; border-radius: 2px; background: {tokens.PALE}; }}
.cxt tr:first-child i {{ background: {tokens.EMPHASIS}; }}
.cxt .bar {{ width: 22%; }}
@media (max-width: 640px) {{
  .cxk thead {{ display: none; }}
  .cxk tr {{ display: grid; grid-template-columns: 1fr auto; gap: 2px 8px; border-top: 1px solid {tokens.BORDER}; padding: 7px 0; }}
  .cxk td, .cxk tbody th {{ border: 0; padding: 0; }}
  .cxk .value, .cxk .year, .cxk .target {{ width: auto; }}
  .cxk .value, .cxk .year {{ text-align: right; }}
  .cxk .trend {{ display: none; }}
  .cxk .target {{ grid-column: 1 / 3; }}
  .cxk .none:not(.value), .cxg .bar, .cxg .more {{ display: none; }}
}}
@page {{ size: A4; margin: 8mm; }}
@media print {{
  [data-testid=stMain] {{ zoom: .5; }}
  [data-testid=stHeader], .st-key-frame_head, .st-key-month_documents, .st-key-month_open, .st-key-why_choices,
  [data-testid=stTooltipIcon], [class*=st-key-chart_expander],
  [data-testid=stHorizontalBlock]:has([class*=st-key-filter]), [data-testid=stFlexRow]:has([class*=st-key-filter]) {{ display: none !important; }}
  [data-testid=stHorizontalBlock]:has(> [data-testid=stColumn]) {{ display: flex !important; flex-wrap: nowrap !important; }}
  [data-testid=stHorizontalBlock] > [data-testid=stColumn] {{ width: auto !important; min-width: 0 !important; }}
  [data-testid=stColumn], .cxt {{ break-inside: avoid; }}
}}
</style>"""


def kpis(sections: Sequence[Section], sheet: Sheet) -> str:
    """One table a section of `sheet`: name, value with its n, the periods, changes, target."""
    head = "".join(f'<th scope="col" class="{name}">{escape(title)}</th>' for name, title in sheet.columns.items())
    return "".join(
        f'<table class="cxt cxk"><caption>{escape(section.title)}</caption><thead><tr>{head}</tr></thead><tbody>'
        + "".join(f"<tr>{''.join(_kpi(line, name, sheet) for name in sheet.columns)}</tr>" for line in section.lines)
        + "</tbody></table>"
        for section in sections
    )


def _kpi(line: Line, name: str, sheet: Sheet) -> str:
    if name == "kpi":
        return f'<th scope="row" title="{escape(_explained(line, sheet))}">{escape(line.label)}</th>'
    if name == "trend":
        return f'<td class="trend">{_picture(line, sheet)}</td>'
    said: Said = getattr(line, name)
    words = escape(said.text)
    if name == "value":
        n = f" <small>{escape(line.n)}</small>" if line.n else ""
        words = f"<b>{words}</b>{n}"
    is_none = said.text == say("number.none", sheet.language)
    classes = [_CLASSES.get(name, ""), "none" if is_none else "", _TONES.get(said.tone, "")]
    return f'<td class="{" ".join(filter(None, classes))}">{words}</td>'


def _explained(line: Line, sheet: Sheet) -> str:
    """What the KPI counts; nothing of one this program no longer knows."""
    return find(line.metric).explanation(sheet.language) if line.metric in metrics() else ""


def _picture(line: Line, sheet: Sheet) -> str:
    """What the line shows stands beside it in words."""
    known = [value for value in line.trend if value is not None]
    alt = escape(sheet.columns["trend"])
    return f'<img alt="{alt}" src="{spark.small(line.trend)}">' if len(known) > 1 else ""


def groups(tables: Sequence[Table]) -> str:
    """Groups with their numbers and a bar each; on a phone the first three numbers."""
    return "".join(map(_table, tables))


def _table(table: Table) -> str:
    bar = '<th class="bar"></th>' if table.shares else ""
    first, *others = table.header
    names = "".join(f'<th scope="col" class="n{_more(at)}">{escape(name)}</th>' for at, name in enumerate(others))
    most = max(table.shares, default=0.0) or 1.0
    rows = []
    for at, (name, *values) in enumerate(table.rows):
        cells = "".join(f'<td class="n{_more(place)}">{escape(value)}</td>' for place, value in enumerate(values))
        width = f"{table.shares[at] / most:.0%}" if table.shares else ""
        drawn = f'<td class="bar"><i style="width:{width}"></i></td>' if table.shares else ""
        rows.append(f'<tr><th scope="row">{escape(name)}</th>{drawn}{cells}</tr>')
    head = f'<thead><tr><th scope="col">{escape(first)}</th>{bar}{names}</tr></thead>'
    return f'<table class="cxt cxg"><caption>{escape(first)}</caption>{head}<tbody>{"".join(rows)}</tbody></table>'


def _more(place: int) -> str:
    return " more" if place > 2 else ""  # noqa: PLR2004 - what a phone has room for
