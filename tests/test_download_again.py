"""A download imported again changes nothing: formulas, masked texts, leading zeros, line breaks."""

from datetime import date

import pandas as pd
import pytest

from cx import contacts, sources
from cx.download import to_csv, to_xlsx
from cx.importing.run import import_file, inspect
from cx.selection import Selection
from cx.warehouse import Store

TODAY = date(2026, 11, 20)
BODIES = [
    "=1+1",
    "+82 10-2345-6789",
    "-환불 안 돼요",
    "@담당자 확인",
    "'=작은따옴표",
    "''두 개",
    "＝1+1",
    "=^^= 고마워요",
    "첫 줄\n=둘째 줄",
    '"=1+1"',
    ";=1+1",
    "박서연 고객님 minsu@naver.com",
    '쉼표, "따옴표"',
    "001",
    "2026-11-01",
]


def first_file():
    return pd.DataFrame(
        {
            "ticket_id": [f"{number:05}" for number in range(len(BODIES))],
            "opened_at": [f"2026-10-{1 + number:02} 09:30:00" for number in range(len(BODIES))],
            "channel": ["phone"] * len(BODIES),
            "category": BODIES,
            "body": BODIES,
        }
    )


def imported(store, data, name, source):
    inspection = inspect(store, data, name)
    return import_file(store, inspection, source=source, mappings=inspection.mappings, today=TODAY)


@pytest.mark.parametrize(("kind", "write"), [("csv", to_csv), ("xlsx", lambda frame: to_xlsx(frame, "문의"))])
def test_a_download_comes_back_unchanged(tmp_path, kind, write):
    with Store.open(tmp_path) as store:
        source = sources.add(store, "상담 도구", "template_contacts")
        first = imported(store, to_csv(first_file()), "first.csv", source)
        assert first.tables[0].inserted == len(BODIES)
        before = store.query("select * from ticket order by ticket_id")
        assert list(before["body"])[:3] == ["=1+1", "[전화번호]", "-환불 안 돼요"]
        assert before["body"][11] == "[이름] 고객님 [이메일]"
        again = imported(store, write(contacts.export(store, Selection(period="all"))), f"again.{kind}", source)
        assert again.tables[0].unchanged == len(BODIES)
        assert again.rejected_cells == 0
        pd.testing.assert_frame_equal(store.query("select * from ticket order by ticket_id"), before)
