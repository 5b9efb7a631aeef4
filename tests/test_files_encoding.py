import tracemalloc
from itertools import pairwise

import pytest

from cx.errors import UnknownFormat
from cx.importing.encoding import CHUNK_BYTES, decode
from cx.importing.files import read_file
from tests.bad_files import HEADER, MAKERS, ROWS, table

EXPECTED = [tuple(cell or None for cell in row) for row in ROWS]


def sheet(data):
    content = read_file(data, "file.csv")
    return content, content.sheets[0], list(content.sheets[0].rows())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949"])
def test_the_same_table_is_read_from_every_encoding(encoding):
    _, read, rows = sheet(table(ROWS).encode(encoding))
    assert read.header == tuple(HEADER)
    assert [row.cells for row in rows] == EXPECTED
    assert [row.line for row in rows] == [2, 3, 4]


def test_the_first_header_has_no_byte_order_mark():
    _, read, _ = sheet(MAKERS["enc_05_utf8_bom.csv"]())
    assert read.header[0] == "ticket_id"


def test_a_file_without_zero_bytes_where_text_is_mostly_korean_is_utf_16_too():
    header = ["접수번호", "접수일시", "문의내용"]
    rows = [[f"{n}", "2026-11-02", "로그인이 되지 않습니다 확인 부탁드립니다"] for n in range(20)]
    content, read, found = sheet(table(rows, header=header).encode("utf-16-le"))
    assert read.header == tuple(header)
    assert len(found) == 20
    assert [notice.values for notice in content.notices] == [{"encoding": "UTF-16-LE"}]


def test_syllables_that_only_cp949_has_are_read():
    _, _, rows = sheet(MAKERS["enc_11_cp949_extended.csv"]())
    assert rows[0].cells[8] == "똠방각하 펲시콜라 쑗"


def test_a_cp949_line_in_a_utf8_file_is_recovered_and_named():
    content, _, rows = sheet(MAKERS["enc_13_mixed_utf8_cp949.csv"]())
    assert [row.cells[4] for row in rows] == ["결제", "로그인", "결제"]
    assert content.notices[0].values == {"encoding": "CP949", "count": 1, "line": 3}
    assert "3행" in content.notices[0].text("ko")


def test_a_utf8_line_in_a_cp949_file_is_recovered_and_named():
    lines = table(ROWS[:2]).splitlines(keepends=True) * 3
    data = lines[0].encode() + b"".join(line.encode("cp949") for line in lines[1:] if "ticket_id" not in line)
    data += "T-9,2026-11-04,,chat,환불,open,,A,되나요\n".encode()
    content, _, rows = sheet(data)
    assert rows[-1].cells[4] == "환불"
    assert [notice.key for notice in content.notices] == ["file.decoded_as", "file.mixed_encoding"]


def test_a_line_cut_in_the_middle_of_a_letter_is_rejected_by_its_number():
    lines = table(ROWS[:2]).encode().splitlines(keepends=True)
    lines.insert(2, "T-9,2026-11-04,,chat,결제,open,,A,가나다".encode()[:-1] + b"\n")
    content, _, rows = sheet(b"".join(lines))
    assert [(row.line, row.problem and row.problem.key) for row in rows] == [
        (2, None), (3, "file.undecodable"), (4, None),
    ]  # fmt: skip
    assert rows[1].cells[:2] == ("T-9", "2026-11-04")
    assert rows[1].problem.values == {"line": 3}
    assert content.notices[0].values == {"count": 1, "line": 3}


def test_garbled_korean_is_warned_of_and_intact_korean_is_not():
    garbled, _, _ = sheet(MAKERS["enc_14_mojibake.csv"]())
    as_windows = table(ROWS).encode().decode("cp1252", "ignore").encode()
    intact, _, _ = sheet(MAKERS["enc_04_utf8.csv"]())
    french, _, _ = sheet("id,texte\n1,déjà payé à l'été\n2,où ça\n".encode())
    assert [notice.key for notice in garbled.notices] == ["file.mojibake"]
    assert "file.mojibake" in [notice.key for notice in sheet(as_windows)[0].notices]
    assert intact.notices == french.notices == ()


def test_letters_already_lost_are_counted():
    content, _, _ = sheet("id,body\n1,결\ufffd\n2,\ufffd\ufffd\n".encode())
    assert [(notice.key, notice.values) for notice in content.notices] == [
        ("file.replacement_characters", {"count": 3})
    ]


def test_composed_and_decomposed_hangul_become_one_category():
    _, _, rows = sheet(MAKERS["enc_16_nfd_hangul.csv"]())
    assert {row.cells[4] for row in rows} == {"결제"}


def test_latin_and_dos_letters_mixed_in_one_line_are_read():
    text = b"id,nps,explication\n1,7,tr\xe8s bien pr\x82sent\x82 et l'\x82t\xe9\n2,9,15\x80 de r\xe9duction\n3,8,O\xf9 \xe7a\n"
    content, _, rows = sheet(text)
    assert [row.cells[2] for row in rows] == ["très bien présenté et l'été", "15€ de réduction", "Où ça"]
    assert [notice.key for notice in content.notices] == ["file.decoded_as", "file.mixed_latin"]


def test_windows_signs_stay_where_no_dos_letter_occurs():
    content, _, rows = sheet("id,text\n1,“d’accord” – déjà 5 €\n".encode("cp1252"))
    assert rows[0].cells[1] == "“d’accord” – déjà 5 €"
    assert [notice.values for notice in content.notices] == [{"encoding": "CP1252"}]


def test_japanese_in_its_own_encoding_is_refused_and_not_garbled():
    data = table([["1", "ログインできません。確認してください"]] * 5, header=["番号", "お問い合わせ内容"]).encode(
        "shift_jis"
    )
    with pytest.raises(UnknownFormat) as refusal:
        read_file(data, "x.csv")
    assert refusal.value.key == "file.encoding"


def test_bytes_that_are_no_text_are_refused():
    for data in (bytes(range(32)) * 40, b"\x00\x01" * 500):
        with pytest.raises(UnknownFormat) as refusal:
            read_file(data, "x.csv")
        assert refusal.value.key == "file.binary"


def test_lines_keep_their_numbers_over_chunks():
    line = "가" * 50 + "\n"
    count = 3 * CHUNK_BYTES // len(line.encode())
    chunks = list(decode((line * count).encode()).chunks())
    assert len(chunks) > 2
    assert sum(len(chunk.lines) for chunk in chunks) == count
    for before, after in pairwise(chunks):
        assert after.first_line == before.first_line + len(before.lines)
    assert {text for chunk in chunks for text in chunk.lines} == {line}


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_lines_of_lone_returns_are_turned_piece_by_piece(monkeypatch, encoding):
    monkeypatch.setattr("cx.importing.encoding.CHUNK_BYTES", 20)
    lines = ["id,body\n", "1,결제가 안 돼요\n", '2,"두\n', '줄"\n', "3,끝"]
    pieces = list(decode("".join(lines).replace("\n", "\r").encode(encoding)).pieces())
    assert "".join(piece.data.decode() for piece in pieces) == "".join(lines)
    assert len(pieces) > 1


def test_a_large_file_of_lone_returns_is_not_copied():
    data = b"1,a\r" * 500_000
    tracemalloc.start()
    try:
        decode(data)
        assert tracemalloc.get_traced_memory()[1] < len(data) / 2
    finally:
        tracemalloc.stop()
