"""Personal data where nobody expects it: inside an id, in a link, in rows that lost their columns."""

from datetime import date

import pytest

from cx import sources
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.run import import_file, inspect
from cx.privacy import Mask
from cx.warehouse import Store

MASK = Mask(salt=b"test")
TICKET = Mapping(
    "ticket",
    "",
    tuple(
        ColumnRule(target, column)
        for target, column in {"ticket_id": "번호", "opened_at": "접수", "account_id": "회사", "body": "내용"}.items()
    ),
)


@pytest.mark.parametrize(
    "cell",
    [
        "별빛 010-8765-4321",
        "010-8765-4321(원장)",
        "VIP_+82 10-8765-4321",
        "880101-1234568 박",
        "a.kim%40star.kr",
        "/user/a.kim@star.kr",
    ],
)
def test_an_id_with_a_personal_datum_in_it_is_replaced_whole_and_stays_an_id(cell):
    masked = MASK.cell(cell, "id")
    assert masked.startswith("p_")
    assert len(masked) == 18
    assert masked == MASK.cell(cell, "id")
    assert masked != MASK.cell("다른 " + cell, "id")


@pytest.mark.parametrize("cell", ["T-20261101-0001", "1588-0000", "별빛학원", "20261101123456789", "A@2x", "100%40"])
def test_an_id_that_only_looks_odd_stays_as_it_is(cell):
    assert MASK.cell(cell, "id") == cell


def test_an_address_in_a_link_is_an_address():
    assert MASK.text("https://x.kr/?mail=a.kim%40star.kr&n=1") == "https://x.kr/?mail=[이메일]&n=1"
    assert MASK.text("할인 100%40개") == "할인 100%40개"


def test_a_row_that_lost_its_columns_is_masked_as_text(tmp_path):
    text = "번호,접수,회사,내용\nT1,2026-11-01,A1,좋아요\n정다은님 010-8765-4321,박서연님,한지민 고객님,a@star.kr,또,하나\n"
    with Store.open(tmp_path / "store") as store:
        inspection = inspect(store, text.encode(), "a.csv")
        source = sources.add(store, "상담 도구")
        report = import_file(store, inspection, source=source, mappings=[TICKET], today=date(2026, 11, 21))
        rows = " ".join(store.query("select row::varchar as row from reject")["row"])
    assert report.rejected_rows == 1
    assert "[이름]" in rows
    assert not [name for name in ("박서연", "한지민", "정다은", "8765", "star.kr") if name in rows]
