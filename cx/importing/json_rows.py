"""JSON and JSON Lines to sheets of text rows: nested objects become dotted columns, numbers keep their digits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Final

from cx.errors import UnknownFormat
from cx.importing.encoding import Text
from cx.importing.flatten import Table, sheet_of
from cx.importing.json_value import decode, decode_line, keep
from cx.importing.limits import MAX_DEPTH, MAX_SHEETS
from cx.importing.sheet import Element, Notice, Sheet

_START: Final = re.compile(r'\s*(\{\s*["}]|\[\s*([\[{"\]0-9-]|true\b|false\b|null\b))')
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_LONE_HALF: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)
_LOOKED_AT: Final = 20
_SHARED: Final = 2
_NOTHING: Final = re.compile(r'null\b|""|\[\s*\]|\{\s*\}')
# Objects that say nothing; possessive, and not endless, so that millions of them cost no memory.
_EMPTY: Final = re.compile(r"(?:\{[ \t\r\n]*\}[ \t\r\n]*,[ \t\r\n]*){1,10000}+")
_NAMED: Final = 8
_LINES_TRIED: Final = 20
_SAYS_NOTHING: Final = frozenset({"", "{}"})


def is_json(text: Text) -> bool:
    """Whether the first signs are those of JSON; "[제목],[내용]" is the header of a table."""
    first = next(text.chunks(), None)
    return first is not None and _START.match("".join(first.lines[:_LINES_TRIED])) is not None


def read_json(text: Text) -> tuple[str, tuple[Sheet, ...], tuple[Notice, ...]]:
    """Kind ('json' or 'jsonl'), a sheet for every list of objects, and notices.

    Raises UnknownFormat `file.json_broken` with line and column, `file.json_too_deep`, `file.too_many_columns`,
    `file.too_many_sheets`, `file.empty` for a document without any record.
    """
    try:
        body = text.whole()
        kind = "jsonl" if _is_lines(body) else "json"
        beside: list[str] = []
        tables = [Table("", partial(_lines, text))] if kind == "jsonl" else _few(_tables(body, beside))
        sheets = tuple(sheet for sheet in map(sheet_of, tables) if sheet is not None)
    except RecursionError:
        raise UnknownFormat("file.json_too_deep") from None
    if not sheets:
        raise UnknownFormat("file.empty")
    lone = len(_LONE_HALF.findall(body)) if "\\u" in body else 0
    notices = [Notice("file.lone_surrogates", {"count": lone})] if lone else []
    if beside:
        notices.append(Notice("file.json_beside", {"names": ", ".join(beside[:_NAMED]), "count": len(beside)}))
    return kind, sheets, tuple(notices)


def _few(tables: Iterator[Table]) -> list[Table]:
    found = list(islice(tables, MAX_SHEETS + 1))
    if len(found) > MAX_SHEETS:
        raise UnknownFormat("file.too_many_sheets", count=len(found), limit=MAX_SHEETS)
    return found


def _skip(body: str, at: int) -> int:
    found = _SPACE.match(body, at)
    return found.end() if found else at


def _broken(body: str, at: int) -> UnknownFormat:
    line = body.count("\n", 0, at) + 1
    return UnknownFormat("file.json_broken", line=line, column=at - body.rfind("\n", 0, at))


def _value(body: str, at: int) -> tuple[object, int]:
    """The value at `at` and where the next sign after it stands."""
    try:
        value, end = decode(body, at)
    except json.JSONDecodeError as error:
        raise _broken(body, error.pos) from None
    if _is_deep(value, body.count("[", at, end) + body.count("{", at, end)):
        raise UnknownFormat("file.json_too_deep")
    return value, _skip(body, end)


def _is_deep(value: object, brackets: int) -> bool:
    """Whether a value of so many brackets is nested beyond MAX_DEPTH: what can be read here might be too deep elsewhere."""
    if brackets <= MAX_DEPTH:
        return False
    level = [value]
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
            elif isinstance(one, list):
                inner += one
        level = [one for one in inner if isinstance(one, dict | list)]
    return bool(level)


def _is_lines(body: str) -> bool:
    """Whether this is one object a line: the first value ends and another follows, or is cut but others are whole."""
    start = _skip(body, 0)
    if body[start] != "{":
        return False
    lines = [line for line in islice(body[start:].split("\n", _LINES_TRIED), _LINES_TRIED) if line.strip()]
    if lines[0].rstrip().endswith(("{", "[", ",")):
        return False  # a document laid out over lines, some of which may be objects of their own
    whole = sum(1 for line in lines if _is_object(line))
    return whole > 1 or (whole == 1 and len(lines) > 1)


def _is_object(line: str) -> bool:
    try:
        return isinstance(decode_line(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(text: Text) -> Iterator[Element]:
    for chunk in text.chunks():
        for number, line in enumerate(chunk.lines, chunk.first_line):
            if line.strip() in _SAYS_NOTHING:
                continue
            if number in chunk.damaged:
                yield Element(number, {}, Notice("file.undecodable", {"line": number}))
                continue
            try:
                value = decode_line(line)
                if _is_deep(value, line.count("[") + line.count("{")):
                    raise RecursionError  # noqa: TRY301 - the same way out as for what the decoder finds itself
            except json.JSONDecodeError as error:
                yield Element(number, {}, Notice("file.json_broken_line", {"line": number, "column": error.pos + 1}))
            except RecursionError:
                yield Element(number, {}, Notice("file.json_broken_line", {"line": number, "column": 1}))
            else:
                yield Element(number, value if isinstance(value, dict) else {"value": value})


def _walk_list(body: str, at: int) -> Iterator[tuple[int, object, int]]:
    """Number and value of each element of the list that begins at `at` and where the next sign after it stands; of objects
    without anything in them only a last one.
    """
    position = _skip(body, at + 1)
    if body[position : position + 1] == "]":
        return
    number = 0
    while True:
        while empty := _EMPTY.match(body, position):
            number += body.count("{", position, empty.end())
            position = empty.end()
        number += 1
        value, position = _value(body, position)
        yield number, value, position
        sign = body[position : position + 1]
        if sign == "]":
            return
        if sign != ",":
            raise _broken(body, position)
        position = _skip(body, position + 1)


def _elements(body: str, at: int) -> Iterator[Element]:
    for number, value, _ in _walk_list(body, at):
        if value != {}:
            yield Element(number, value if isinstance(value, dict) else {"value": value})


def _past(body: str, at: int) -> int:
    """Where the value that begins at `at` has ended; long lists are never held whole."""
    if body[at : at + 1] != "[":
        return _value(body, at)[1]
    end = _skip(body, at + 1)
    for _, _, end in _walk_list(body, at):  # noqa: B007 - the last end is wanted
        pass
    return _skip(body, end + 1)


def _members(body: str, at: int) -> tuple[dict[str, int], int]:
    """Where each value of the object at `at` begins, and where the object has ended."""
    starts, times = dict[str, int](), dict[str, int]()
    position = _skip(body, at + 1)
    while body[position : position + 1] != "}":
        key, position = _value(body, position)
        if not isinstance(key, str) or body[position : position + 1] != ":":
            raise _broken(body, position)
        start = _skip(body, position + 1)
        keep(starts, times, key, start)
        position = _past(body, start)
        sign = body[position : position + 1]
        if sign == ",":
            position = _skip(body, position + 1)
        if sign not in ("}", ",") or (sign == "," and body[position : position + 1] == "}"):
            raise _broken(body, position)
    return starts, _skip(body, position + 1)


def _holds_objects(body: str, at: int) -> bool:
    return body[at] == "[" and body[_skip(body, at + 1)] == "{"


def _is_map(body: str, starts: Mapping[str, int]) -> bool:
    """Whether the members are records under their names: objects that say mostly the same things and hold no lists of more."""
    if len(starts) < _SHARED or any(body[at] != "{" for at in starts.values()):
        return False
    inner = [_members(body, at)[0] for at in islice(starts.values(), _LOOKED_AT)]
    if any(_holds_objects(body, at) for below in inner for at in below.values()):
        return False
    shared = set(inner[0]).intersection(*inner)
    return len(shared) >= _SHARED and 2 * len(shared) >= max(map(len, inner))


def _records(body: str, starts: Mapping[str, int]) -> Iterator[Element]:
    """The members of such an object as rows, what each is called being its "key"."""
    for number, (name, at) in enumerate(starts.items(), start=1):
        value, _ = _value(body, at)
        if isinstance(value, dict) and value:
            yield Element(number, {"key": name, **value})


def _tables(body: str, beside: list[str]) -> Iterator[Table]:
    """Every list of objects in the document, also one level down, and one object of alike objects; a document with an id or
    without lists is one row.

    What stands beside the lists and says something is named in `beside`.
    """
    start = _skip(body, 0)
    starts, end = ({}, _past(body, start)) if body[start] == "[" else _members(body, start)
    if end < len(body):
        raise _broken(body, end)
    if body[start] == "[":
        yield Table("", partial(_elements, body, start))
        return
    if _is_map(body, starts):
        yield Table("", partial(_records, body, starts))
        return
    is_record = "id" in starts
    lists = {} if is_record else {key: at for key, at in starts.items() if _holds_objects(body, at)}
    values = starts
    if not lists and not is_record:
        inner = {key: _members(body, at)[0] for key, at in starts.items() if body[at] == "{"}
        values = {key: at for key, at in starts.items() if key not in inner} | {
            f"{key}.{name}": at for key, below in inner.items() for name, at in below.items()
        }
        lists = {key: at for key, at in values.items() if _holds_objects(body, at)}
    for key, at in lists.items():
        yield Table(key, partial(_elements, body, at))
    beside += [key for key, at in values.items() if lists and key not in lists and not _NOTHING.match(body, at)]
    has_only_empty_lists = not is_record and any(body[at] == "[" for at in starts.values())
    if not lists and not has_only_empty_lists:
        yield Table("", partial(_one, body, start))


def _one(body: str, at: int) -> Iterator[Element]:
    value, _ = _value(body, at)
    if isinstance(value, dict):
        yield Element(1, value)
