"""SQL for the forms most cells have, so that only the rest is read one distinct value at a time.

Each expression gives the value, or null for whatever it does not know: also for "missing", for sentinels and for times that
a change of clocks makes odd. A cast alone would not do: DuckDB reads 24:00, 3.5 as 4, 0x10, and drops an offset.
"""

from __future__ import annotations

from cx.importing.dates import Reading
from cx.importing.zones import segments

_DATE = r"\d{4}[-/.]\d{2}[-/.]\d{2}"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,6})?)?"
_HALF = "( ?(오전|오후|AM|PM))?"
_LOOSE_CLOCK = rf"{_HALF} ?\d{{1,2}}:[0-5]\d(:[0-5]\d)?{_HALF}"
_SLASHED = rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}( {_LOOSE_CLOCK})?"
_LOOSE = rf"\d{{4}}[-/.] ?\d{{1,2}}[-/.] ?\d{{1,2}}[.]? {_LOOSE_CLOCK}"
_CLOCKS = ("", " %H:%M:%S", " %H:%M", " %p %I:%M:%S", " %p %I:%M", " %I:%M:%S %p", " %I:%M %p")
ZONED = rf"{_DATE}[ T]{_CLOCK} ?(Z|[+-]\d{{2}}(:?\d{{2}})?)"
_UNITS = {"milliseconds": "/ 1000.0", "seconds": "", "minutes": "* 60.0", "hours": "* 3600.0"}
_EPOCHS = {"epoch_ms": (r"\d{13}", "* 1000"), "epoch_s": (r"\d{10}", "* 1000000")}
_NUMBER = r"\d{1,9}([.]\d{1,6})?"


def fast(kind: str, raw: str, reading: Reading, form: str | None) -> str | None:
    """The SQL value of the text expression `raw` as a column of `kind`; None if there is no fast way for that kind."""
    if kind == "time":
        return _time(raw, reading)
    if kind == "day":
        return _day(raw, reading)
    if kind == "count":
        return rf"case when regexp_full_match({raw}, '\d{{1,15}}') then try_cast({raw} as bigint) end"
    if kind in {"score", "money"}:
        return rf"case when regexp_full_match({raw}, '{_NUMBER}') then try_cast({raw} as double) end"
    if kind == "seconds" and (form or "seconds") in _UNITS:
        number = f"floor(try_cast({raw} as double) {_UNITS[form or 'seconds']} + 0.5)::bigint"
        return rf"case when regexp_full_match({raw}, '{_NUMBER}') and length({raw}) < 9 then {number} end"
    return None


def _wall(raw: str) -> str:
    return f"try_cast(translate(left({raw}, 10), '/.', '--') || substr({raw}, 11) as timestamp)"


def _slashed(raw: str, order: str) -> str:
    return _strptime(f"translate({raw}, '.-', '//')", "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y")


def _loose(raw: str) -> str:
    date_first = rf"regexp_replace({raw}, '^(\d{{4}})[-/.] ?(\d{{1,2}})[-/.] ?(\d{{1,2}})[.]? +', '\1-\2-\3 ')"
    return _strptime(date_first, "%Y-%m-%d")


def _strptime(text: str, day: str) -> str:
    english = f"replace(replace({text}, '오전', 'AM'), '오후', 'PM')"
    return f"try_strptime({english}, [{', '.join(repr(day + clock) for clock in _CLOCKS)}])"


def _time(raw: str, reading: Reading) -> str:
    until = reading.today.year + 2
    moment = f"make_timestamp(epoch_us(try_cast({raw} as timestamptz)))"
    parts = [
        rf"when regexp_full_match({raw}, '{_DATE}([ T]{_CLOCK})?') then {_utc(_wall(raw), reading, until)}",
        rf"when regexp_full_match({raw}, '{ZONED}') then {_within(moment, until)}",
    ]
    loose = _utc(_loose(raw), reading, until)
    parts.append(rf"when regexp_full_match({raw}, '{_LOOSE}') then {loose}")
    if reading.order:
        utc = _utc(_slashed(raw, reading.order), reading, until)
        parts.append(rf"when regexp_full_match({raw}, '{_SLASHED}') then {utc}")
    for form, (digits, factor) in _EPOCHS.items():
        if reading.number in {None, form}:
            epoch = f"make_timestamp(try_cast({raw} as bigint) {factor})"
            parts.append(rf"when regexp_full_match({raw}, '{digits}') then {_within(epoch, until)}")
    return f"case {' '.join(parts)} end"


def _day(raw: str, reading: Reading) -> str:
    until = reading.today.year + 2
    parts = [rf"when regexp_full_match({raw}, '{_DATE}([ T]{_CLOCK})?') then {_within(_wall(raw), until)}"]
    if reading.order:
        slashed = _within(_slashed(raw, reading.order), until)
        parts.append(rf"when regexp_full_match({raw}, '{_SLASHED}') then {slashed}")
    return f"case {' '.join(parts)} end::date"


def _within(moment: str, until: int) -> str:
    return f"case when {moment} between '2000-01-01' and '{until}-12-31' then {moment} end"


def _utc(wall: str, reading: Reading, until: int) -> str:
    """Wall-clock time to UTC, by the times that exist exactly once."""
    cases = " ".join(
        f"when {wall} >= '{one.start}' and {wall} < '{one.end}' then {wall} - to_seconds({int(one.offset.total_seconds())})"
        for one in reversed(segments(reading.zone.key, until))
    )
    return f"case {cases} end"
