"""Texts into terms that people can read."""

from __future__ import annotations

import pytest

from cx.text import lexicon
from cx.text.english import lemma
from cx.text.tokens import Tokenizer

TERMS = {
    "세금계산서 재발행 요청드립니다": ["세금계산서", "재발행"],
    "비번을 까먹었어요": ["비밀번호", "까먹다"],
    "요금제 업글하고 싶어요": ["요금제", "업그레이드"],
    "로그아웃이 안돼요": ["로그아웃", "안 되다"],
    "구글 연동해제가 안됩니다": ["구글", "연동 해제", "안 되다"],
    "버튼을 못찾겠어요": ["버튼", "못 찾다"],
    "창이 열리지가 않습니다": ["창", "안 열리다"],
    "문제를 찾을 수 없어요": ["문제", "못 찾다"],
    "학생들이 안보여요ㅠㅠ😭": ["학생", "안 보이다"],
    "학생관리화면에서엑셀다운로드가안됩니다": ["학생관리화면", "엑셀다운로드", "안 되다"],
    "양면 인쇄 웨비나 신청": ["양면", "인쇄", "웨비나", "신청"],
    "서버접속오류발생": ["서버", "접속", "오류", "발생"],
    "502 에러가 떠요": ["502", "오류", "뜨다"],
    "500명이 한 번에 접속": ["접속"],
    "API키 발급은 어디서 하나요?": ["api키", "발급"],
    "사업글을 올렸다": ["사업글", "올리다"],
    "저는 I can't log in with my cards, 로그인 안됨": ["log", "card", "로그인", "안 되다"],
    "I was charged twice, refunding policies": ["charge", "twice", "refund", "policy"],
    "Wi-Fi e-mail oauth2": ["wifi", "email", "oauth2"],
    "日本語の設定": ["日本", "本語", "語の", "の設", "設定"],
    "مرحبا بالعالم": ["مرحبا", "بالعالم"],
}  # fmt: skip


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer()


def test_terms_are_words_people_use(tokenizer):
    assert dict(zip(TERMS, tokenizer.tokenize(list(TERMS)), strict=True)) == {
        text: tuple(terms) for text, terms in TERMS.items()
    }


def test_a_text_has_the_same_terms_alone_and_among_others(tokenizer):
    together = tokenizer.tokenize([*TERMS, "없음", ""])
    assert [tokenizer.tokenize([text])[0] for text in list(TERMS)[::4]] == together[: len(TERMS) : 4]
    assert together[-2:] == [(), ()]


def test_names_of_products_are_one_term_may_hold_blanks_and_leave_no_trace(tokenizer):
    texts = ["러닝룸 프로에서 오류가 났어요", "러닝룸프로 결제"]
    before = tokenizer.tokenize(texts)
    named = Tokenizer(words=["러닝룸 프로"], stop_words=["오류"], synonyms={"러닝룸 프로": "LRP"})
    assert named.tokenize(texts) == [("LRP", "나다"), ("LRP", "결제")]
    assert (
        tokenizer.tokenize(texts) == before
    )  # the name was put into the analyser there was; it is not in the one of now
    assert "러닝룸 프로" not in {term for terms in before for term in terms}


def test_the_version_changes_with_every_list_and_only_then():
    made = {Tokenizer().version, Tokenizer(words=["러닝룸"]).version, Tokenizer(stop_words=[]).version}
    assert len(made | {Tokenizer(synonyms={}).version}) == 4
    assert Tokenizer(words=["나", "가다", "라마"]).version == Tokenizer(words=["라마", "가다"]).version


def test_progress_is_told_and_may_stop_the_work(tokenizer):
    told = []
    tokenizer.tokenize(["결제 오류"] * 2_001, lambda done, total: told.append((done, total)))
    assert told == [(2_000, 2_001), (2_001, 2_001)]

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tokenizer.tokenize(["결제 오류"], stop)


@pytest.mark.parametrize(
    ("form", "word"),
    {"cards": "card", "policies": "policy", "charged": "charge", "charging": "charge", "updated": "update", "stopped": "stop", "went": "go",
     "addresses": "address", "boxes": "box", "status": "status", "this": "this", "bring": "bring", "Cancelled": "cancel", "red": "red",
     "tried": "try", "failed": "fail", "showing": "show", "used": "use",
     "something": "something", "morning": "morning", "mornings": "morning", "reversed": "reverse", "associated": "associate"}.items(),
)  # fmt: skip
def test_english_words_are_shown_as_people_look_them_up(form, word):
    assert lemma(form) == word


def test_the_word_lists_do_not_contradict_each_other():
    stop, synonyms = lexicon.default_stop_words(), lexicon.default_synonyms()
    assert not set(synonyms) & set(synonyms.values())
    assert not set(lexicon.default_words()) & stop
    assert not set(synonyms.values()) & stop
    assert not lexicon.remarks() & (stop | set(lexicon.default_words()) | set(synonyms))
    assert all(form == form.lower() for form in lexicon.lemmas())


def test_hostile_texts_have_terms_or_none(tokenizer):
    texts = [
        "가" * 5_000,
        "가나다 " * 2_000,
        "a" * 5_000,
        "\ud800\udfff",
        "\x00\x01",
        "z̸͎̿ạ̶l̷g̸ỏ̸",
        "\u1112\u119e\u11ab글",
        "<script>alert('x')</script>",
        "=1+1",
        "' or 1=1 --",
    ]
    terms = tokenizer.tokenize(texts)
    assert len(terms) == len(texts)
    assert all(len(term) <= 40 for found in terms for term in found)
    assert terms[7] == ()
