"""Every partner's report in one call: one file each under a name any system takes, together in one archive or one folder."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import cast

from cx.errors import CxError
from cx.lifecycle import partners
from cx.lifecycle.rows import first_day, known_day
from cx.reports.partner import pdf, pptx, xlsx
from cx.reports.partner.said import sheet
from cx.reports.partner.year import gather
from cx.warehouse import Store

FORMATS: dict[str, ModuleType] = {"pdf": pdf, "pptx": pptx, "xlsx": xlsx}
_NOT_KEPT = re.compile(r"[^\w ()&+\-]")
_LONGEST = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # what Windows gives no file
Progress = Callable[[int, int], None]


def years(store: Store) -> tuple[int, ...]:
    """The years there can be reports of, the newest first."""
    first, last = first_day(store), known_day(store)
    return tuple(range(last.year, min(first or last, last).year - 1, -1)) if last else ()


def year_of(store: Store, text: str) -> int:
    """The year somebody asks for; the last whole one where nothing is said. Raises CxError `partner_report.no_year`."""
    known, offered = known_day(store), years(store)
    if not text and offered:
        return offered[1] if len(offered) > 1 else offered[0]
    if not re.fullmatch(r"[0-9]{4}", text) or int(text) not in offered:
        raise CxError("partner_report.no_year", text=text[:_LONGEST], known=known or "–")
    return int(text)


def make(store: Store, partner: str, year: int, kind: str, language: str) -> bytes:
    """The report of one partner in one of FORMATS. Raises CxError `partner_report.no_format`, UnknownName."""
    if kind not in FORMATS:
        raise CxError("partner_report.no_format", name=kind, known=", ".join(FORMATS))
    found = gather(store, partner, year)
    return cast("bytes", FORMATS[kind].make(found, sheet(found, language)))


def every(
    store: Store, year: int, kind: str, language: str, *, names: Sequence[str] = (), progress: Progress | None = None
) -> Iterator[tuple[str, bytes]]:
    """File name and content of every partner's report, or of those called `names`; no two names are alike to any system.

    `progress(done, total)` may raise to stop. Raises CxError `partner_report.no_partners` where nobody has accounts.
    """
    wanted = tuple(names) or partners.known(store)
    if not wanted:
        raise CxError("partner_report.no_partners")
    taken: set[str] = set()
    for done, partner in enumerate(wanted):
        if progress:
            progress(done, len(wanted))
        name = _free(f"{year}-{file_stem(partner)}", taken)
        yield f"{name}.{FORMATS[kind].ENDING if kind in FORMATS else kind}", make(store, partner, year, kind, language)
    if progress:
        progress(len(wanted), len(wanted))


def archive(files: Iterator[tuple[str, bytes]]) -> tuple[bytes, int]:
    """A ZIP of the files, and how many they are."""
    out, n = io.BytesIO(), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in files:
            box.writestr(name, content)
            n += 1
    return out.getvalue(), n


def file_stem(partner: str) -> str:
    """A partner's name as part of a file's: letters, digits and harmless signs alone; "partner" where nothing is left."""
    text = " ".join(_NOT_KEPT.sub(" ", unicodedata.normalize("NFC", partner)).split())
    text = text[:_LONGEST].strip(" -+&_")
    return f"{text}_" if _RESERVED.fullmatch(text) else text or "partner"


def _free(stem: str, taken: set[str]) -> str:
    """`stem`, or with a number behind it where a file of that name is there; capitals are no difference."""
    name, number = stem, 2
    while unicodedata.normalize("NFKD", name).casefold() in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(unicodedata.normalize("NFKD", name).casefold())
    return name
