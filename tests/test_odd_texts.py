"""Odd texts, read and put into topics as the app does it: every page of texts can be read, and says where there is nothing to say."""

from __future__ import annotations

import pytest
import sessions
from sessions import healthy, visit, words
from small_store import empty
from tagged_rows import Here

from cx.language import say
from cx.voc import documents, service
from tests import put_rows

PAGES = [page for page in sessions.PAGES if page[:2] in {"21", "22", "23", "25", "26", "28", "47"}]
ALSO = [page for page in sessions.PAGES if page[:2] in {"24", "27", "34", "48", "61"}]
WITH_ALL = ["in English only", "a language nobody knows", "long, from right to left, old, marked, HTML"]
TEXTS = {
    "no content": ["ㅋㅋㅋ", "!!!", "12345", "없음", "\U0001f62d"] * 12,
    "one text 300 times": ["로그인이 안 됩니다"] * 300,
    "remarks": [f"{how} {said}" for how in ("정말", "너무", "아주", "진짜", "참") for said in (
        "좋아요", "답답하네요", "감사합니다", "실망했습니다", "만족합니다", "빨리 좀 해 주세요", "도와주세요", "최고예요", "별로예요", "아쉽네요"
    )],
    "copies but for a number": [f"본문 {number}" for number in range(60)],
    "three texts": ["결제가 안 돼요", "로그인이 안 돼요", "고마워요"],
    "a language nobody knows": [f"Xerxz qwrtp blorf vandek {number}" for number in range(60)],
    "in English only": [
        f"{how} {what} number {at}"
        for how in ("I cannot find", "Where do I change", "Please fix", "Thank you for", "We were charged twice for")
        for what in ("the invoice", "my password", "the Google Drive folder", "our student list")
        for at in (1, 2, 3)
    ],
    "long, from right to left, old, marked, HTML": [
        *(f"{'가나다 결제가 안 돼요 ' * 416}{number}" for number in range(20)),
        *(f"h̷e̸l̵l̶o̴ 결제 {number}" for number in range(20)),
        *(f"مرحبا بالعالم {number}" for number in range(20)),
        *(f"\u1112\u119e\u11ab글 옛말 {number}" for number in range(20)),
        *(f"<b>결제</b> <script>alert({number})</script> **굵게** [a](javascript:x)" for number in range(20)),
    ],
}  # fmt: skip


@pytest.fixture(scope="module", params=TEXTS)
def state(request, tmp_path_factory):
    """A home whose own store has nothing but such texts, all read; made once for all pages."""
    folder = tmp_path_factory.mktemp("odd")
    written = TEXTS[request.param]
    tickets = [
        {
            "ticket_id": f"T{at}",
            "opened_at": f"2026-10-{at % 28 + 1:02}",
            "category": "문의/기타",
            "body": text,
            "account_id": f"A{at % 7}",
        }
        for at, text in enumerate(written)
    ]
    with put_rows.opened(folder / "own", ticket=tickets) as store:
        documents.refresh(store)
        for is_due, work in service.STAGES.values():
            if is_due(store):
                work(store, Here(), lambda *_: None)
        found = store.query("select count(*) as n, count(topic) as in_topics from voc_fact").iloc[0]
    empty(folder / "demo")
    with sessions.at_home(folder):
        yield request.param, len(written), int(found["n"]), int(found["in_topics"])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("state")
def test_a_page_can_be_read(page):
    app = visit(page, store="own")
    healthy(app)
    assert app.title[0].value == say(f"app.page_{page[3:]}", "ko")


@pytest.mark.parametrize("state", WITH_ALL, indirect=True)
@pytest.mark.usefixtures("state")
def test_pages_of_tags_scores_accounts_and_words_can_be_read():
    """Those beside the pages of texts, in the stores that are oddest to them."""
    for page in ALSO:
        app = visit(page, store="own", **({"acct": "1:A1"} if page == "34_account" else {}))
        healthy(app)
        assert [title.value for title in app.title]
        assert "<script>" not in words(app).replace("\\<script\\>", "")


def test_every_text_is_there_and_has_a_topic_where_there_are_texts_enough(state):
    """Thirty different texts that name a matter are enough; below that the page says there are no topics."""
    name, written, n, in_topics = state
    assert n == written
    has_none = name in {"no content", "one text 300 times", "remarks", "three texts"}
    assert in_topics == (0 if has_none else written)
    said = words(visit("47_topics", store="own"))
    assert (say("voc_page.no_topics_title", "ko") in said) == has_none
