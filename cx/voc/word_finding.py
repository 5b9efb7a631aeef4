"""What the pages of words say: titles that state the finding, bars, and the whole ranking as a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from cx import font, number
from cx.charts.cloud import NARROW, WIDE, At
from cx.charts.word_bars import Bar
from cx.language import say
from cx.text.cloud import cloud
from cx.text.keywords import Contrast
from cx.voc.words import Contrasted, Said, Word

SHOWN, SHOWN_NARROW = 80, 45  # words of a cloud
BARS = 10
LISTED = 1000  # words of the file
_LARGEST = 48  # pixels; few words would fill the picture
_FONT = font.FOLDER / "Pretendard-SemiBold.otf"


def layouts(weights: Mapping[str, float]) -> tuple[dict[str, str], tuple[dict[str, At], dict[str, At]]]:
    """The words that found room as they are shown, and where each stands in the wide and in the narrow layout."""
    placed = [
        cloud(weights, _FONT, width=width, height=height, most=most)
        for (width, height), most in ((WIDE, SHOWN), (NARROW, SHOWN_NARROW))
    ]
    shown = {one.word: one.shown for layout in placed for one in layout}
    wide, narrow = ({one.word: At(one.x, one.y, min(one.size, _LARGEST)) for one in layout} for layout in placed)
    return shown, (wide, narrow)


def share(n: int, whole: int, language: str) -> str:
    """A share of texts; small ones with two digits behind the point, or words would all be 0.1 %."""
    part = n / whole if whole else 0.0
    return number.share(part, language) if part >= 0.01 or not part else f"{part * 100:.2f}%"  # noqa: PLR2004 - 1 %


def _counted(n: int, language: str) -> str:
    """A count in little room: 3.8만건."""
    return say("number.count", language, n=number.compact(n, language))


def frequency_bars(found: Said, language: str) -> list[Bar]:
    """The ten most frequent terms."""
    return [
        Bar(
            word.term,
            word.term,
            float(word.n),
            f"{_counted(word.n, language)} · {share(word.n, found.read, language)}",
            detail(word, found, language),
        )
        for word in found.rows[:BARS]
    ]


def detail(word: Word, found: Said, language: str) -> str:
    """One term as the tooltip says it."""
    return f"{number.full(word.n, language)} · {share(word.n, found.read, language)}"


def frequency_title(found: Said, grown: Sequence[Contrast], language: str) -> str:
    """Which word is said most, and which one clearly more than before."""
    first = found.rows[0]
    values = {"word": first.term, "share": share(first.n, found.read, language)}
    if not grown:
        return say("words_page.most", language, **values)
    return say("words_page.most_grew", language, **values, other=grown[0].term)


def contrast_bars(found: Contrasted, language: str) -> list[Bar]:
    """The ten terms that tell `here` best; where nothing is said more there, those that are said less."""
    more = [row for row in found.rows if row.z > 0]
    return [
        Bar(row.term, row.term, round(abs(row.z), 2), apart(row, language), told(row, language))
        for row in (more or list(reversed(found.rows)))[:BARS]
    ]


def apart(row: Contrast, language: str) -> str:
    """How many times as often it is said among all words, and in how many texts."""
    return f"{times(row, language)} · {number.full(row.first, language)}"


def times(row: Contrast, language: str) -> str:
    """The odds ratio as people say it. Among all words, not per text: long texts say more of everything."""
    ratio = math.exp(row.log_odds)
    digits = 0 if ratio >= 10 else 1 if ratio >= 1 else 2  # noqa: PLR2004 - two digits tell enough
    return say("words_page.times", language, ratio=f"{ratio:.{digits}f}")


def told(row: Contrast, language: str) -> str:
    """One term of a contrast as the tooltip says it."""
    return say(
        "words_page.contrast_detail", language, times=times(row, language), n=f"{row.first:,}", m=f"{row.second:,}"
    )


def contrast_title(found: Contrasted, other: str, language: str) -> str:
    """The word that is said more here than in `other`."""
    if not found.rows:
        return say("words_page.no_contrast", language, other=other)
    first = found.rows[0] if found.rows[0].z > 0 else found.rows[-1]
    key = "words_page.contrast_title" if first.z > 0 else "words_page.contrast_less"
    return say(key, language, word=first.term, other=other, times=times(first, language))


Head = Callable[[str], str]


def frequency_table(found: Said, head: Head) -> pd.DataFrame:
    """The ranking for a file."""
    rows = found.rows[:LISTED]
    return pd.DataFrame(
        {
            head("head_word"): [one.term for one in rows],
            head("head_texts"): [one.n for one in rows],
            head("head_share"): [round(one.share * 100, 3) for one in rows],
        }
    )


def contrast_table(found: Contrasted, head: Head) -> pd.DataFrame:
    """The contrast for a file, what is said more here first and what is said less last."""
    rows = found.rows
    return pd.DataFrame(
        {
            head("head_word"): [one.term for one in rows],
            head("head_here"): [one.first for one in rows],
            head("head_here_share"): [round(one.first / found.here * 100, 3) for one in rows],
            head("head_there"): [one.second for one in rows],
            head("head_there_share"): [round(one.second / found.there * 100, 3) for one in rows],
            head("head_log_odds"): [round(one.log_odds, 4) for one in rows],
            head("head_z"): [round(one.z, 2) for one in rows],
        }
    )
