"""What pages of topics say in words: titles that state the finding, and the rows of the ranking as people read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from cx import number
from cx.charts.topics import LIMIT, NONE, OF_MATTER, REST, Line
from cx.language import say
from cx.voc.ranking import Matter, Ranking, Row, Score

ORDERS = ("most", "growth", "product", "customer", "score")
_PINNED = 5


def ordered(found: Ranking, order: str) -> tuple[Row, ...]:
    """The topics by texts ("most"), by growth beyond chance, by texts that tell of a fault of the product or of a customer's mistake, or
    the worst scores first.
    """
    if order == "growth":
        return tuple(sorted(found.rows, key=lambda row: (row.trend != "up", -_more(row), -row.n, row.code)))
    if order == "score" and found.score:
        name = found.score
        return tuple(sorted(found.rows, key=lambda row: (*_worst(row.scores[name]), -row.n, row.code)))
    if order in OF_MATTER:
        return tuple(sorted(found.rows, key=lambda row: (-getattr(row.matter, order), -row.n, row.code)))
    return tuple(sorted(found.rows, key=lambda row: (-row.n, row.code)))


def on_top(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The same rows with those that people pinned before all others."""
    return tuple(sorted(rows, key=lambda row: not row.is_pinned))


def _more(row: Row) -> int:
    return row.n - row.previous if row.trend == "up" and row.previous is not None else 0


def _worst(score: Score) -> tuple[int, float]:
    """Those whose score is known to be apart first, then those with enough answers."""
    if score.difference is None:
        return 3, 0.0
    return (0 if score.is_separable and score.difference < 0 else 1 if score.state == "ok" else 2), score.difference


def ranked(found: Ranking, language: str, order: str = "most") -> str:
    """The title of the ranking: the topic with most texts, and the one that grew most; or where most faults or mistakes are told."""
    if order in OF_MATTER and (title := _ranked_by(found, order, language)):
        return title
    rows = ordered(found, "growth")
    first = max(found.rows, key=lambda row: row.n, default=None)
    if first is None or not first.n:
        return say("voc_page.rank_none", language)
    share = number.share(first.share, language)
    grown = rows[0] if rows[0].trend == "up" else None
    if grown is None:
        return say("voc_page.rank_first", language, name=first.title, share=share)
    key = "rank_first_grew" if grown.code == first.code else "rank_other_grew"
    return say(
        f"voc_page.{key}", language, name=first.title, share=share, other=grown.title, change=change(grown, language)
    )


def _ranked_by(found: Ranking, order: str, language: str) -> str:
    """Where most texts of what the order is by are told, and how many; "" where there are none."""
    first = ordered(found, order)[:1]
    n = sum(getattr(row.matter, order) for row in found.rows)
    if not n:
        return ""
    own = getattr(first[0].matter, order)
    values = {"name": first[0].title, "n": number.full(own, language), "share": number.share(own / n, language)}
    return say(f"voc_page.rank_{order}", language, **values)


def change(row: Row, language: str) -> str:
    """The change against the compared period; "new" where there were none."""
    if row.previous is None:
        return ""
    if not row.previous:
        return say("voc_page.new", language)
    return number.change("count", row.n, row.previous, language)


def whole(found: Ranking) -> str:
    """How all texts with a topic changed against the compared period."""
    return f"{number.signed((found.whole - 1) * 100, 0)}%"


def moved(row: Row, language: str) -> str:
    """The title over a topic's trend: how many texts, and what they did since the compared period."""
    return say(
        f"voc_page.moved_{row.trend}",
        language,
        name=row.title,
        n=number.full(row.n, language),
        change=change(row, language),
    )


def lines(found: Ranking, order: str, language: str) -> tuple[list[Line], tuple[str, ...]]:
    """The rows of the chart: the first ten topics, all others together, and the texts without a topic; and who the others are.

    What people pinned stands on top however small it is, as long as half of them are the first ones.
    """
    rows = [row for row in on_top(ordered(found, order)) if row.n or row.trend == "down"]
    pinned = [row for row in rows if row.is_pinned][:_PINNED]
    others = [row for row in rows if row not in pinned]
    kept = rows if len(rows) <= LIMIT + 1 else [*pinned, *others[: LIMIT - len(pinned)]]
    shown, rest = [row for row in rows if row in kept], [row for row in rows if row not in kept]
    listed = [line(row, found.score, language) for row in shown]
    if rest:
        n = sum(row.n for row in rest)
        together = _plain(REST, say("voc_page.rest", language, n=len(rest)), n, found.n, language)
        listed.append(replace(together, **_told_of(Matter.of(row.matter for row in rest), language)))
    if found.without:
        listed.append(_plain(NONE, say("voc_page.without", language), found.without, found.n, language))
    return listed, tuple(row.code for row in rest)


def _plain(code: str, label: str, n: int, whole: int, language: str) -> Line:
    share = number.share(n / whole if whole else None, language)
    return Line(code, label, n, number.full(n, language), share=share, is_rest=True)


def line(row: Row, score: str | None, language: str) -> Line:
    """One topic as the chart and the table behind it say it."""
    arrow = {"up": "▲ ", "down": "▼ ", "same": "", "unknown": ""}[row.trend]
    is_change = row.trend in ("up", "down")
    told = say("voc_page.similar", language) if row.trend == "same" else ""
    mark = say("voc_page.pinned_mark", language) + " " if row.is_pinned else ""
    own = row.scores.get(score or "")
    return Line(
        row.code,
        f"{mark}{row.title}",
        row.n,
        number.compact(row.n, language),
        row.previous,
        f"{arrow}{change(row, language)}" if is_change else told,
        is_change,
        number.share(row.share, language),
        say("voc_page.accounts", language, n=f"{row.accounts:,}"),
        apart(own, language) if own else "",
        _tone(own) if own else "none",
        **_told_of(row.matter, language),
    )


def _told_of(matter: Matter, language: str) -> dict[str, Any]:
    """Whose fault and how grave, for a line of the chart: each with its texts and their share, and the faults in short."""
    shares = {name: number.share(matter.share(name), language, 0) for name in OF_MATTER}
    if not matter.told:
        return {"matter": shares}
    told = {name: f"{number.compact(getattr(matter, name), language)} · {share}" for name, share in shares.items()}
    return {"causes": f"{shares['product']} · {shares['customer']}", "matter": told}


def _tone(score: Score) -> str:
    if not score.is_separable or score.difference is None:
        return "none"
    return "bad" if score.difference < 0 else "good"


def apart(score: Score, language: str) -> str:
    """How far the mean score lies from that of all other texts, with its n; "–" where too few were asked."""
    if score.difference is None:
        return number.write("score", None, language)
    return say("voc_page.apart", language, gap=number.signed(score.difference, 2), n=f"{score.n:,}")


def score_head(found: Ranking, language: str) -> str:
    """What the score's column is called; "" where no text has a score."""
    return say(f"voc_page.head_{found.score}", language) if found.score else ""


def told(row: Row, score: str | None, language: str) -> str:
    """One topic in one line, for people who look at it alone."""
    own = row.scores.get(score or "")
    parts = [
        say("voc_page.texts", language, n=f"{row.n:,}"),
        say("voc_page.of_all", language, share=number.share(row.share, language)),
        say("voc_page.of_accounts", language, n=f"{row.accounts:,}"),
    ]
    if score and own and own.difference is not None:
        key = "score_apart" if own.is_separable else "score_alike"
        gap = number.signed(own.difference, 2)
        name = say(f"voc_page.score_{score}", language)
        parts.append(say(f"voc_page.{key}", language, name=name, mean=f"{own.mean:.2f}", gap=gap, n=f"{own.n:,}"))
    return " · ".join(parts)


def table(rows: Sequence[Row], score: str | None, language: str, head: Callable[[str], str]) -> dict[str, list[object]]:
    """All topics for a table, every number a number: columns by the names `head` gives them."""
    cells: dict[str, list[object]] = {
        "topic": [row.title for row in rows],
        "texts": [row.n for row in rows],
        "previous": [row.previous for row in rows],
        "change": [line(row, score, language).change for row in rows],
        "share": [round(row.share * 100, 1) for row in rows],
        "accounts": [row.accounts for row in rows],
    }
    for name in OF_MATTER:
        shares = [row.matter.share(name) for row in rows]
        cells[f"{name}_percent"] = [None if share is None else round(share * 100, 1) for share in shares]
    if score:
        gaps = [row.scores[score].difference for row in rows]
        cells["score"] = [None if gap is None else round(gap, 2) for gap in gaps]
        cells["score_n"] = [row.scores[score].n for row in rows]
    return {head(name): values for name, values in cells.items()}
