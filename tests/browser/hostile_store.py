"""A store in which every word a person may write is HTML, Markdown, LaTeX or one of the framework's own marks."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import small_store
import voc_rows
from bad_files import MARKUP
from put_rows import add
from test_words_in_browser import LINKS, OWN_MARKS

from cx import annotations, business_hours, sources, targets
from cx.calendar import SpecialDay
from cx.importing import saved
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.run import import_file, inspect
from cx.voc import catalogue
from cx.warehouse import Store

TEXTS = [" ".join(text.split()) for text in (*MARKUP, *LINKS, *OWN_MARKS) if "a@" not in text]  # addresses are masked
COLUMNS = ("ticket_id", "opened_at", "channel", "category", "account_id", "product", "subject", "body", "agent_id")
ROWS_EACH = 6
YEAR = datetime.now(tz=UTC).year  # the one the calendar shows
RENAMED = "<details open ontoggle=alert(1)> **'+datum.code+'** $x$"  # by a person
HARMFUL = [
    at for at, text in enumerate(TEXTS) if text.startswith(("<img", "[링크", "{{", "datum", '"><'))
]  # as a name may be


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
        with store.write("voc") as con:
            con.execute(
                "update voc_reading set terms = topic.terms from text_topic join topic using (topic_id)"
                " where text_topic.text_hash = voc_reading.text_hash"
            )
        catalogue.rename(store, str(HARMFUL[0] + 1), RENAMED, TEXTS[0])


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
