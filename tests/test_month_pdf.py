"""Lines of the month on paper."""

from __future__ import annotations

import dataclasses
from collections import Counter

from cx.reports import said
from cx.reports.gather import gather
from cx.reports.report import Quote
from tests import month_store
from tests.test_month_documents import made, pdf_text
from tests.test_month_report import OCTOBER


def test_no_line_of_the_pdf_ends_within_a_korean_word(tmp_path):
    """What a withheld value says is wider than its column, and what customers wrote than theirs; each word is on one line."""
    with month_store.make(tmp_path) as store:
        month = gather(store, OCTOBER)
    hidden = dataclasses.replace(month.figure("response_rate"), value=None, n=3, state="withheld")
    words = [length * "가나다라마바사아자차"[at] for at in range(10) for length in (3, 5, 9)]
    quotes = tuple(Quote(" ".join(words[turn:] + words[:turn]), "2026-10-15", "answer", "ces") for turn in range(3))
    found = dataclasses.replace(month, figures=(hidden,), quotes=quotes)
    text = pdf_text(made("pdf", found))
    (line,) = (line for section in said.sheet(found, "ko").sections for line in section.lines)
    lines = [part.split() for part in text.splitlines()]
    assert line.n.split()[-1] not in next(part for part in lines if line.n.split()[0] in part)  # it is on two lines
    told = Counter(word for part in lines for word in part)
    assert {word for word in line.n.split() if not told[word]} == set()
    assert {word: told[word] for word in words} == dict.fromkeys(words, 3)
