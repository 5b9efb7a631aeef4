"""What happens in the demo data, and when: ten stories, each placed relative to the last day, each can be left out.

Five are told by numbers of contacts, five by what customers write and how agents tag it.

The ground truth in words, with the sizes, is in `data/README.md`; it is made from the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cx.errors import UnknownName

STORIES = (
    *("login_outage", "phone_to_online", "bot_launch", "lunch_gap", "update_launch"),
    *("feature_release", "rising_topic", "mis_tagger", "copied_letters", "praise_after_fix"),
    *("partner_stall", "price_rise"),
)

MONTHS = 30
OUTAGE_DAYS_BACK = 38
OUTAGE_CONTACTS = 640  # extra contacts about the log-in over the two days, at scale 1
LAUNCH_DAYS_BACK = 165
LAUNCH_CONTACTS = 1_100  # extra contacts about the new editor, at scale 1
LAUNCH_MEAN_DAYS = 6.0  # after so many days a third of the surge is left
BOT_MONTHS_BACK = 10
BOT_RAMP_DAYS = 42
SHIFT_FROM_MONTHS_BACK = 15
SHIFT_TO_MONTHS_BACK = 3
REPEAT_AFTER_BOT = 0.30  # share of the bot's contacts that come back within the week
# Contacts a week at scale 1 in the mean of the year; they follow the busy and the quiet days.
RELEASE_DAYS_BACK = 52
RELEASE_WEEKS_BEFORE = 40
RELEASE_ENDS = 60  # a week about the shuttle lists, until the release
RELEASE_BEGINS = 55  # a week about the new shuttle notices, from then on
ENDED = 0.03  # of what was said before an end is still said after it
RISING_BEFORE = 1.0  # a week, and then in the last three weeks so many, each time more:
RISING = (2, 7, 29)
RISING_WEEKS = 30
MISTAGGED_BY_ONE = 0.08
LETTERS_DAYS_BACK = 20
LETTERS = 48
LEAST_LETTERS = 24  # a small demo has dozens too
LETTER_DAYS = 4
FIX_DAYS_BACK = 30
FIX_WEEKS_BEFORE = 20
FIX_ENDS = 25  # a week about the answer sheets, until the fix
PRAISE_CONTACTS = 170
PRAISE_MEAN_DAYS = 12.0
PRAISE_NOTES = 60  # of it as feedback: praise passed on, reviews, interviews


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: PLR2004 month 11 is December, counted from 0
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


@dataclass(frozen=True)
class Plot:
    """The days of the stories for one last day, and which stories are told."""

    last_day: date
    told: frozenset[str]

    @property
    def first_day(self) -> date:
        """The first day of the 30 months that end with the last day."""
        return months_before(self.last_day + timedelta(days=1), MONTHS)

    @property
    def outage_day(self) -> date:
        """The Tuesday on which the log-in fails, mended on Wednesday afternoon; an earlier week where one is a holiday."""
        from holidays import country_holidays

        day = self.last_day - timedelta(days=OUTAGE_DAYS_BACK)
        day -= timedelta(days=(day.weekday() - 1) % 7)
        closed = country_holidays("KR", years=range(day.year - 1, day.year + 2))
        while day in closed or day + timedelta(days=1) in closed:
            day -= timedelta(days=7)
        return day

    @property
    def launch_day(self) -> date:
        """The Wednesday on which the new editor is launched."""
        return self._wednesday(LAUNCH_DAYS_BACK)

    @property
    def release_day(self) -> date:
        """The Wednesday on which notices of the shuttle come out."""
        return self._wednesday(RELEASE_DAYS_BACK)

    @property
    def letters_day(self) -> date:
        """The Monday on which the first letters about the banner come in."""
        day = self.last_day - timedelta(days=LETTERS_DAYS_BACK)
        return day - timedelta(days=day.weekday())

    @property
    def fix_day(self) -> date:
        """The Wednesday from which on answer sheets are read right."""
        return self._wednesday(FIX_DAYS_BACK)

    def _wednesday(self, days_back: int) -> date:
        day = self.last_day - timedelta(days=days_back)
        return day - timedelta(days=(day.weekday() - 2) % 7)

    @property
    def bot_day(self) -> date:
        """The Monday on which the chat-bot starts."""
        day = months_before(self.last_day, BOT_MONTHS_BACK)
        return day - timedelta(days=day.weekday())

    @property
    def shift_days(self) -> tuple[date, date]:
        """From when until when contacts move from the phone to the online channels."""
        return months_before(self.last_day, SHIFT_FROM_MONTHS_BACK), months_before(self.last_day, SHIFT_TO_MONTHS_BACK)

    def tells(self, story: str) -> bool:
        """Whether `story` is part of the data."""
        return story in self.told


def plot(last_day: date, stories: tuple[str, ...] | frozenset[str] = STORIES) -> Plot:
    """The days of `stories`; raises UnknownName for a story that does not exist."""
    for story in stories:
        if story not in STORIES:
            raise UnknownName("story", story, STORIES)
    return Plot(last_day, frozenset(stories))
