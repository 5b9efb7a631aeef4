"""A partner's year in words: every string its documents show, made once, in one language. Names of partners and accounts are literal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cx import number
from cx.language import say
from cx.reports import headline
from cx.reports.partner.year import AccountYear, PartnerYear
from cx.reports.report import Figure
from cx.reports.said import PALE, PLAIN, Said, line

_FELL = 0.7  # of the year before
_NAMED = 3
_TOP = 7.0


@dataclass(frozen=True)
class Row:
    """One number of the year: its name, its value, of how many, and the year before."""

    label: str
    value: Said
    n: str
    previous: Said


@dataclass(frozen=True)
class Table:
    """Rows in words under a title; `right` says which columns are numbers."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole report in one language; `months` are the labels of `used` and `contacts`."""

    language: str
    title: str
    basis: str
    headline: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    rows: tuple[Row, ...]
    months: tuple[str, ...]
    used_title: str
    used: tuple[float | None, ...]
    used_texts: tuple[str, ...]
    features: Table
    categories: Table
    accounts: Table
    columns: tuple[str, ...]
    notes: str


def sheet(year: PartnerYear, language: str) -> Sheet:
    """The words of a partner's year."""
    of = _Words(year, language)
    rows = of.rows()
    months = tuple(number.month(date(year.year, month, 1), language) for month in range(1, 13))
    warnings = [of.say("running", known=number.long_day(year.known, language))] if year.is_running else []
    demo = [say("month.demo", language)] if year.store == "demo" else []
    return Sheet(
        language,
        of.say("title", partner=of.name(year.partner), year=year.year),
        of.say("basis", span=number.span(year.first, year.last, language), known=number.long_day(year.known, language)),
        of.headline(),
        of.sentences(),
        (*demo, *warnings),
        rows,
        months,
        of.say("used_title"),
        year.months,
        tuple("" if value is None else number.compact(value, language) for value in year.months),
        of.features(),
        of.categories(),
        of.accounts(),
        of.columns(rows),
        of.say("notes", minimum=year.minimum_n, withhold=year.withhold_n),
    )


@dataclass(frozen=True)
class _Words:
    """What a year says in a language."""

    year: PartnerYear
    language: str

    def say(self, key: str, **values: object) -> str:
        return say(f"partner_report.{key}", self.language, **values)

    def name(self, text: str) -> str:
        return headline.member("partner", text, self.language)

    def count(self, value: float | None) -> str:
        return number.full(value, self.language)

    def times(self, value: float | None) -> str:
        return number.full(None, self.language) if value is None else self.say("times", n=f"{value:,.0f}")

    def headline(self) -> str:
        year = self.year
        if year.used is None:
            return self.say("headline_contracts", n=f"{year.there:,}", year=year.year)
        some = sum(bool(one.used) for one in year.accounts)
        said = self.say("headline_used", n=f"{some:,}", used=f"{year.used:,.0f}", year=year.year)
        if not year.before:
            return said
        change = number.change("count", year.used, year.before, self.language)
        return self.say("headline_changed", said=said, change=change)

    def sentences(self) -> tuple[str, ...]:
        year = self.year
        said = [self.say("said_accounts", there=f"{year.there:,}", began=f"{year.began:,}", ended=f"{year.ended:,}")]
        if year.features and year.used:
            name, value, _ = year.features[0]
            said.append(
                self.say(
                    "said_feature", name=name or self.say("none"), share=number.share(value / year.used, self.language)
                )
            )
        fell = [one for one in year.accounts if one.is_there and one.before and (one.used or 0.0) < _FELL * one.before]
        fell.sort(key=lambda one: (one.used or 0.0) - (one.before or 0.0))
        if fell:
            named = ", ".join(self.name(one.name) for one in fell[:_NAMED])
            said.append(self.say("said_fell", n=f"{len(fell):,}", names=named))
        unused = sum(one.is_there and not one.used for one in year.accounts)
        if unused and year.used is not None:
            said.append(self.say("said_unused", n=f"{unused:,}"))
        if sum(year.contacts):
            name = headline.member("category", year.categories[0][0], self.language)
            said.append(
                self.say("said_contacts", n=f"{sum(year.contacts):,}", name=name, first=f"{year.categories[0][1]:,}")
            )
        return tuple(said)

    def rows(self) -> tuple[Row, ...]:
        year, none = self.year, Said(number.share(None, self.language), PALE)
        rows = [Row(self.say("row_there"), Said(self.say("places", n=f"{year.there:,}")), "", none)]
        rows.append(Row(self.say("row_began"), Said(self.say("places", n=f"{year.began:,}")), "", none))
        if year.used is not None:
            before = none if year.before is None else Said(self.times(year.before))
            rows.append(Row(self.say("row_used"), Said(self.times(year.used)), "", before))
        for key, (some, whole) in (("onboarded", year.onboarded), ("renewed", year.renewed)):
            if whole:
                rows.append(Row(self.say(f"row_{key}"), *self._share(some, whole), none))
        return (*rows, *(self._figure(figure) for figure in year.figures))

    def columns(self, rows: tuple[Row, ...]) -> tuple[str, ...]:
        """The heads of the numbers; the year before is left out where nothing is known of it."""
        names = ("what", "value", "n", "previous")
        nothing = number.share(None, self.language)
        has_previous = any(row.previous.text != nothing for row in rows)
        return tuple(self.say(f"column_{name}") for name in names[: 4 if has_previous else 3])

    def _share(self, some: int, whole: int) -> tuple[Said, str]:
        if whole < self.year.withhold_n:
            return Said(number.share(None, self.language), PALE), say("number.n", self.language, n=f"{whole:,}")
        is_few = whole < self.year.minimum_n
        n = say("number.small_sample" if is_few else "number.n", self.language, n=f"{whole:,}")
        return Said(number.share(some / whole, self.language), PALE if is_few else PLAIN), n

    def _figure(self, figure: Figure) -> Row:
        said = line(figure, self.language)
        return Row(said.label, said.value, said.n, said.previous)

    def features(self) -> Table:
        rows = [
            (name or self.say("none"), self.times(now), self._change(now, then))
            for name, now, then in self.year.features
        ]
        header = tuple(self.say(f"column_{name}") for name in ("feature", "used", "change"))
        return self._filled(Table(self.say("features"), header, tuple(rows), (False, True, True)))

    def categories(self) -> Table:
        rows = [(headline.member("category", name, self.language), self.count(n)) for name, n in self.year.categories]
        header = (self.say("column_category"), self.say("column_contacts"))
        return Table(self.say("categories"), header, tuple(rows), (False, True))

    def accounts(self) -> Table:
        names = ("account", "plan", "ends", "used", "change", "contacts", "ces")
        listed = sorted(
            self.year.accounts, key=lambda one: (not one.is_there, -(one.used or 0.0), one.name, one.account_key)
        )
        title = self.say("accounts", n=f"{len(listed):,}")
        header = tuple(self.say(f"column_{name}") for name in names)
        return self._filled(
            Table(title, header, tuple(map(self._account, listed)), (False, False, False, True, True, True, True))
        )

    def _filled(self, table: Table) -> Table:
        """Without the columns nobody has anything in."""
        nothing = ("", number.share(None, self.language))
        kept = [at for at in range(len(table.header)) if not at or any(row[at] not in nothing for row in table.rows)]
        rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
        return Table(table.title, tuple(table.header[at] for at in kept), rows, tuple(table.right[at] for at in kept))

    def _account(self, one: AccountYear) -> tuple[str, ...]:
        ends = one.ends.isoformat() if one.ends else number.share(None, self.language)
        return (
            one.name, one.plan or "", ends if one.is_there else self.say("left", day=ends), self.times(one.used), self._change(one.used, one.before),
            self.count(float(one.contacts)), self._ces(one),
        )  # fmt: skip

    def _ces(self, one: AccountYear) -> str:
        if one.ces is None or one.people < self.year.withhold_n:
            return number.share(None, self.language)
        return f"{number.write('score', one.ces, self.language)} ({say('number.people', self.language, people=f'{one.people:,}')})"

    def _change(self, now: float | None, then: float | None) -> str:
        return number.change("count", now or 0.0, then, self.language) if then else number.share(None, self.language)
