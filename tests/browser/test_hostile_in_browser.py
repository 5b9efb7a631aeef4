"""Texts of HTML, Markdown, LaTeX and the framework's own marks in the whole app: wherever somebody's words are shown they
stand as they were written, nothing is made of them, and no other host is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode

import pytest
import small_store
from bad_files import MARKUP
from hostile_store import COLUMNS, HARMFUL, RENAMED, TEXTS, filled, table
from playwright.sync_api import TimeoutError as TookTooLong
from playwright.sync_api import expect
from served import ROOT, Server, start
from test_words_in_browser import LINKS, OWN_MARKS

from cx.language import say
from cx.selection import Selection

pytestmark = pytest.mark.browser
GROUPS = [tuple(TEXTS[at : at + 3]) for at in range(0, len(TEXTS), 3)]
PAGES = [path.stem[3:] for path in sorted((ROOT / "pages").glob("[0-9][0-9]_*.py"))][
    1:
]  # the first has no name in the URL
OF_ACCOUNTS = ("onboarding", "retention", "renewals", "account", "vip", "partners", "journey")
FILE = "<img src=x onerror=alert(1)> www.example.invalid $x^2$ __a__.csv"
# Texts that are neither on the page nor in a cell of a table.
_MISSING = """texts => {
    const cells = [...document.querySelectorAll('canvas [role=gridcell], canvas [role=columnheader]')].map(one => one.textContent);
    const shown = [document.querySelector('[data-testid=stApp]').textContent, ...cells].join(' ').replace(/\\s+/g, ' ');
    return texts.filter(text => !shown.includes(text));
}"""
_MARK = """([chart, text]) => [...document.querySelectorAll(`${chart} path[aria-label]`)].filter(
    one => one.getAttribute('aria-label').replace(/\\s+/g, ' ').includes(text)).pop()"""
_IS_STILL = """chart => {
    const mark = document.querySelector(`${chart} path[aria-label]`), now = performance.now();
    if (!window.still || window.still.mark !== mark) window.still = {mark, since: now};
    return mark && now - window.still.since > 400;
}"""
_LABELS = "chart => [...document.querySelectorAll(`${chart} .role-axis-label text`)].map(one => one.textContent).filter(Boolean)"
_IS_ON_TOP = """one => {
    const box = one.getBoundingClientRect();
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === one;
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
    with suppress(TookTooLong):  # what is missing then is named
        visitor.page.wait_for_function(f"texts => ({_MISSING})(texts).length === 0", arg=texts)
    assert visitor.page.evaluate(_MISSING, texts) == []
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


def wait_for(visitor, place, text, timeout=None):
    visitor.page.wait_for_function(
        "([place, text]) => (document.querySelector(place)?.textContent || '').replace(/\\s+/g, ' ').includes(text)",
        arg=[place, text],
        timeout=timeout,
    )


@pytest.mark.parametrize("group", GROUPS, ids=range(len(GROUPS)))
def test_the_overview_says_them(hostile, visitor, group):
    page = visitor.page
    chosen = Selection(period="all", category=group, product=group)
    visitor.open(f"{hostile.url()}?{urlencode({'store': 'own'} | chosen.to_query())}")
    summary = expect(page.locator(".st-key-filter_summary"))
    for text in group:
        summary.to_contain_text(text)
        summary.to_contain_text(as_category(text))
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


def rest_on(visitor, box, text):
    """Move the pointer there and back until the tooltip says so: a movement is lost where the chart has just been drawn."""
    for _ in range(3):
        for share in (0.4, 0.5):
            visitor.page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        with suppress(TookTooLong):
            return wait_for(visitor, "#vg-tooltip-element", text, timeout=5_000)
    return wait_for(visitor, "#vg-tooltip-element", text)


def hover_all(visitor, name, texts, least=None, marks="path[aria-label]"):
    """Rest the pointer on the mark of every text in a chart: the tooltip says it as it was written. Of marks that may lie behind each
    other `least` are seen.
    """
    chart = f"[class*=st-key-chart_{name}_]"
    visitor.page.wait_for_function(_IS_STILL.replace("path[aria-label]", marks), arg=chart, polling=100)
    found = [
        visitor.page.evaluate_handle(_MARK.replace("path[aria-label]", marks), [chart, text]).as_element()
        for text in texts
    ]
    free = [(one, text) for one, text in zip(found, texts, strict=True) if one and one.evaluate(_IS_ON_TOP)]
    assert len(free) >= (least or len(texts))
    for one, text in free:
        rest_on(visitor, one.bounding_box(), text)
    harmless(visitor)
    visitor.page.mouse.move(0, 0)  # what stands over a chart under the pointer goes


def labelled(visitor, name, texts):
    """The axis says every text, as far as there is room."""
    labels = visitor.page.evaluate(_LABELS, f"[class*=st-key-chart_{name}_]")
    assert [text for text in texts if not any(text.startswith(one.rstrip("…")) for one in labels)] == []


def test_charts_of_topics_say_them(hostile, visitor):
    """Names of topics, also one by a person, words, products, accounts and events: in tooltips and at the axes."""
    page = visitor.page
    page.set_viewport_size({"width": 1440, "height": 3000})
    words = [TEXTS[at] for at in HARMFUL]
    names = [RENAMED, *words[1:]]
    chosen = Selection(period="all", topic=tuple(str(at + 1) for at in HARMFUL))
    query = {"store": "own"} | chosen.to_query()
    visitor.open(f"{hostile.url('voc')}?{urlencode(query)}")
    hover_all(visitor, "voc_ranking", names)
    labelled(visitor, "voc_ranking", names)
    page.get_by_role("radio", name=say("voc_page.look_map", "ko")).click()
    visitor.settle()
    hover_all(visitor, "voc_map", names, least=3)
    visitor.open(f"{hostile.url('keywords')}?{urlencode(query)}")
    hover_all(visitor, "keyword_bars", words)
    labelled(visitor, "keyword_bars", words)
    hover_all(visitor, "keyword_cloud", words[:2], marks="text[aria-label]")
    one = chosen.narrowed(topic=(str(HARMFUL[0] + 1),)).to_query()
    visitor.open(f"{hostile.url('topic')}?{urlencode({'store': 'own'} | one)}")
    stands(visitor, RENAMED)
    hover_all(visitor, "topic_trend", [TEXTS[2], TEXTS[9]])
    page.get_by_role("radio", name=say("filter.product", "ko")).click()
    visitor.settle()
    for chart in ("topic_where", "topic_accounts"):
        hover_all(visitor, chart, words[:1])
        labelled(visitor, chart, words[:1])


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
        visitor.page.wait_for_function(f"texts => ({_MISSING})(texts).length < texts.length", arg=TEXTS)


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
