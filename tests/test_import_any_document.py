"""Any document, page or workbook, all the way into the store and out again: as test_import_any_table has it for text."""

from cx.warehouse import Store
from tests.any_files import documents
from tests.any_import import EXAMPLES, bring_all


def test_any_document_is_imported_whole_or_refused_with_a_reason(tmp_path, monkeypatch):
    with Store.open(tmp_path) as store:
        tally = bring_all(store, documents(), monkeypatch)
    assert tally.imported > EXAMPLES * 3 // 10
    assert min(tally.refused, tally.imported, tally.rows) > 5
