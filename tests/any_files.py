"""Any file a team or an attacker could bring, drawn by Hypothesis: tables of text, documents, workbooks, and their names."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import strategies as st

from tests.bad_files import FORMULAS, MARKUP, workbook

NAMES = (
    "ticket_id", "opened_at", "created_at", "접수번호", "접수일시", "처리일시", "resolved_at", "channel", "상태", "status", "유형",
    "category", "account_id", "고객사", "고객명", "이메일", "전화번호", "내용", "body", "subject", "csat", "만족도 (1-5)", "nps", "추천 의향 0-10",
    "응답일시", "response_id", "first_response_at", "대기시간", "handle_time", "월 이용료", "담당자", "agent_name", "updated_at", "답변 수",
    "is_vip", "id", "date", "합계", "csv_escape", "line", "extra", "source", "source_id", "batch_id", "select", "rowid", "",
)  # fmt: skip
HOSTILE = (
    *FORMULAS, *MARKUP, "'; DROP TABLE ticket; --", '"', '""', "\\", "\\'", "$1", "${x}", "{0}", "{", "}", "%", "%s", "\x00", "\x1b[31m",
    "\x7f", "\u200b", "\u202e뒤집힘", "\ufeff", "\u1100\u1161", "é\u0301", "👨\u200d👩\u200d👧", "ﷺ", "\U0010ffff", "null", "NaN", "None", "inf",
    "-0", "1e999", "9" * 30, "0x1F", "true", "[1,2]", '{"a": {"b": [1]}}', "a,b", "a;b", "a\tb", "a|b", "a\nb", "a\r\nb", "a\rb", " ", "\u3000",
    "../../etc/passwd", "C:\\x", "con", "010-1234-5678", "a.kim@star.kr", "900101-1234568", "김민수 고객님", "x" * 3000, "가" * 400,
)  # fmt: skip
VALUES = (
    "T-1", "T-2", "T-3", "1", "2", "3", "5", "7", "10", "0", "-1", "4.5", "1,234", "5점", "★★★★", "매우 만족", "2026-11-02 09:10:00",
    "2026-11-03", "03/04/2026 10:00", "13/04/2026", "2026. 11. 21. 오후 3:05:12", "2026년 11월 21일", "1795241112", "46347.6", "2031-01-01",
    "1900-01-01", "0000-00-00", "24:00", "12:30", "0h 5m 10s", "12분", "chat", "전화", "완료", "open", "결제/환불", "A1", "a1 ", "₩1,200,000", "Y", "예",
    "-", "N/A", "없음", "합계", "보고 기간 2026-11-01 - 2026-11-30",
)  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NAME = st.one_of(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(HOSTILE), TEXT)
CELL = st.one_of(st.sampled_from(VALUES), st.sampled_from(VALUES), st.just(""), st.sampled_from(HOSTILE), TEXT)
FILE_NAME = st.one_of(
    st.sampled_from(
        ["a.csv", "", ".", "..", "../../x.csv", "C:\\x.csv", "\\\\host\\share", "a\x00b.csv", "*.csv", "'; DROP TABLE x; --.csv",
         "<img src=x>.csv", "a" * 5000, "=1+1.csv", "\ud83d.csv", "\x1b[31m.xlsx", "가.json", "a\nb.csv", "con.csv", "%2e%2e%2f"]
    ),
    TEXT,
)  # fmt: skip
ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp949",
    "euc-kr",
    "cp1252",
    "latin-1",
    "shift_jis",
)


@st.composite
def tables(draw, most_rows=6):
    """Header and rows, mostly as wide as the header; sometimes a name twice."""
    header = draw(st.lists(NAME, min_size=1, max_size=7))
    width = st.integers(0, len(header) + 3) if draw(st.integers(0, 9)) == 0 else st.just(len(header))
    rows = draw(st.lists(width.flatmap(lambda n: st.lists(CELL, min_size=n, max_size=n)), max_size=most_rows))
    if rows and draw(st.booleans()):
        rows += rows[:1]
    return header, rows


@st.composite
def delimited(draw):
    """A table as text, by the rules or not."""
    header, rows = draw(tables())
    delimiter = draw(st.sampled_from([",", ",", ";", "\t", "|"]))
    quote = draw(st.sampled_from(['"', '"', '"', "'", ""]))
    wrap = draw(st.sampled_from(["needed", "all", "none"]))
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))

    def cell(value):
        if wrap == "none" or not quote or (wrap == "needed" and not set(value) & {delimiter, quote, "\n", "\r"}):
            return value
        return quote + value.replace(quote, quote * 2) + quote

    lines = [delimiter.join(map(cell, row)) for row in [header, *rows]]
    for _ in range(draw(st.integers(0, 2))):
        odd = draw(
            st.sampled_from(
                [
                    "",
                    "보고 기간 2026-11-01 - 2026-11-30",
                    "합계,,3",
                    '"',
                    'a,"b',
                    "sep=;",
                    "# 주석",
                    "\x00",
                    ",,,,",
                    "끝",
                ]
            )
        )
        lines.insert(draw(st.integers(0, len(lines))), odd)
    text = end.join(lines) + draw(st.sampled_from([end, end, "", "\n\n\n", "\x1a"]))
    encoding = draw(st.sampled_from(ENCODINGS))
    data = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    if draw(st.integers(0, 9)) == 0:  # a second file joined on, in another encoding
        data += "T-9,2026-11-01,결제\n".encode(draw(st.sampled_from(["utf-8", "cp949"])))
    return _damaged(draw, data)


def _damaged(draw, data):
    if data and draw(st.integers(0, 9)) == 0:
        place = draw(st.integers(0, 999)) * len(data) // 1000
        return data[:place] + draw(st.sampled_from([b"", b"\x00", b'"', b"\n", b"\xff", data[place + 1 :]]))
    return data


SINGLE = st.one_of(
    CELL,
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.just("\ud83d"),
    st.just(1_793_491_200),
)
VALUE = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAME, inner, max_size=3), max_leaves=6
)
OBJECT = st.dictionaries(NAME, st.one_of(SINGLE, SINGLE, VALUE), max_size=6)


@st.composite
def documents(draw):
    """Objects as JSON, JSON Lines or an HTML page, or the workbook of a table."""
    kind = draw(st.sampled_from(["json", "json", "lines", "html", "xlsx"]))
    if kind == "html":
        header, rows = draw(tables())
        cell = draw(st.sampled_from(["<td>{}</td>", "<td>{}", "<th colspan=2>{}</th>", "<TD a='<'>{}</TD>"]))
        body = "".join("<tr>" + "".join(cell.replace("{}", value) for value in row) for row in [header, *rows])
        return _damaged(draw, f"<html><table>{body}</table>".encode("utf-8", "surrogatepass"))
    if kind == "xlsx":
        header, rows = draw(tables(4))
        return _damaged(draw, workbook(lambda book, sheet: _fill(book, sheet, [header, *rows])))
    objects = draw(st.lists(OBJECT, max_size=5))
    if kind == "lines":
        text = "\n".join(json.dumps(one) for one in objects)
    else:
        shapes = [
            objects,
            {"tickets": objects},
            {"data": {"items": objects}, "n": 1},
            objects and objects[0],
            [objects],
            {"id": "1", "x": objects},
        ]
        text = json.dumps(
            draw(st.sampled_from(shapes)), ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1]))
        )
    return _damaged(draw, text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949"])), "replace"))


def _fill(book, sheet, rows):
    book.set_properties({"created": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)})  # the same bytes each time
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if value:
                sheet.write_string(line, place, value.encode("utf-8", "replace").decode())
