"""SQL for the forms most cells have, so that only the rest is read one distinct value at a time.

Each expression gives the value, or null for whatever it does not know: also for "missing", for sentinels and for times that
a change of clocks makes odd. A cast alone would not do: DuckDB reads 24:00, 3.5 as 4, 0x10, and drops an offset.
"""

from __future__ import annotations

from cx.importing.at_once import Values
from cx.importing.dates import NAIVE, ZONED, Reading
from cx.importing.zones import SINCE, segments

_DATE = r"\d{4}[-/.]\d{2}[-/.]\d{2}"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,6})?)?"
_HALF = "( ?(오전|오후|AM|PM))?"
_LOOSE_CLOCK = rf"{_HALF} ?\d{{1,2}}:[0-5]\d(:[0-5]\d)?{_HALF}"
_SLASHED = "|".join(rf"\d{{1,2}}[{sign}]\d{{1,2}}[{sign}]\d{{4}}( {_LOOSE_CLOCK})?" for sign in "-/.")
_YEAR_FIRST = r"regexp_replace(raw, '^(\d{4})[-/.] ?(\d{1,2})[-/.] ?(\d{1,2})[.]? +', '\1-\2-\3 ')"
_LOOSE = rf"\d{{4}}[-/.] ?\d{{1,2}}[-/.] ?\d{{1,2}}[.]? {_LOOSE_CLOCK}"
_WITH_ZONE = rf"{_DATE}[ T]{_CLOCK} ?(Z|[+-](0\d|1[0-3])(:?[0-5]\d)?)"
_UNITS = {"milliseconds": "/ 1000.0", "seconds": "", "minutes": "* 60.0", "hours": "* 3600.0"}
_EPOCHS = {"epoch_ms": (r"\d{13}", "* 1000"), "epoch_s": (r"\d{10}", "* 1000000")}
_NUMBER = r"\d{1,9}([.]\d{1,6})?"


def fast(kind: str, raw: str, form: str | None) -> str | None:
    """The SQL value of the text expression `raw` as a column of `kind`; None if there is no fast way for that kind."""
    if kind == "count":
        return _digits(raw, 15)
    if kind in {"score", "money"}:
        return rf"case when regexp_full_match({raw}, '{_NUMBER}') then try_cast({raw} as double) end"
    if kind == "flag":
        return f"case when {raw} in ('true', 'false') then {raw} = 'true' end"
    if kind == "seconds" and (form or "seconds") in _UNITS:
        number = f"floor(try_cast({raw} as double) {_UNITS[form or 'seconds']} + 0.5)::bigint"
        precise = rf"case when regexp_full_match({raw}, '{_NUMBER}') and length({raw}) < 9 then {number} end"
        return f"coalesce({_digits(raw, 8)}, {precise})" if (form or "seconds") == "seconds" else precise
    return None


def _digits(raw: str, most: int) -> str:
    """A whole number that is written as DuckDB writes it: to compare the two is cheaper than a pattern."""
    number = f"try_cast({raw} as ubigint)"
    return f"case when {number}::varchar = {raw} and {number} < {10**most} then {number}::bigint end"


def as_valued(known: Values, kind: str, form: str | None, reading: Reading) -> str | None:
    """The SQL value of a column whose cells all are values already, as `fast` and `plain_times` would read their texts; None
    where they have to be asked, cell by cell.
    """
    if not known.is_all:
        return None
    if kind in {"time", "day"} and known.lowest and known.highest:
        held = (one for one in segments(reading.zone.key, reading.today.year + 2) if one.start <= known.lowest)
        offsets = [one.offset for one in held if known.highest < one.end]
        if not offsets:
            return None
        seconds = int(offsets[0].total_seconds())
        return f"{known.cell}::date" if kind == "day" else f"{known.cell} - to_seconds({seconds})"
    is_number = known.kind in {"seconds", "count", "score", "money"}
    if is_number and (kind == "count" or (kind == "seconds" and (form or "seconds") == "seconds")):
        return known.cell
    if is_number and kind in {"score", "money"}:
        return f"{known.cell}::double"
    return known.cell if known.kind == kind == "flag" else None


def plain_times(raw: str, reading: Reading, *, as_day: bool) -> dict[str, str]:
    """SQL values, as UTC time or as day, of the times that are written as DuckDB writes them or nearly so, by their note.

    Enough for most columns; what it leaves out is for `fast_times`.
    """
    until = reading.today.year + 2
    wall = f"try_cast({raw} as timestamp)"
    alike = " or ".join(f"{wall}::varchar = {text}" for text in (raw, f"{raw} || ':00'", f"replace({raw}, 'T', ' ')"))
    if as_day:
        day = f"try_cast({raw} as date)"
        span = f"between '{SINCE}' and '{until}-12-31'"
        return {NAIVE: f"case when ({day}::varchar = {raw} or {alike}) and {day} {span} then {day} end"}
    zulu = f"""suffix({raw}, 'Z') and strftime({wall}, '%Y-%m-%dT%H:%M:%S') = left({raw}, 19)
        and regexp_full_match(substr({raw}, 20), '([.]\\d{{1,6}})?Z') and {wall} between '{SINCE}' and '{until}-12-31'"""
    return {
        NAIVE: f"case when {alike} then {_utc(reading, until, wall)} end",
        ZONED: f"case when {zulu} then {wall} end",
    }


def fast_times(texts: str, reading: Reading, *, as_day: bool) -> str:
    """A query over `texts` (a relation of distinct `raw`): raw, value as UTC time or as day, note NAIVE or ZONED.

    Days of cells that name a zone are left to the parser.
    """
    until = reading.today.year + 2
    span = f"between '{SINCE}' and '{until}-12-31'"
    value = (
        f"case when wall {span} then wall::date end" if as_day else f"coalesce(moment, {_utc(reading, until, 'wall')})"
    )
    return f"""
        with read as materialized (select raw, {_wall(reading)} as wall, {_moment(reading)} as moment from {texts}),
        kept as materialized (select raw, wall, case when moment {span} then moment end as moment from read)
        select raw, {value} as value, case when moment is not null then '{ZONED}' else '{NAIVE}' end as note from kept"""


def _wall(reading: Reading) -> str:
    """SQL of a wall-clock time: ISO and its like, then other forms with the year first, then those of the known order."""
    iso = "try_cast(translate(left(raw, 10), '/.', '--') || substr(raw, 11) as timestamp)"
    parts = [
        rf"when regexp_full_match(raw, '{_DATE}([ T]{_CLOCK})?') then {iso}",
        rf"when regexp_full_match(raw, '{_LOOSE}') then {_strptime(_YEAR_FIRST, '%Y-%m-%d')}",
    ]
    if reading.order:
        day = "%d/%m/%Y" if reading.order == "dmy" else "%m/%d/%Y"
        slashed = _strptime("translate(left(raw, 10), '.-', '//') || substr(raw, 11)", day)
        parts.append(rf"when regexp_full_match(raw, '{_SLASHED}') then {slashed}")
    return f"case {' '.join(parts)} end"


def _strptime(text: str, day: str) -> str:
    """The one format that fits, by what the text has: every format that is tried in vain costs ten times as much."""
    english = f"replace(replace({text}, '오전', 'AM'), '오후', 'PM')"
    halves = (("(오전|오후|AM|PM) ?\\d", " %p %I"), ("(오전|오후|AM|PM)$", " %I"), (":", " %H"))
    cases = []
    for found, hour in halves:
        after = " %p" if found.endswith("$") else ""
        for seconds, clock in ((r":\d\d:\d\d", ":%M:%S"), ("", ":%M")):
            test = f"regexp_matches(raw, '{found}') and regexp_matches(raw, '{seconds}')"
            cases.append(f"when {test} then try_strptime({english}, '{day}{hour}{clock}{after}')")
    return f"case {' '.join(cases)} else try_strptime({text}, '{day}') end"


def _moment(reading: Reading) -> str:
    """SQL of a time that needs no zone: one that names its own, or a plain number counted from 1970."""
    parts = [
        rf"when regexp_full_match(raw, '{_WITH_ZONE}') then make_timestamp(epoch_us(try_cast(raw as timestamptz)))"
    ]
    for form, (digits, factor) in _EPOCHS.items():
        if reading.number in {None, form}:
            epoch = f"make_timestamp(try_cast(raw as bigint) {factor})"
            parts.append(rf"when regexp_full_match(raw, '{digits}') then {epoch}")
    return f"case {' '.join(parts)} end"


def _utc(reading: Reading, until: int, wall: str) -> str:
    """Wall-clock time to UTC, by the times that exist exactly once."""
    cases = " ".join(
        f"when {wall} >= '{one.start}' and {wall} < '{one.end}' then {wall} - to_seconds({int(one.offset.total_seconds())})"
        for one in reversed(segments(reading.zone.key, until))
    )
    return f"case {cases} end"
