"""Teams and people as a table: HTML without a script, every word escaped, that is a list of cards on a phone; and as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import pandas as pd

from cx import number
from cx.agents import FIGURES, Crew, Figure, Load
from cx.charts import tokens
from cx.language import say
from cx.metric import find

MOST = 60  # rows a page shows
STYLE = f"""
.cxa {{ width: 100%; border-collapse: collapse; font-size: 13.5px; line-height: 1.35; color: {tokens.TEXT}; word-break: keep-all; }}
.cxa th {{ text-align: right; font-weight: 400; font-size: 12px; color: {tokens.MUTED}; padding: 2px 0 5px 10px; border: 0; vertical-align: bottom; }}
.cxa td, .cxa tbody th {{ padding: 6px 0 6px 10px; border: 0; border-top: 1px solid {tokens.BORDER}; text-align: right; vertical-align: top; white-space: nowrap; }}
.cxa tbody th, .cxa th:first-child {{ text-align: left; padding-left: 0; white-space: normal; }}
.cxa tbody th {{ font-size: 13.5px; color: {tokens.TEXT}; font-weight: 600; }}
.cxa small {{ display: block; font-size: 12px; font-weight: 400; color: {tokens.MUTED}; }}
.cxa-more {{ display: none; font-size: 12px; color: {tokens.MUTED}; padding-top: 6px; }}
.cxa .p {{ color: {tokens.MUTED}; }}
"""
_PHONE = """@media (max-width: 640px) {
.cxa thead { display: none; }
.cxa tr { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 6px 10px; border-top: 1px solid %s; padding: 8px 0; }
.cxa tbody th { grid-column: 1 / 4; }
.cxa td, .cxa tbody th { border: 0; padding: 0; text-align: left; white-space: normal; }
.cxa .e { display: none; }
.cxa td::before { display: block; font-size: 12px; color: %s; }
.cxa-t td:not(.p) small:first-of-type:not(:only-of-type) { display: none; }
.cxa-a tr { grid-template-columns: 1.1fr 1fr 1fr 1fr; gap: 2px 8px; padding: 5px 0; }
.cxa-a tbody th { grid-column: 1 / 5; }
.cxa-a td:nth-child(3), .cxa-a td:nth-child(n+7), .cxa-a td:not(.p) small { display: none; }
.cxa-more { display: block; }
%s }"""


def shown_figures(rows: Sequence[Load]) -> tuple[str, ...]:
    """The figures any of them has; the others are not in these data."""
    return tuple(name for name in FIGURES if any(one.figures[name].n for one in rows))


def label(figure: str, language: str) -> str:
    """What a column of the table is called."""
    return say(f"team.figure.{figure}", language)


def _heads(figures: Sequence[str], language: str, *, is_teams: bool) -> list[str]:
    first = ["team", "handled", "per_person", "per_hour"] if is_teams else ["agent", "handled", "per_hour"]
    return [*(say(f"team.{name}", language) for name in first), *(label(name, language) for name in figures)]


def html(
    rows: Sequence[Load],
    figures: Sequence[str],
    language: str,
    *,
    name: Callable[[Load], str],
    title: str,
    is_teams: bool = False,
) -> str:
    """The first `MOST` rows in the order given; values of few rows are grey, of too few hidden. Of teams with the intervals."""
    heads = _heads(figures, language, is_teams=is_teams)
    kind = "t" if is_teams else "a"
    phone = "".join(
        f'.cxa-{kind} td:nth-child({place})::before {{ content: "{head}"; }}'
        for place, head in enumerate(heads, start=1)
        if place > 1
    )
    style = STYLE + _PHONE % (tokens.BORDER, tokens.MUTED, phone)
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    body = "".join(_row(one, figures, language, name(one), is_teams=is_teams) for one in rows[:MOST])
    more = "" if is_teams else f'<div class="cxa-more">{escape(say("team.phone", language))}</div>'
    return (
        f'<style>{style}</style><table class="cxa cxa-{kind}" aria-label="{escape(title)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
    )


def _row(one: Load, figures: Sequence[str], language: str, name: str, *, is_teams: bool) -> str:
    people = f"<small>{escape(say('team.people', language, n=one.people))}</small>" if is_teams else ""
    each = f"<td>{escape(per_person(one, language))}</td>" if is_teams else ""
    load = f"<td>{escape(number.full(one.handled, language))}</td>{each}<td>{escape(_per_hour(one, language))}</td>"
    cells = "".join(
        _cell(one.figures[figure], find(figure).unit, language, has_interval=is_teams) for figure in figures
    )
    return f'<tr><th scope="row">{escape(name)}{people}</th>{load}{cells}</tr>'


def per_person(team: Load, language: str) -> str:
    """Contacts answered by each of a team on average, whole ones."""
    return number.full(round(team.handled / team.people) if team.people else None, language)


def _per_hour(one: Load, language: str) -> str:
    return number.write("per_hour", one.per_hour, language, more=1 if one.per_hour < 1 else 0)


def _cell(figure: Figure, unit: str, language: str, *, has_interval: bool) -> str:
    counted = say("number.n", language, n=f"{figure.n:,}")
    none = escape(say("number.none", language))
    if not figure.n:
        return f'<td class="p e">{none}</td>'
    if figure.state in ("none", "withheld"):
        return f'<td class="p">{none}<small>{escape(counted)}</small></td>'
    value = escape(number.write(unit, figure.value, language))
    if figure.state == "few":
        return f'<td class="p">{value}<small>{escape(say("number.small_sample", language, n=figure.n))}</small></td>'
    bounds = ""
    if has_interval and figure.low < figure.high:
        low, high = (number.write(unit, end, language) for end in (figure.low, figure.high))
        bounds = f"<small>{escape(say('surveys.between', language, low=low, high=high))}</small>"
    return f"<td>{value}{bounds}<small>{escape(counted)}</small></td>"


def frame(
    crew: Crew, figures: Sequence[str], language: str, *, name: Callable[[Load], str], team: Callable[[Load], str]
) -> pd.DataFrame:
    """Everybody as rows for a file: values in the metrics' own units (shares 0-1, seconds), with interval and n; what is hidden is empty."""
    listed = []
    for one in crew.agents:
        row: dict[str, object] = {
            say("team.agent", language): name(one),
            say("team.team", language): team(one),
            say("team.handled", language): one.handled,
            say("team.per_hour", language): None if number.is_missing(one.per_hour) else round(one.per_hour, 3),
        }
        for figure in figures:
            known, words = one.figures[figure], label(figure, language)
            values = (known.value, known.low, known.high)
            names = (words, say("team.low", language, name=words), say("team.high", language, name=words))
            row |= {
                head: None if number.is_missing(value) else round(value, 4)
                for head, value in zip(names, values, strict=True)
            }
            row[say("team.counted", language, name=words)] = known.n
        listed.append(row)
    return pd.DataFrame(listed, dtype=object)
