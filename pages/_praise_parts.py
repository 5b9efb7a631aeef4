"""The parts of the page of praise: what and whom it is about, and the quotes, to read and to hand on."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import pandas as pd
import streamlit as st

from cx import agents, cache, number
from cx.arrow import for_chart
from cx.charts import ranking, word_bars
from cx.shortened import shortened
from cx.voc import praise
from cx.voc.praise import Praise
from pages import _address, _charts, _frame, _quoted, _reading, _store, _survey_parts
from pages._charts import Chart
from pages._words import language, member, plain, t

PAGE = 10
_SHORT = 400  # signs of a quote
_PLACE = "praise_where"


@dataclass(frozen=True)
class Quotes:
    """Quotes as Markdown that holds nothing but what was written, and as plain text to hand on."""

    shown: str
    plain: str


def is_masked() -> bool:
    """Whether agents are numbers; they are until somebody wants otherwise, and again on the next visit."""
    return bool(st.session_state.get("praise_mask", True))


def _asked() -> praise.Praised:
    return praise.praised(_store.current(), _address.selection())


def begin() -> praise.Praised:
    """How much praise there is, and how far the texts are read."""
    chosen = _address.selection()
    found = _frame.awaited((cache.VOC, "praised"), chosen, _asked)
    now = (chosen, st.session_state["store"])
    if st.session_state.get("praise_seen", now) != now:
        _close()
    st.session_state["praise_seen"] = now
    _reading.line()
    return found


def nothing(found: praise.Praised) -> bool:
    """Whether there is no praise to show; says why."""
    if found.n:
        return False
    key = "untold" if not found.told else "none"
    with st.container(border=True, key="praise_nothing"):
        st.subheader(t(f"words_page.praise_{key}_title"), anchor=False)
        st.markdown(t(f"words_page.praise_{key}_text"))
    return True


def _name(group: str, code: str | None, found: praise.Praised) -> str:
    if group != "agent" or code is None:
        return member(group, code)
    if not is_masked():
        return found.names.get(code, code)
    alias = agents.aliases(_store.current()).get(code)
    return t("words_page.praise_alias", n=alias) if alias else t("words_page.praise_someone")


def groups(found: praise.Praised) -> None:
    """Praise by product or by agent."""
    shown = {group: t(f"words_page.praise_by_{group}") for group in praise.GROUPS}
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="praise_head"
    ):
        group = _survey_parts.which("praise_group", t("words_page.praise_by"), praise.GROUPS, shown)
        if group == "agent":
            st.toggle(t("words_page.praise_mask"), value=True, key="praise_mask", help=t("words_page.praise_mask_help"))
    chart, codes = _grouped(found, group)

    def pick(code: str) -> None:
        _close()
        if code and code != ranking.REST:
            st.session_state[_PLACE] = (group, codes[code])

    _charts.show(
        f"praise_{group}",
        chart,
        spec=word_bars.spec(language(), ranking.WIDE),
        parameter=ranking.PICK,
        field="code",
        table={"label": shown[group], "detail": t("words_page.head_texts")},
        on_pick=pick,
    )


def _grouped(found: praise.Praised, group: str) -> tuple[Chart, dict[str, str | None]]:
    frame = pd.DataFrame({group: list(found.groups[group]), "value": list(found.groups[group].values())})
    rows = ranking.top(frame, group)
    codes: dict[str, str | None] = {ranking.NONE if code is None else code: code for code in found.groups[group]}
    first = next((code for code in found.groups[group] if code is not None), None)
    main = (first,) if first is not None and group != "agent" else ()  # no agent is held up
    drawn = ranking.data(rows, language=language(), name=lambda code: _name(group, codes[code], found), emphasised=main)
    people = sum(code is not None for code in found.groups[group])
    title = t(f"words_page.praise_title_{'people' if group == 'agent' else 'none'}", n=f"{found.n:,}", people=people)
    if first is not None and group != "agent":
        share = number.share(found.groups[group][first] / found.n, language())
        name = _name(group, first, found)
        title = t("words_page.praise_title", n=f"{found.n:,}", name=name, share=share)
    return Chart(
        title, t("words_page.praise_said"), drawn, for_chart(drawn), t(f"words_page.praise_legend_{group}")
    ), codes


def _close() -> None:
    st.session_state.pop(_PLACE, None)


def quotes(found: praise.Praised) -> None:
    """The quotes of what is open, else all; below them the same to copy."""
    where = st.session_state.get(_PLACE)
    title = _name(*where, found) if where else t("words_page.praise_all")
    store, chosen = _store.current(), _address.selection()
    count = praise.count(store, chosen, where)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="praise_quotes"
    ):
        st.subheader(plain(f"{title} · {t('words_page.praise_count', n=f'{count:,}')}"), anchor=False, width="content")
        if where:
            st.button(
                t("contacts.close"), key="praise_close", on_click=_let_go, type="tertiary", icon=":material/close:"
            )
    names = {order: t(f"words_page.praise_order_{order}") for order in praise.ORDERS}
    order = _survey_parts.which("praise_order", t("words_page.praise_order"), tuple(praise.ORDERS), names)
    pages = max(ceil(count / PAGE), 1)
    at = min(st.session_state.get(f"praise_page_{pages}", 1), pages)
    masked = is_masked()

    def make() -> Quotes:
        rows = praise.listed(store, chosen, where, order=order, limit=PAGE, offset=(at - 1) * PAGE)
        return Quotes("\n\n".join(_shown(row, found) for row in rows), "\n\n".join(_handed(row, found) for row in rows))

    question = (cache.VOC, "praise page", where, order, at, masked, language())
    page = cache.cached(store, question, chosen, make)
    st.markdown(page.shown)
    if pages > 1:
        st.pagination(pages, key=f"praise_page_{pages}")
    behind = st.expander(
        t("words_page.praise_copy"), key="praise_copy", on_change="rerun", icon=":material/content_copy:"
    )
    if behind.open:
        with behind:
            st.caption(t("words_page.praise_copy_help"))
            st.code(page.plain, language=None, wrap_lines=True, height=320)


def _let_go() -> None:
    _close()
    _charts.clear(*(f"praise_{group}" for group in praise.GROUPS))


def _said(row: Praise) -> str:
    """The text on one line; while names are masked, without the agent's."""
    words = " ".join(row.text.split())
    if is_masked() and row.agent_name and len(row.agent_name) > 1:
        words = words.replace(row.agent_name, "○○○")
    return shortened(words, _SHORT)


def _about(row: Praise, found: praise.Praised) -> list[str]:
    agent = [_name("agent", row.agent_key, found)] if row.agent_key else []
    return [
        number.long_day(row.day, language()),
        *([member("channel", row.channel)] if row.channel else []),
        *([row.product] if row.product else []),
        *agent,
    ]


def _shown(row: Praise, found: praise.Praised) -> str:
    about = [plain(part) for part in _about(row, found)]
    about += _quoted.account({"account_key": row.account_key, "account_name": row.account_name})
    if row.n > 1:
        about.append(plain(t("words_page.praise_times", n=f"{row.n:,}")))
    return f"“{plain(_said(row))}”  \n:small[:gray[{' · '.join(about)}]]"


def _handed(row: Praise, found: praise.Praised) -> str:
    return f"“{_said(row)}”\n— {' · '.join(_about(row, found))}"
