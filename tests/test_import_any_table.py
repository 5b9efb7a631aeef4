"""Any delimited text, all the way into the store and out again: no error but a sentence, all rows accounted for."""

from cx.warehouse import Store
from tests.any_files import delimited
from tests.any_import import EXAMPLES, bring_all


def test_any_table_is_imported_whole_or_refused_with_a_reason(tmp_path, monkeypatch):
    with Store.open(tmp_path) as store:
        tally = bring_all(store, delimited(), monkeypatch)
    assert tally.imported > EXAMPLES // 2
    assert min(tally.refused, tally.imported, tally.rows) > 5
