"""Made-up contacts with tags, their terms and vectors, without loading an analyser or an encoder."""

from __future__ import annotations

import zlib

import numpy as np

_WORDS = {
    "결제": ["결제", "카드", "청구", "영수증", "환불"],
    "로그인": ["로그인", "비밀번호", "아이디", "인증", "잠김"],
    "알림톡": ["알림톡", "발송", "문구", "수신", "예약"],
}
_COMMON = ["확인", "오류", "안돼요", "부탁", "어제", "계속", "화면", "방법"]


def material(texts):
    """Texts, their words as terms, and vectors in which a word always points the same way."""
    tokens = [tuple(text.split()) for text in texts]
    vectors = np.zeros((len(texts), 32), dtype=np.float32)
    for row, terms in enumerate(tokens):
        for term in terms:
            vectors[row] += np.random.default_rng(zlib.crc32(term.encode(errors="replace"))).normal(size=32)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return list(texts), tokens, np.where(length > 0, vectors / np.maximum(length, 1e-9), 0).astype(np.float32)


def tagged(count, seed=0):
    """(texts, tokens, vectors, tags): each text has two words of its tag and three that any has."""
    dice = np.random.default_rng(seed)
    tags = [list(_WORDS)[number % 3] for number in range(count)]
    texts = [" ".join([*dice.choice(_WORDS[tag], 2), *dice.choice(_COMMON, 3)]) for tag in tags]
    return *material(texts), tags
