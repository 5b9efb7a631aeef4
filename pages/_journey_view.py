"""What the journey map says about a selection, made once and kept until the data change: the matrix as words and shades, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from cx import number
from cx.charts import tokens
from cx.lifecycle import journey, retention
from cx.lifecycle.journey import Stage
from cx.lifecycle.rows import known_day
from cx.selection import Selection
from pages import _against, _lifecycle, _onboarding_view, _store
from pages._against import Side
from pages._words import language, member, t

_COLUMNS = ("contacts", "per", "ces", "pain", "lead", "lost")
_SHADES = 7  # of the scale's ten: the darkest swallow their words
_DARK = 5
STYLE = f"""<style>
.cxm {{ width: 100%; border-collapse: separate; border-spacing: 3px; font-size: 14px; line-height: 1.25; color: {tokens.TEXT}; word-break: keep-all; }}
.cxm th {{ text-align: left; font-weight: 400; font-size: 12.5px; color: {tokens.MUTED}; padding: 4px 8px; border: 0; }}
.cxm tbody th {{ font-size: 14px; font-weight: 600; color: {tokens.TEXT}; }}
.cxm td {{ padding: 8px; border: 0; border-radius: 4px; background: {tokens.PANEL}; }}
.cxm small {{ display: block; font-size: 12px; color: {tokens.MUTED}; }}
.cxm .dark, .cxm .dark small {{ color: {tokens.GROUND}; }}
.cxm .lit small {{ color: {tokens.TEXT}; }}
.cxm .few {{ color: {tokens.MUTED}; }}
@media (max-width: 640px) {{
  .cxm thead {{ display: none; }}
  .cxm tr {{ display: grid; grid-template-columns: 1fr 1fr; gap: 3px; padding: 8px 0; border-top: 1px solid {tokens.BORDER}; }}
  .cxm tbody th, .cxm .top {{ grid-column: 1 / 3; }}
  .cxm tbody th {{ padding-left: 0; }}
  .cxm td::before {{ content: attr(data-label); display: block; font-size: 12px; }}
}}
</style>"""


@dataclass(frozen=True)
class View:
    """Everything the page draws; `names` of the stages by code, the one to read first in front."""

    basis: str
    title: str
    said: tuple[str, ...]
    table: str
    names: dict[str, str]
    worst: str
    stages: dict[str, Stage]


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where it lets nothing through."""
    store = _store.current()
    found, days, known = journey.journey(store, chosen), retention.span(store, chosen), known_day(store)
    if not found or days is None or known is None or not any(one.contacts for one in found):
        return None
    basis = t("journey.basis", span=number.span(*days, language()), known=number.long_day(known, language()))
    low, high = _outlier(found, "ces", -1), _outlier(found, "pain", 1)
    said = (
        t("journey.said_effort", stage=_short(low), value=number.write("score", low.ces, language()))
        if low
        else t("journey.said_effort_even"),
        t("journey.said_pain", stage=_short(high), value=number.share(high.pains / high.texts, language()))
        if high
        else t("journey.said_pain_even"),
    )
    lost = max((one for one in found if one.lost and _lifecycle.state(one.passed) == "ok"), key=_loss, default=None)
    title = t("journey.title_plain")
    if lost:
        title = t(
            "journey.title_loss",
            stage=_short(lost),
            passed=f"{lost.passed:,}",
            lost=f"{lost.lost:,}",
            share=number.share(_loss(lost), language()),
        )
    names = {one.name: _short(one) for one in found}
    worst = (low or high or lost or found[0]).name
    return View(basis, title, said, _matrix(found), names, worst, {one.name: one for one in found})


def _loss(one: Stage) -> float:
    return (one.lost or 0) / one.passed if one.passed else 0.0


def _name(one: Stage) -> str:
    return (
        t("journey.stage_step", step=_onboarding_view.event_name(one.step))
        if one.step
        else t(f"journey.stage_{one.name}")
    )


def _short(one: Stage) -> str:
    return (
        t("journey.short_step", step=_onboarding_view.event_name(one.step))
        if one.step
        else t(f"journey.short_{one.name}")
    )


def _side(one: Stage, column: str) -> Side:
    if column == "ces":
        return Side(one.ces, one.low, one.high, one.answers, _lifecycle.state(one.people), one.people)
    return _against.share(one.pains, one.texts)


def _rest(found: tuple[Stage, ...], one: Stage, column: str) -> float | None:
    """What the other stages have together."""
    others = [side for other in found if other is not one and (side := _side(other, column)).is_shown]
    n = sum(side.n for side in others)
    return sum(side.value * side.n for side in others) / n if n else None


def _is_apart(found: tuple[Stage, ...], one: Stage, column: str, sign: int) -> bool:
    """Whether a stage is worse than the others together: its whole interval lies on the other side, and there is enough of it."""
    side, rest = _side(one, column), _rest(found, one, column)
    if side.state != "ok" or rest is None:
        return False
    return side.low > rest if sign > 0 else side.high < rest


def _outlier(found: tuple[Stage, ...], column: str, sign: int) -> Stage | None:
    apart = [one for one in found if _is_apart(found, one, column, sign)]
    return max(apart, key=lambda one: sign * _side(one, column).value, default=None)


def _matrix(found: tuple[Stage, ...]) -> str:
    heads = "".join(
        f'<th scope="col">{escape(t(f"journey.column_{name}"))}</th>' for name in ("stage", *_COLUMNS, "top")
    )
    levels = {column: [_level(one, column, found) for one in found] for column in _COLUMNS}
    rows = []
    for place, one in enumerate(found):
        cells = "".join(_cell(one, column, levels[column][place], levels[column]) for column in _COLUMNS)
        accounts = escape(t("journey.accounts", n=f"{one.accounts:,}"))
        top = _top(one)
        rows.append(f'<tr><th scope="row">{escape(_name(one))}<small>{accounts}</small></th>{cells}{top}</tr>')
    return f'<table class="cxm"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _level(one: Stage, column: str, found: tuple[Stage, ...]) -> float | None:
    """How much or how bad a cell is; None: not to be coloured."""
    if column == "contacts":
        return float(one.contacts)
    if column == "per":
        return one.contacts / one.accounts if one.accounts else None
    if column == "ces":
        return -one.ces if _is_apart(found, one, "ces", -1) else None
    if column == "pain":
        return one.pains / one.texts if _is_apart(found, one, "pain", 1) else None
    if column == "lead":
        return one.lead if _lifecycle.state(one.resolved) == "ok" else None
    return _loss(one) if one.passed and _lifecycle.state(one.passed) in ("ok", "few") else None


def _cell(one: Stage, column: str, level: float | None, levels: list[float | None]) -> str:
    words, below, is_few = _words(one, column)
    known = [value for value in levels if value is not None]
    shade = None if level is None else _shade(level, known)
    colour = "" if shade is None else f' style="background:{tokens.SEQUENTIAL[shade]}"'
    tone = "few" if is_few else "" if shade is None else "dark" if shade >= _DARK else "lit"
    label = escape(t(f"journey.column_{column}"), quote=True)
    small = f"<small>{escape(below)}</small>" if below else ""
    return f'<td class="{tone}" data-label="{label}"{colour}>{escape(words)}{small}</td>'


def _shade(level: float, known: list[float]) -> int:
    low, high = min(known), max(known)
    return round((level - low) / (high - low) * (_SHADES - 1)) if high > low else _SHADES // 2


def _words(one: Stage, column: str) -> tuple[str, str, bool]:
    """What a cell says, the small words under it, and whether it is made of few."""
    if column == "contacts":
        return number.full(float(one.contacts), language()), "", False
    if column == "per":
        return number.average(one.contacts / one.accounts if one.accounts else None, language()), "", False
    if column == "lead":
        return (
            number.length(one.lead if _lifecycle.state(one.resolved) in ("ok", "few") else None, language()),
            _n(one.resolved),
            _is_few(one.resolved),
        )
    if column == "lost":
        if one.lost is None:
            return number.share(None, language()), "", False
        value = None if _lifecycle.state(one.passed) in ("withheld", "none") else _loss(one)
        return (
            number.share(value, language()),
            t("journey.lost", lost=f"{one.lost:,}", passed=f"{one.passed:,}"),
            _is_few(one.passed),
        )
    side = _side(one, column)
    unit = "score" if column == "ces" else "share"
    return number.write(unit, side.value if side.is_shown else None, language()), _of(side), side.state != "ok"


def _of(side: Side) -> str:
    return side.few if side.n and side.state != "ok" else side.size


def _n(n: int) -> str:
    return t("number.small_sample" if _is_few(n) and n else "number.n", n=f"{n:,}")


def _is_few(n: int) -> bool:
    return _lifecycle.state(n) != "ok"


def _top(one: Stage) -> str:
    label = escape(t("journey.column_top"), quote=True)
    if not one.tops:
        return f'<td class="top few" data-label="{label}">{escape(number.share(None, language()))}</td>'
    name, n = one.tops[0]
    return f'<td class="top" data-label="{label}">{escape(category(name))}<small>{escape(number.full(float(n), language()))}</small></td>'


def category(name: str | None) -> str:
    """What a tag is called; texts without one have none."""
    return member("category", name) if name else t("journey.no_category")
