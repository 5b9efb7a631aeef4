"""Texts of HTML, Markdown, LaTeX and the framework's own marks in the whole app: wherever somebody's words are shown they
stand as they were written, nothing is made of them, and no other host is asked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import small_store
import voc_rows
from bad_files import MARKUP
from put_rows import add
from served import ROOT, Server, start
from test_words_in_browser import LINKS, OWN_MARKS

from cx import annotations, business_hours, sources, targets
from cx.calendar import SpecialDay
from cx.importing import saved
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.run import import_file, inspect
from cx.language import say
from cx.selection import Selection
from cx.warehouse import Store

pytestmark = pytest.mark.browser
TEXTS = [" ".join(text.split()) for text in (*MARKUP, *LINKS, *OWN_MARKS) if "a@" not in text]  # addresses are masked
GROUPS = [tuple(TEXTS[at : at + 3]) for at in range(0, len(TEXTS), 3)]
PAGES = [path.stem[3:] for path in sorted((ROOT / "pages").glob("[0-9][0-9]_*.py"))][
    1:
]  # the first has no name in the URL
COLUMNS = ("ticket_id", "opened_at", "channel", "category", "account_id", "product", "subject", "body", "agent_id")
OF_ACCOUNTS = ("onboarding", "retention", "renewals", "account", "vip", "partners", "journey")
ROWS_EACH = 6
YEAR = datetime.now(tz=UTC).year  # the one the calendar shows
FILE = "<img src=x onerror=alert(1)> www.example.invalid $x^2$ __a__.csv"
_READ = "() => document.querySelector('[data-testid=stApp]').textContent"
_CELLS = "() => [...document.querySelectorAll('canvas [role=gridcell], canvas [role=columnheader]')].map(one => one.textContent)"
_MARK = """([chart, text]) => [...document.querySelectorAll(`${chart} path[aria-label]`)].filter(
    one => one.getAttribute('aria-label').replace(/\\s+/g, ' ').includes(text)).pop()"""
_IS_STILL = """chart => {
    const mark = document.querySelector(`${chart} path[aria-label]`), now = performance.now();
    if (!window.still || window.still.mark !== mark) window.still = {mark, since: now};
    return mark && now - window.still.since > 400;
}"""
_RANKING = "[class*=st-key-chart_ranking_]"
# What none of our own pages holds: if it is there, somebody's words have become it.
_MADE = """() => {
    const place = document.querySelector('[data-testid=stApp]'), found = [];
    for (const one of place.querySelectorAll('iframe, object, embed, marquee, script[src], .katex, [onerror], [onload], [onmouseover]'))
        found.push(one.outerHTML.slice(0, 200));
    for (const one of place.querySelectorAll('a[href]'))
        if (new URL(one.href).origin !== location.origin) found.push(one.outerHTML.slice(0, 200));
    for (const one of place.querySelectorAll('img'))
        if (!one.src.startsWith('data:image/svg+xml') || one.alt === 'Streamlit logo') found.push(one.outerHTML.slice(0, 200));
    return found;
}"""


def table(header: tuple[str, ...], rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return out.getvalue().encode()


def rows() -> list[list[str]]:
    """Contacts of two months in which every word a person may write is one of the texts."""
    return [
        [f"T{n}", f"2026-{8 + n // len(TEXTS) % 2:02d}-{n % 27 + 1:02d} 10:00:00", "chat", *[TEXTS[n % len(TEXTS)]] * 6]
        for n in range(len(TEXTS) * ROWS_EACH)
    ]


def filled(folder: Path) -> None:
    small_store.empty(folder)
    with Store.open(folder) as store:
        names = [sources.add(store, text) for text in TEXTS]
        mapping = Mapping("ticket", "", tuple(ColumnRule(name, name) for name in COLUMNS))
        found = inspect(store, table(COLUMNS, rows()), "contacts.csv")
        report = import_file(store, found, source=names[0], mappings=[mapping], today=date(2026, 11, 21))
        assert report.tables[0].inserted == len(TEXTS) * ROWS_EACH
        for text in TEXTS:
            saved.save(store, text, [mapping])
        days = [SpecialDay(date(YEAR, 1, 2 + at), "company", text) for at, text in enumerate(TEXTS[:28])]
        business_hours.put_days(store, days)
        for at, text in enumerate(TEXTS):
            targets.put(store, "response_rate", 0.9, from_day=date(2026, 8, 1), product=text)
            annotations.put(store, date(2026, 8, 1 + at % 28), text, "release", text)
        add(store, **lives())
        voc_rows.read(store, topic_of, {at + 1: (text,) for at, text in enumerate(TEXTS)})


def lives() -> dict[str, list[dict[str, object]]]:
    """Accounts called by the texts, with steps, contracts, use and partners: whatever the pages of accounts name."""
    words = ("account_name", "plan", "segment", "industry", "region", "owner", "partner_id")
    day = datetime(YEAR - 1, 3, 1)  # noqa: DTZ001 - stored times are UTC without saying so
    ended = {"starts_day": day.date(), "ends_day": datetime(YEAR, 2, 28).date(), "monthly_fee": 1e5}  # noqa: DTZ001
    steps = [(text, name, at) for text in TEXTS for at, name in enumerate(("계약", *TEXTS[:3]))]
    return {
        "partner": [{"partner_id": text, "partner_name": text, "tier": text} for text in TEXTS],
        "account": [{"account_id": text, "is_vip": True} | dict.fromkeys(words, text) for text in TEXTS],
        "contract": [
            {"contract_id": f"{text} {at}", "account_id": text, "plan": text, "outcome": outcome, "churn_cause": text}
            | ended
            for at, text in enumerate(TEXTS)
            for outcome in ("renewed" if at % 2 else "churned",)
        ],
        "lifecycle_event": [
            {
                "event_id": f"{text} {at}",
                "account_id": text,
                "step": name,
                "cause": text,
                "happened_at": day + timedelta(at),
            }
            for text, name, at in steps
        ],
        "usage": [
            {
                "usage_id": f"{text} {at}",
                "account_id": text,
                "day": day + timedelta(30 * at),
                "feature": text,
                "amount": 3,
            }
            for text in TEXTS
            for at in range(12)
        ],
    }


def topic_of(text: str) -> tuple[int | None, str]:
    """Every text is a topic of its own, called as it is written."""
    said = " ".join(text.split())
    return max(range(len(TEXTS)), key=lambda at: len(TEXTS[at]) if TEXTS[at] in said else 0) + 1, "pain"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("hostile")
    small_store.empty(home / "demo")
    filled(home / "own")
    running = start(home)
    yield running
    running.stop()


def stands(visitor, *texts):
    """Every text is somewhere on the page, letter for letter, and nothing was made of any."""
    shown = " ".join(" ".join([visitor.page.evaluate(_READ), *visitor.page.evaluate(_CELLS)]).split())
    assert [text for text in texts if text not in shown] == []
    harmless(visitor)


def harmless(visitor):
    assert visitor.page.evaluate(_MADE) == []
    assert visitor.is_at_home(), (visitor.hosts, visitor.broken)


def as_category(text):
    return " ".join(text.replace("/", " › ").split())


def mark(visitor, chart, text):
    """The mark of a chart that says `text`, once the chart is not drawn anew any more."""
    visitor.page.wait_for_function(_IS_STILL, arg=chart, polling=100)
    found = visitor.page.evaluate_handle(_MARK, [chart, text]).as_element()
    assert found, f"no mark says {text}"
    return found


def wait_for(visitor, place, text):
    visitor.page.wait_for_function(
        "([place, text]) => (document.querySelector(place)?.textContent || '').replace(/\\s+/g, ' ').includes(text)",
        arg=[place, text],
    )


@pytest.mark.parametrize("group", GROUPS, ids=range(len(GROUPS)))
def test_the_overview_says_them(hostile, visitor, group):
    page = visitor.page
    chosen = Selection(period="all", category=group, product=group)
    visitor.open(f"{hostile.url()}?{urlencode({'store': 'own'} | chosen.to_query())}")
    summary = " ".join(page.locator(".st-key-filter_summary").inner_text().split())
    assert [text for text in group if text not in summary or as_category(text) not in summary] == []
    stands(visitor, *group)
    page.locator(".st-key-chart_expander_ranking summary").click()
    visitor.settle()
    for text in map(as_category, group):
        mark(visitor, _RANKING, f": {text};").hover(force=True)
        wait_for(visitor, "#vg-tooltip-element", text)
        harmless(visitor)
        mark(visitor, _RANKING, f": {text};").click(force=True)
        wait_for(visitor, ".st-key-contacts_ranking_head h3", text)
        visitor.settle()
        stands(visitor, text)


def test_every_page_lists_them(hostile, visitor):
    """Sources, remembered mappings, days of the company: in tables, headings and tooltips."""
    page = visitor.page
    page.set_viewport_size({"width": 1440, "height": 3000})  # tables off the screen hold no cells
    visitor.open(hostile.url("imports", store="own"))
    page.locator(".st-key-imports_saved summary").click()
    stands(visitor, *TEXTS)
    visitor.open(hostile.url("status", store="own"))
    wait_for(visitor, "[class*=st-key-status_batches_] canvas", "contacts.csv")
    stands(visitor, *TEXTS[:8])
    visitor.open(hostile.url("calendar", store="own"))
    wait_for(visitor, "[class*=st-key-calendar_days_] canvas", TEXTS[0])
    stands(visitor, *TEXTS[:5])
    for text in TEXTS[:5]:
        mark(visitor, "[data-testid=stColumn]:last-child [data-testid=stVegaLiteChart]", text).hover(force=True)
        wait_for(visitor, "#vg-tooltip-element", text)
    visitor.open(hostile.url("events", store="own"))
    wait_for(visitor, "[class*=st-key-events_list_] canvas", TEXTS[-1])
    stands(visitor, TEXTS[-1])
    visitor.open(hostile.url("targets", store="own"))
    stands(visitor, *TEXTS)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_harmless(hostile, visitor, name):
    """Also one that is new here, with everything on it opened."""
    visitor.page.set_viewport_size({"width": 1440, "height": 3000})
    visitor.open(hostile.url(name, store="own", period="all"))
    for place in visitor.page.locator("[data-testid=stExpander] summary").all():
        if place.is_visible():
            place.click()
            visitor.settle()
    harmless(visitor)
    if name in OF_ACCOUNTS:
        shown = " ".join(" ".join([visitor.page.evaluate(_READ), *visitor.page.evaluate(_CELLS)]).split())
        assert any(text in shown for text in TEXTS)


def test_a_file_called_and_filled_with_them_comes_in_and_goes_again(hostile, visitor):
    page = visitor.page
    page.set_viewport_size({"width": 1440, "height": 2600})
    header = (*COLUMNS[:3], *MARKUP[:2], *LINKS[:3], OWN_MARKS[0])
    lines = [[f"N{n}", text if n % 5 == 4 else "2026-09-02 10:00:00", *[text] * 7] for n, text in enumerate(TEXTS)]
    visitor.open(hostile.url("imports", store="own"))
    page.set_input_files("input[type=file]", {"name": FILE, "mimeType": "text/csv", "buffer": table(header, lines)})
    page.wait_for_selector("[class*=st-key-imports_card]")
    visitor.settle()
    for part in ("mapping", "preview"):
        page.locator(f"[class*=st-key-imports_{part}_] summary").click()
        visitor.settle()
    page.wait_for_selector("[class*=st-key-imports_preview_] canvas [role=gridcell]", state="attached")
    stands(visitor, FILE, *header)
    page.get_by_role("combobox", name=say("imports.source", "ko")).click()
    stands(visitor, TEXTS[0], TEXTS[1])
    page.get_by_role("option", name=TEXTS[1], exact=True).click()
    visitor.settle()
    stands(visitor, FILE, TEXTS[1])
    page.get_by_role("button", name=say("imports.start", "ko"), exact=False).last.click()
    page.wait_for_selector(".st-key-imports_results")
    visitor.settle()
    page.wait_for_selector(".st-key-imports_results canvas [role=gridcell]", state="attached")
    stands(visitor, FILE, TEXTS[1], TEXTS[4], TEXTS[9])
    visitor.open(hostile.url("status", store="own"))
    grid = page.locator("[class*=st-key-status_batches_] [data-testid=stDataFrame]")
    grid.click(position={"x": 15, "y": 52})
    page.get_by_role("button", name=say("status.undo", "ko")).click()
    page.get_by_role("dialog").wait_for()
    stands(visitor, FILE, TEXTS[1])
    page.get_by_role("dialog").get_by_role("button", name=say("status.undo_yes", "ko"), exact=True).click()
    wait_for(visitor, "[data-testid=stAlert]", FILE)
    harmless(visitor)
